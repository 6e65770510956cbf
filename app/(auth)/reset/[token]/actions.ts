'use server';

import { z } from 'zod';
import { resetPassword } from '@/lib/members/reset-password';
import { linkToken, newPassword } from '@/lib/members/schema';
import { publicAction } from '@/lib/server/action';

export const setNewPassword = publicAction({ name: 'reset', input: z.object({ token: linkToken, password: newPassword }), run: ({ token, password }) => resetPassword(token, password) });
