/** What each role may do, in the words of whoever chooses one. */
import type { Role } from '@/lib/server/scope';

export const roleLabels: Readonly<Record<Role, string>> = { rep: 'Rep', manager: 'Manager', operator: 'Operator', admin: 'Admin' };

export const roleMeanings: Readonly<Record<Role, string>> = {
  rep: 'own deals, their insights, feedback',
  manager: 'the team’s deals, plans, reports, imports and exports',
  operator: 'all deals, experiments, models, agents, jobs',
  admin: 'everything, with members, keys, rules and the audit log',
};

export const roleOptions = (Object.keys(roleLabels) as Role[]).map((role) => ({ value: role, label: `${roleLabels[role]}: ${roleMeanings[role]}` }));
