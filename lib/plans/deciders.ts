import { allows, ROLES } from '@/lib/server/permissions';
import type { Role } from '@/lib/server/scope';

/** Roles that may approve a change. */
export const DECIDERS: readonly Role[] = ROLES.filter((role) => allows(role, 'plan.decide'));
