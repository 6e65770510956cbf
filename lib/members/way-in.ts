/** Where a person comes in: the workspace that they opened last, on whatever machine. */
import { noteWorkspace, type Membership, type SignedIn } from '@/lib/server/doors/auth';

/** The membership that `/` leads to; null for somebody who belongs nowhere. The oldest when the last one is not theirs any more. Pure. */
export const wayIn = ({ user, memberships }: { user: SignedIn; memberships: Membership[] }): Membership | null =>
  memberships.find(({ workspace }) => workspace.id === user.lastWorkspaceId) ?? memberships[0] ?? null;

/** Remembers that they opened this one; writes only when it is another than last time. */
export async function cameIn(user: SignedIn, workspaceId: string): Promise<void> {
  if (user.lastWorkspaceId !== workspaceId) await noteWorkspace(user.userId, workspaceId);
}
