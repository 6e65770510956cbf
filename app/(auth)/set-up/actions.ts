'use server';

import { firstAdmin } from '@/lib/members/schema';
import { setUp } from '@/lib/members/set-up';
import { publicAction } from '@/lib/server/action';

export const setUpInstallation = publicAction({ name: 'set-up', input: firstAdmin, run: (input) => setUp(input) });
