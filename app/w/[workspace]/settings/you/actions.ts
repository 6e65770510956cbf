'use server';

import { z } from 'zod';
import { changePassword, endOtherSessions, endOwnSession } from '@/lib/members/own-account';
import { renameSelf } from '@/lib/members/rename-self';
import { newPassword, personName } from '@/lib/members/schema';
import { action, personAction } from '@/lib/server/action';

export const rename = action({ permission: 'self.manage', input: z.object({ name: personName }), run: (scope, { name }) => renameSelf(scope, name) });
export const setPassword = personAction({ name: 'password', input: z.object({ present: z.string().max(1000), next: newPassword }), run: changePassword });
export const endSession = personAction({ name: 'session', input: z.object({ id: z.uuid() }), run: (person, { id }) => endOwnSession(person, id) });
export const endOthers = personAction({ name: 'session', input: z.object({}), run: endOtherSessions });
