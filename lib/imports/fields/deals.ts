import type { Field } from './field';
import { externalId, ownId } from './identity';

export const deals: readonly Field[] = [
  ownId,
  externalId('External ID', ['deal id', 'opportunity id', 'opportunity number', 'oppid', 'opp id', 'lead id', 'lead number', 'prospect id', 'deal number', 'geschafts id', 'angebotsnummer', 'id de l affaire', 'id del negocio'], '1C1I7A6R'),
  {
    name: 'name', label: 'Name', type: 'text', max: 200, example: 'Cancity · GTX Plus Basic',
    synonyms: ['name', 'deal', 'deal name', 'deal title', 'opportunity', 'opportunity name', 'opp name', 'title', 'subject', 'topic', 'potential name', 'geschaft', 'verkaufschance', 'name der verkaufschance', 'titel', 'bezeichnung', 'affaire', 'nom', 'nom de l affaire', 'nom de l opportunite', 'transaction', 'negocio', 'oportunidad', 'nombre', 'nombre del negocio', 'nombre de la oportunidad'],
  },
  {
    name: 'account', label: 'Account', type: 'reference', max: 200, example: 'Cancity',
    synonyms: ['account', 'account name', 'company', 'company name', 'associated company', 'primary company', 'organization', 'organization name', 'organisation', 'customer', 'customer name', 'client', 'client name', 'account id', 'company id', 'potential customer', 'firma', 'unternehmen', 'kunde', 'kundenname', 'entreprise', 'societe', 'compte', 'nom du compte', 'empresa', 'cliente', 'cuenta'],
  },
  { name: 'product', label: 'Product', type: 'reference', max: 200, example: 'GTX Plus Basic', synonyms: ['product', 'product name', 'primary product', 'item', 'line item', 'solution', 'service', 'sku', 'product id', 'produkt', 'artikel', 'produit', 'producto'] },
  {
    name: 'owner', label: 'Owner', type: 'reference', max: 320, example: 'Moses Frase',
    synonyms: ['owner', 'deal owner', 'opportunity owner', 'owner name', 'owner email', 'account owner', 'sales agent', 'sales rep', 'sales representative', 'salesperson', 'rep', 'assigned to', 'account executive', 'agent', 'user', 'lead owner', 'besitzer', 'inhaber', 'zustandig', 'verantwortlich', 'verkaufer', 'vertriebsmitarbeiter', 'proprietaire', 'responsable', 'commercial', 'propietario', 'vendedor'],
  },
  { name: 'stage', label: 'Stage', type: 'text', max: 120, example: 'Engaging', synonyms: ['stage', 'deal stage', 'stage name', 'sales stage', 'opportunity stage', 'pipeline stage', 'phase', 'step', 'verkaufsphase', 'vertriebsphase', 'stufe', 'etape', 'etape de l affaire', 'etapa', 'etapa del negocio', 'fase'] },
  { name: 'outcome', label: 'Status', type: 'text', max: 120, example: 'won', synonyms: ['status', 'deal status', 'outcome', 'result', 'opportunity result', 'opportunity status', 'deal result', 'win loss', 'won lost', 'is won', 'is closed won', 'won', 'converted', 'closed won', 'ergebnis', 'gewonnen', 'statut', 'resultat', 'gagne', 'estado', 'resultado', 'ganado'] },
  {
    name: 'amount', label: 'Amount', type: 'money', min: 0, example: '1054',
    synonyms: ['amount', 'deal amount', 'value', 'deal value', 'close value', 'opportunity amount', 'opportunity value', 'total', 'total value', 'total amount', 'price', 'revenue', 'estimated revenue', 'est revenue', 'expected revenue', 'contract value', 'acv', 'tcv', 'arr', 'deal size', 'amount in company currency', 'betrag', 'wert', 'auftragswert', 'volumen', 'umsatz', 'montant', 'valeur', 'importe', 'monto', 'cantidad', 'valor'],
  },
  { name: 'currency', label: 'Currency', type: 'text', max: 3, example: 'EUR', synonyms: ['currency', 'currency code', 'currency iso code', 'deal currency', 'opportunity currency', 'amount currency', 'wahrung', 'devise', 'monnaie', 'moneda', 'divisa'] },
  {
    name: 'openedAt', label: 'Opened', type: 'date', example: '2016-10-20',
    synonyms: ['opened', 'opened at', 'open date', 'created', 'created at', 'created on', 'created date', 'create date', 'creation date', 'date created', 'deal created', 'date opened', 'start date', 'started', 'engage date', 'engaged', 'engaged at', 'added on', 'entered', 'erstellt', 'erstellt am', 'erstelldatum', 'angelegt', 'angelegt am', 'eroffnet', 'beginn', 'cree le', 'date de creation', 'date d ouverture', 'creado', 'creado el', 'fecha de creacion', 'fecha de apertura'],
  },
  {
    name: 'expectedCloseAt', label: 'Expected close', type: 'date', example: '2017-03-31',
    synonyms: ['expected close', 'expected close date', 'expected closing', 'expected closing date', 'estimated close date', 'est close date', 'forecast close date', 'planned close', 'target close date', 'due date', 'erwarteter abschluss', 'voraussichtlicher abschluss', 'geplanter abschluss', 'erwartetes abschlussdatum', 'date de cloture prevue', 'cloture prevue', 'fecha de cierre prevista', 'cierre previsto', 'fecha prevista de cierre'],
  },
  {
    name: 'closedAt', label: 'Closed', type: 'date', example: '2017-03-01',
    synonyms: ['closed', 'closed at', 'closed on', 'close date', 'closing date', 'closed date', 'date closed', 'actual close date', 'deal closed on', 'won time', 'won date', 'deal close date', 'end date', 'abgeschlossen', 'abgeschlossen am', 'abschlussdatum', 'schlusstermin', 'geschlossen am', 'cloture', 'date de cloture', 'date de fermeture', 'cerrado', 'fecha de cierre'],
  },
  { name: 'closeReason', label: 'Close reason', type: 'text', max: 500, example: 'Price', synonyms: ['close reason', 'reason', 'closed reason', 'lost reason', 'loss reason', 'reason lost', 'win reason', 'won reason', 'closed lost reason', 'closed won reason', 'grund', 'verlustgrund', 'abschlussgrund', 'raison', 'raison de la perte', 'motif', 'motivo', 'motivo de perdida', 'razon de perdida'] },
  { name: 'leadSource', label: 'Lead source', type: 'text', max: 120, example: 'Webinar', synonyms: ['lead source', 'source', 'origin', 'lead origin', 'original source', 'original traffic source', 'deal source', 'channel', 'route to market', 'quelle', 'leadquelle', 'herkunft', 'source du prospect', 'origine', 'origen', 'fuente', 'origen del lead'] },
  { name: 'competitor', label: 'Competitor', type: 'text', max: 120, example: 'Initech', synonyms: ['competitor', 'competitors', 'main competitor', 'main competitors', 'primary competitor', 'competitor type', 'competition', 'wettbewerber', 'konkurrent', 'mitbewerber', 'concurrent', 'competidor'] },
  { name: 'discount', label: 'Discount', type: 'percent', min: 0, example: '12%', synonyms: ['discount', 'discount percent', 'discount percentage', 'discount rate', 'rabatt', 'nachlass', 'remise', 'rabais', 'descuento'] },
  { name: 'contacts', label: 'Contacts', type: 'references', max: 320, example: 'ana@acme.example; Ben Okri', synonyms: ['contacts', 'contact', 'contact name', 'primary contact', 'associated contacts', 'contact person', 'contact email', 'person', 'ansprechpartner', 'kontakt', 'kontakte', 'contact principal', 'contacto', 'contactos'] },
  { name: 'notes', label: 'Notes', type: 'text', max: 8000, example: 'Asked for a second demo', synonyms: ['notes', 'note', 'comments', 'comment', 'description', 'deal description', 'next step', 'details', 'remarks', 'notizen', 'bemerkung', 'beschreibung', 'kommentar', 'commentaire', 'description de l affaire', 'notas', 'descripcion', 'comentarios'] },
];
