'use server';

import { z } from 'zod';
import { cancelRun } from '@/lib/jobs/cancel-run';
import { replayRun } from '@/lib/jobs/replay-run';
import { retryRun } from '@/lib/jobs/retry-run';
import { action } from '@/lib/server/action';

const one = z.object({ id: z.uuid() });

export const retry = action({ permission: 'job.control', input: one, run: (scope, { id }) => retryRun(scope, id) });
export const cancel = action({ permission: 'job.control', input: one, run: (scope, { id }) => cancelRun(scope, id) });
export const replay = action({ permission: 'job.control', input: one.extend({ click: z.uuid() }), run: (scope, { id, click }) => replayRun(scope, id, click) });
