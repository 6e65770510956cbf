import type { Field } from './field';
import { ownId } from './identity';

export const leads: readonly Field[] = [
  ownId,
  {
    name: 'externalId', label: 'External ID', type: 'text', identifies: true, max: 200, example: '660737',
    // A number in the order of arrival comes before an id that says nothing.
    synonyms: ['external id', 'lead number', 'lead no', 'lead nr', 'lead id', 'prospect number', 'prospect id', 'record id', 'hs object id', 'contact id', 'crm id', 'id', 'uuid', 'key', 'reference', 'ref', 'number', 'nr', 'nummer', 'kennung', 'externe id', 'leadnummer', 'identifiant', 'id du prospect', 'identificador', 'id del lead'],
  },
  { name: 'name', label: 'Name', type: 'text', identifies: true, max: 200, example: 'Ana Flores', synonyms: ['name', 'full name', 'lead name', 'prospect name', 'contact', 'contact name', 'person', 'person name', 'interessent', 'vollstandiger name', 'nom complet', 'nombre completo'] },
  { name: 'firstName', label: 'First name', type: 'text', max: 100, example: 'Ana', synonyms: ['first name', 'firstname', 'given name', 'forename', 'vorname', 'prenom', 'nombre', 'primer nombre'] },
  { name: 'lastName', label: 'Last name', type: 'text', max: 100, example: 'Flores', synonyms: ['last name', 'lastname', 'surname', 'family name', 'nachname', 'familienname', 'nom', 'nom de famille', 'apellido', 'apellidos'] },
  { name: 'email', label: 'E-mail', type: 'email', max: 320, example: 'ana@acme.example', synonyms: ['email', 'e mail', 'email address', 'mail', 'work email', 'primary email', 'e mail adresse', 'mailadresse', 'courriel', 'adresse e mail', 'correo', 'correo electronico'] },
  { name: 'phone', label: 'Phone', type: 'text', max: 60, example: '+49 30 1234567', synonyms: ['phone', 'phone number', 'telephone', 'mobile', 'mobile phone', 'mobile phone number', 'cell', 'business phone', 'tel', 'telefon', 'telefonnummer', 'handy', 'mobil', 'telephone portable', 'telefono', 'movil'] },
  { name: 'jobTitle', label: 'Job title', type: 'text', max: 200, example: 'Head of Purchasing', synonyms: ['job title', 'title', 'position', 'job', 'role title', 'function', 'designation', 'jobtitel', 'funktion', 'berufsbezeichnung', 'fonction', 'poste', 'titre', 'cargo', 'puesto'] },
  { name: 'company', label: 'Company', type: 'text', max: 200, example: 'Acme Corporation', synonyms: ['company', 'company name', 'account', 'account name', 'associated company', 'organization', 'organisation', 'organization name', 'employer', 'firma', 'unternehmen', 'entreprise', 'societe', 'empresa'] },
  { name: 'state', label: 'Lead state', type: 'text', max: 120, example: 'working', synonyms: ['lead state', 'lead status', 'status', 'lead stage', 'stage', 'prospect stage', 'prospect status', 'lifecycle stage', 'lead lifecycle stage', 'triage', 'leadstatus', 'statut', 'statut du prospect', 'estado del lead', 'estado del prospecto'] },
  { name: 'converted', label: 'Converted', type: 'text', max: 120, example: 'yes', synonyms: ['converted', 'is converted', 'was converted', 'conversion', 'has converted', 'did convert', 'outcome', 'result', 'is won', 'won', 'is customer', 'became customer', 'enrolled', 'purchased', 'konvertiert', 'umgewandelt', 'converti', 'convertido'] },
  { name: 'source', label: 'Lead source', type: 'text', max: 120, example: 'Webinar', synonyms: ['lead source', 'source', 'original source', 'original traffic source', 'contact source', 'latest source', 'origin', 'lead origin', 'channel', 'acquisition channel', 'utm source', 'quelle', 'leadquelle', 'herkunft', 'source du prospect', 'origine', 'origen', 'fuente', 'origen del lead'] },
  { name: 'owner', label: 'Owner', type: 'reference', max: 320, example: 'Moses Frase', synonyms: ['owner', 'lead owner', 'contact owner', 'prospect owner', 'owner name', 'owner email', 'sales agent', 'sales rep', 'sales representative', 'salesperson', 'rep', 'assigned to', 'assigned user', 'agent', 'besitzer', 'inhaber', 'zustandig', 'verantwortlich', 'proprietaire', 'responsable', 'propietario', 'vendedor'] },
  {
    name: 'leadAt', label: 'Came in', type: 'date', example: '2026-03-02',
    synonyms: ['came in', 'created', 'created at', 'created on', 'created date', 'create date', 'creation date', 'date created', 'lead created', 'lead created date', 'date added', 'added on', 'received', 'received at', 'first seen', 'inquiry date', 'enquiry date', 'sign up date', 'signup date', 'became a lead date', 'first contact date', 'first contacted', 'erstellt', 'erstellt am', 'erstelldatum', 'angelegt am', 'eingang', 'cree le', 'date de creation', 'creado', 'creado el', 'fecha de creacion'],
  },
  {
    name: 'endedAt', label: 'Ended', type: 'date', example: '2026-04-11',
    synonyms: ['ended', 'ended at', 'end date', 'converted date', 'conversion date', 'converted on', 'converted at', 'date converted', 'closed', 'closed at', 'closed date', 'close date', 'date closed', 'disqualified date', 'won date', 'became a customer date', 'konvertiert am', 'date de conversion', 'fecha de conversion'],
  },
  { name: 'endReason', label: 'End reason', type: 'text', max: 500, example: 'No budget', synonyms: ['end reason', 'reason', 'disqualification reason', 'disqualified reason', 'unqualified reason', 'rejection reason', 'lost reason', 'loss reason', 'close reason', 'closed reason', 'grund', 'verlustgrund', 'raison', 'motif', 'motivo'] },
];
