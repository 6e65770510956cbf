import type { Field } from './field';
import { externalId, ownId } from './identity';

const roles = {
  economic_buyer: ['economicbuyer', 'decisionmaker', 'budgetholder', 'buyer', 'executivesponsor', 'entscheider', 'decideur', 'decisor', 'approver'],
  champion: ['champion', 'sponsor', 'advocate', 'coach', 'supporter', 'fursprecher'],
  influencer: ['influencer', 'evaluator', 'technicalbuyer', 'recommender', 'legalandcompliance', 'legal', 'procurement', 'beeinflusser', 'influenceur', 'influenciador'],
  user: ['user', 'enduser', 'businessuser', 'anwender', 'utilisateur', 'usuario'],
  blocker: ['blocker', 'opponent', 'detractor', 'gegner'],
  unknown: ['unknown', 'other', 'unbekannt', 'sonstige', 'autre', 'otro'],
} as const;

export const contacts: readonly Field[] = [
  ownId,
  externalId('External ID', ['contact id', 'person id', 'lead id', 'prospect id', 'lead number', 'kontakt id', 'id du contact', 'id de contacto'], '0035g00000AbC'),
  { name: 'name', label: 'Name', type: 'text', required: true, identifies: true, max: 200, example: 'Ana Flores', synonyms: ['name', 'full name', 'contact', 'contact name', 'person', 'person name', 'lead name', 'contact person', 'ansprechpartner', 'kontakt', 'vollstandiger name', 'nom complet', 'contacto', 'nombre completo'] },
  { name: 'firstName', label: 'First name', type: 'text', max: 100, example: 'Ana', synonyms: ['first name', 'firstname', 'given name', 'forename', 'vorname', 'prenom', 'nombre', 'primer nombre'] },
  { name: 'lastName', label: 'Last name', type: 'text', max: 100, example: 'Flores', synonyms: ['last name', 'lastname', 'surname', 'family name', 'nachname', 'familienname', 'nom', 'nom de famille', 'apellido', 'apellidos'] },
  { name: 'email', label: 'E-mail', type: 'email', max: 320, example: 'ana@acme.example', synonyms: ['email', 'e mail', 'email address', 'mail', 'work email', 'primary email', 'email work', 'e mail adresse', 'mailadresse', 'courriel', 'adresse e mail', 'correo', 'correo electronico'] },
  { name: 'phone', label: 'Phone', type: 'text', max: 60, example: '+49 30 1234567', synonyms: ['phone', 'phone number', 'telephone', 'mobile', 'mobile phone', 'mobile phone number', 'cell', 'business phone', 'phone work', 'tel', 'telefon', 'telefonnummer', 'handy', 'mobil', 'telephone portable', 'telefono', 'movil'] },
  { name: 'jobTitle', label: 'Job title', type: 'text', max: 200, example: 'Head of Purchasing', synonyms: ['job title', 'title', 'position', 'job', 'role title', 'function', 'occupation', 'jobtitel', 'funktion', 'berufsbezeichnung', 'fonction', 'poste', 'titre', 'cargo', 'puesto'] },
  { name: 'account', label: 'Account', type: 'reference', max: 200, example: 'Acme Corporation', synonyms: ['account', 'account name', 'company', 'company name', 'associated company', 'organization', 'organisation', 'organization name', 'employer', 'account id', 'company id', 'firma', 'unternehmen', 'kunde', 'entreprise', 'societe', 'compte', 'empresa', 'cuenta'] },
  { name: 'buyingRole', label: 'Buying role', type: 'enum', choices: roles, example: 'champion', synonyms: ['buying role', 'role', 'contact role', 'decision role', 'stakeholder role', 'rolle', 'rolle im kaufprozess', 'role d achat', 'rol', 'rol de compra'] },
];
