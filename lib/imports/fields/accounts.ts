import type { Field } from './field';
import { externalId, ownId } from './identity';

export const accounts: readonly Field[] = [
  ownId,
  externalId('External ID', ['account id', 'company id', 'organization id', 'organisation id', 'customer id', 'client id', 'account number', 'customer number', 'kundennummer', 'numero client', 'numero de cliente'], '0015g00000XyZ'),
  {
    name: 'name', label: 'Name', type: 'text', required: true, identifies: true, max: 200, example: 'Acme Corporation',
    synonyms: ['name', 'account', 'account name', 'company', 'company name', 'organization', 'organization name', 'organisation', 'customer', 'customer name', 'client', 'client name', 'firma', 'firmenname', 'unternehmen', 'kunde', 'kundenname', 'entreprise', 'societe', 'nom', 'nom du compte', 'raison sociale', 'empresa', 'cliente', 'nombre', 'cuenta', 'nombre de la cuenta'],
  },
  { name: 'industry', label: 'Industry', type: 'text', max: 120, example: 'Software', synonyms: ['industry', 'sector', 'vertical', 'industry name', 'primary industry', 'market', 'branche', 'industrie', 'wirtschaftszweig', 'secteur', 'secteur d activite', 'industria', 'rubro'] },
  { name: 'website', label: 'Website', type: 'url', max: 500, example: 'https://acme.example', synonyms: ['website', 'web site', 'url', 'domain', 'company domain name', 'homepage', 'web', 'website url', 'webseite', 'internetseite', 'site web', 'site internet', 'sitio web', 'pagina web'] },
  {
    name: 'country', label: 'Country', type: 'text', max: 120, example: 'United States',
    synonyms: ['country', 'country region', 'billing country', 'shipping country', 'office location', 'location', 'headquarters', 'hq', 'hq country', 'nation', 'land', 'standort', 'sitz', 'pays', 'siege', 'pais', 'sede', 'address country'],
  },
  { name: 'employees', label: 'Employees', type: 'integer', min: 0, example: '2822', synonyms: ['employees', 'number of employees', 'no of employees', 'num employees', 'employee count', 'headcount', 'company size', 'size', 'staff', 'mitarbeiter', 'mitarbeiterzahl', 'anzahl mitarbeiter', 'beschaftigte', 'effectif', 'nombre d employes', 'salaries', 'empleados', 'numero de empleados'] },
  { name: 'revenue', label: 'Annual revenue', type: 'money', example: '1100.04', synonyms: ['revenue', 'annual revenue', 'yearly revenue', 'turnover', 'sales', 'total revenue', 'umsatz', 'jahresumsatz', 'chiffre d affaires', 'ca', 'revenu annuel', 'ingresos', 'ingresos anuales', 'facturacion'] },
  { name: 'currency', label: 'Currency', type: 'text', max: 3, example: 'EUR', synonyms: ['currency', 'currency code', 'currency iso code', 'account currency', 'wahrung', 'devise', 'monnaie', 'moneda', 'divisa'] },
  { name: 'foundedYear', label: 'Founded', type: 'integer', min: 1000, example: '1996', synonyms: ['founded', 'year founded', 'founded year', 'year established', 'established', 'founding year', 'year started', 'grundungsjahr', 'gegrundet', 'annee de creation', 'fonde en', 'ano de fundacion', 'fundacion'] },
  { name: 'parentName', label: 'Parent company', type: 'text', max: 200, example: 'Massive Dynamic', synonyms: ['parent', 'parent account', 'parent company', 'subsidiary of', 'parent name', 'group', 'holding', 'muttergesellschaft', 'konzern', 'ubergeordneter account', 'societe mere', 'compte parent', 'empresa matriz', 'cuenta principal'] },
];
