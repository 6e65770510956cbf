import type { Field } from './field';
import { externalId, ownId } from './identity';

const roles = {
  rep: ['rep', 'salesrep', 'sales', 'agent', 'salesagent', 'user', 'standarduser', 'accountexecutive', 'verkaufer', 'commercial', 'vendedor'],
  manager: ['manager', 'salesmanager', 'teamlead', 'lead', 'leiter', 'responsable', 'gerente'],
  operator: ['operator', 'operations', 'revops', 'salesops'],
  admin: ['admin', 'administrator', 'systemadministrator', 'owner', 'administrateur', 'administrador'],
} as const;

export const members: readonly Field[] = [
  ownId,
  externalId('External ID', ['user id', 'owner id', 'employee id', 'agent id', 'rep id', 'personalnummer'], '0055g00000DeF'),
  { name: 'name', label: 'Name', type: 'text', required: true, identifies: true, max: 200, example: 'Moses Frase', synonyms: ['name', 'full name', 'user', 'user name', 'sales agent', 'sales rep', 'sales person', 'salesperson', 'agent', 'rep', 'employee', 'owner', 'member', 'seller', 'account executive', 'mitarbeiter', 'verkaufer', 'vertriebler', 'commercial', 'vendeur', 'nom', 'vendedor', 'nombre'] },
  { name: 'email', label: 'E-mail', type: 'email', max: 320, example: 'moses@example.com', synonyms: ['email', 'e mail', 'email address', 'mail', 'work email', 'e mail adresse', 'courriel', 'correo', 'correo electronico'] },
  { name: 'team', label: 'Team', type: 'text', max: 120, example: 'Central', synonyms: ['team', 'sales team', 'team name', 'group', 'department', 'abteilung', 'gruppe', 'equipe', 'equipo', 'departamento'] },
  { name: 'manager', label: 'Manager', type: 'reference', max: 320, example: 'Dustin Brinkmann', synonyms: ['manager', 'sales manager', 'team lead', 'team leader', 'supervisor', 'reports to', 'boss', 'vorgesetzter', 'leiter', 'teamleiter', 'responsable', 'gerente', 'jefe'] },
  { name: 'office', label: 'Office', type: 'text', max: 120, example: 'Central', synonyms: ['office', 'regional office', 'region', 'branch', 'territory', 'location', 'buro', 'niederlassung', 'standort', 'gebiet', 'bureau', 'agence', 'oficina', 'sucursal'] },
  { name: 'role', label: 'Role', type: 'enum', choices: roles, example: 'rep', synonyms: ['role', 'user role', 'profile', 'permission', 'rolle', 'profil', 'rol', 'perfil'] },
];
