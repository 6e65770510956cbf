'use server';

import { z } from 'zod';
import { cancelRun } from '@/lib/jobs/cancel-run';
import { retryRun } from '@/lib/jobs/retry-run';
import { action } from '@/lib/server/action';

const one = z.object({ id: z.uuid() });

export const retry = action({ permission: 'job.control', input: one, run: (scope, { id }) => retryRun(scope, id) });
export const cancel = action({ permission: 'job.control', input: one, run: (scope, { id }) => cancelRun(scope, id) });
