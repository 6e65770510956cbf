'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { endOwnSession } from '@/lib/members/own-account';
import { personAction } from '@/lib/server/action';
import { sessionCookie } from '@/lib/server/auth/options';

const endThisSession = personAction({ name: 'sign-out', input: z.object({}), run: (person) => endOwnSession(person, person.sessionId) });

/** Ends the session for good (the cookie alone would leave it alive) and leads to the sign-in page. */
export async function signOut(): Promise<void> {
  await endThisSession({});
  (await cookies()).delete(sessionCookie());
  redirect('/sign-in');
}
