import { audit } from '@/lib/server/audit';
import { newToken, tokenHash } from '@/lib/server/auth/tokens';
import { transaction } from '@/lib/server/db/tenancy';
import { env } from '@/lib/server/env';
import { conflict, notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { mustStillAllow } from '@/lib/server/still-allowed';
import type { NewInvitation } from './schema';
import { endInvitations, findMember, findMemberByEmail, insertInvitation } from './store';
import { findTeam } from './team-store';

export const INVITATION_DAYS = 7;
const DAY = 86_400_000;

/**
 * Makes the link by which a person joins; shown once, stored as a hash. An earlier open link for the same address or member ends.
 * Without `memberId`, a member without sign-in who has this address is meant.
 * Throws not_found for a member or team that is not here, conflict when the person is a member who can sign in.
 */
export async function inviteMember(scope: Scope, { email, role, teamId, memberId }: NewInvitation, now: Date = new Date()): Promise<{ id: string; link: string; expiresAt: Date }> {
  const token = newToken();
  const made = await transaction(scope, async () => {
    await mustStillAllow(scope, 'member.manage');
    const byEmail = await findMemberByEmail(scope, email);
    const member = memberId ? await findMember(scope, memberId) : byEmail;
    if (memberId && !member) throw notFound('member');
    if (member?.userId || byEmail?.userId) throw conflict(`${email} is a member already. Change their role or team in the list.`);
    if (teamId && !(await findTeam(scope, teamId))) throw notFound('team');
    await endInvitations(scope, { email }, now);
    if (member) await endInvitations(scope, { memberId: member.id }, now);
    const invitation = await insertInvitation(scope, { email, role, teamId, memberId: member?.id ?? null, tokenHash: tokenHash(token), expiresAt: new Date(now.getTime() + INVITATION_DAYS * DAY) });
    await audit(scope, { action: 'invitation.create', entityId: invitation.id, after: invitation });
    return invitation;
  });
  return { id: made.id, link: `${env().url}/invitation/${token}`, expiresAt: made.expiresAt };
}
