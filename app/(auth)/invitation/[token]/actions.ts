'use server';

import { z } from 'zod';
import { acceptAsNew, acceptAsPerson } from '@/lib/members/accept-invitation';
import { linkToken, newPassword, personName } from '@/lib/members/schema';
import { personAction, publicAction } from '@/lib/server/action';

export const join = publicAction({ name: 'invitation', input: z.object({ token: linkToken, name: personName, password: newPassword }), run: ({ token, ...person }) => acceptAsNew(token, person) });
export const joinAsMyself = personAction({ name: 'invitation', input: z.object({ token: linkToken }), run: (person, { token }) => acceptAsPerson(token, person) });
