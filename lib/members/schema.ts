/** People of a workspace: members, invitations, teams, and what a person may set for themselves. */
import { z } from 'zod';
import { ROLES } from '@/lib/server/permissions';
import { newWorkspace } from '@/lib/workspaces/schema';

export const PASSWORD_LENGTH = 12;

/** Length only; whether it is easily guessed is told on the server (password-rule.ts). */
export const newPassword = z.string()
  .min(PASSWORD_LENGTH, `Use at least ${PASSWORD_LENGTH} characters; a few words are easiest to remember`)
  .max(200, 'Use at most 200 characters');

export const email = z.email('This is not an e-mail address').max(320).transform((address) => address.toLowerCase());
export const personName = z.string().trim().min(1, 'Enter a name').max(120);

/** The first admin of an installation, with the workspace they begin with. */
export const firstAdmin = z.object({ name: personName, email, password: newPassword, workspace: newWorkspace });
export type FirstAdmin = z.output<typeof firstAdmin>;

export const role = z.enum(ROLES, `The role is one of ${ROLES.join(', ')}`);
export const teamName = z.string().trim().min(1, 'Give the team a name').max(80);

export type MemberStatus = 'active' | 'invited' | 'no_sign_in';

export const member = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string().nullable(),
  role,
  team: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  /** active: can sign in; invited: a link is open; no_sign_in: owns deals but has never been invited (imported). */
  status: z.enum(['active', 'invited', 'no_sign_in']),
  openDeals: z.number().int(),
  createdAt: z.date(),
});
export type Member = z.infer<typeof member>;

export const memberChange = z.object({ id: z.uuid(), role: role.optional(), teamId: z.uuid().nullable().optional() });
export type MemberChange = z.infer<typeof memberChange>;

/** `memberId`: the member without sign-in that the person is. */
export const newInvitation = z.object({ email, role, teamId: z.uuid().nullable().default(null), memberId: z.uuid().nullable().default(null) });
export type NewInvitation = z.output<typeof newInvitation>;

export const invitation = z.object({ id: z.uuid(), email: z.string(), role, teamName: z.string().nullable(), memberName: z.string().nullable(), createdAt: z.date(), expiresAt: z.date() });
export type Invitation = z.infer<typeof invitation>;

export const team = z.object({ id: z.uuid(), name: z.string(), members: z.array(z.object({ id: z.uuid(), name: z.string(), role })) });
export type Team = z.infer<typeof team>;

/** A token of a link: 256 bits. Anything else is not even looked up. */
export const linkToken = z.string().regex(/^[\w-]{43}$/, 'This link is not complete. Copy all of it.');
