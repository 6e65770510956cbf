/** Who may do what: the one table that pages, actions, REST and tools check. Browser-safe (the shell hides what is not allowed). */
import type { Role } from './scope';

export const ROLES = ['rep', 'manager', 'operator', 'admin'] as const satisfies readonly Role[];

/** The least role for each permission; roles build on each other from left to right. */
const LEAST = {
  'deal.read': 'rep', 'deal.write': 'rep', 'deal.assign': 'manager', 'deal.export': 'manager',
  'lead.read': 'rep', 'lead.write': 'rep', 'lead.assign': 'manager',
  'account.read': 'rep', 'account.write': 'rep',
  'contact.read': 'rep', 'contact.write': 'rep',
  'insight.read': 'rep', 'insight.generate': 'rep', 'feedback.write': 'rep',
  'import.read': 'manager', 'import.run': 'manager',
  'job.read': 'operator', 'job.control': 'operator',
  'rule.read': 'rep', 'rule.write': 'admin',
  'view.write': 'rep', 'view.share': 'manager', 'notification.read': 'rep',
  'learning.read': 'manager', 'learning.manage': 'operator',
  'plan.read': 'manager', 'plan.propose': 'manager', 'plan.decide': 'manager',
  'prompt.read': 'manager', 'prompt.write': 'operator',
  'model.read': 'manager', 'model.write': 'operator',
  'experiment.read': 'manager', 'experiment.write': 'operator', 'experiment.record': 'operator',
  'training.read': 'manager', 'training.export': 'operator',
  'workspace.read': 'rep', 'workspace.manage': 'admin',
  'member.read': 'rep', 'member.manage': 'admin',
  'key.manage': 'admin',
  'provider.read': 'operator',
  'audit.read': 'admin',
  'self.manage': 'rep',
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof LEAST;
export const PERMISSIONS = Object.keys(LEAST) as Permission[];

export const allows = (role: Role, permission: Permission): boolean => ROLES.indexOf(role) >= ROLES.indexOf(LEAST[permission]);
export const leastRole = (permission: Permission): Role => LEAST[permission];
