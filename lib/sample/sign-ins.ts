/**
 * The sample workspace's people: one sign-in a role. Rep and manager are people of the data, so they own deals and have a team.
 * Known to everybody, so they exist on a loopback host only (lib/server/env.ts).
 */
import type { Role } from '@/lib/server/scope';

export const SAMPLE_SLUG = 'sample';
export const SAMPLE_PASSWORD = 'winloop-sample';

export type SignIn = { role: Role; name: string; email: string };

export const SAMPLE_SIGN_INS: readonly SignIn[] = [
  { role: 'rep', name: 'Moses Frase', email: 'rep@sample.test' },
  { role: 'manager', name: 'Dustin Brinkmann', email: 'manager@sample.test' },
  { role: 'operator', name: 'Olu Operator', email: 'operator@sample.test' },
  { role: 'admin', name: 'Alex Admin', email: 'admin@sample.test' },
];
