'use server';

import { z } from 'zod';
import { changeMember } from '@/lib/members/change-member';
import { inviteMember } from '@/lib/members/invite-member';
import { removeMember } from '@/lib/members/remove-member';
import { createResetLink } from '@/lib/members/reset-password';
import { revokeInvitation } from '@/lib/members/revoke-invitation';
import { memberChange, newInvitation } from '@/lib/members/schema';
import { action } from '@/lib/server/action';

const one = z.object({ id: z.uuid() });

export const change = action({ permission: 'member.manage', input: memberChange, run: changeMember });
export const remove = action({ permission: 'member.manage', input: one, run: (scope, { id }) => removeMember(scope, id) });
export const invite = action({ permission: 'member.manage', input: newInvitation, run: async (scope, input) => ({ link: (await inviteMember(scope, input)).link }) });
export const revoke = action({ permission: 'member.manage', input: one, run: (scope, { id }) => revokeInvitation(scope, id) });
export const resetLink = action({ permission: 'member.manage', input: one, run: (scope, { id }) => createResetLink(scope, id) });
