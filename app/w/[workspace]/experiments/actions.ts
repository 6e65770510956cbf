'use server';

import { z } from 'zod';
import { baseRates } from '@/lib/experiments/base-rates';
import { baseRatesQuery } from '@/lib/experiments/base-rates-schema';
import { completeExperiment } from '@/lib/experiments/complete-experiment';
import { changeExperiment, createExperiment } from '@/lib/experiments/create-experiment';
import { completeInput, newExperiment, reasonInput } from '@/lib/experiments/schema';
import { scheduleExperiment, startExperiment } from '@/lib/experiments/start-experiment';
import { archiveExperiment, pauseExperiment, resumeExperiment, stopExperiment } from '@/lib/experiments/stop-experiment';
import { action } from '@/lib/server/action';
import { publicError } from '@/lib/server/guard';
import type { Scope } from '@/lib/server/scope';

const byId = z.object({ id: z.uuid() });
const saveInput = z.object({ id: z.uuid().optional(), version: z.number().int().optional(), design: newExperiment, then: z.enum(['keep', 'start', 'schedule']) });

/** Saves the design first: when it cannot start (another experiment has the units), nothing that was typed is lost, and the problem is told. */
async function save(scope: Scope, { id, version, design, then }: z.output<typeof saveInput>): Promise<{ id: string; problem: string | null }> {
  const saved = id ? await changeExperiment(scope, id, version ?? 0, design) : await createExperiment(scope, design);
  if (then === 'keep') return { id: saved.id, problem: null };
  try {
    await (then === 'start' ? startExperiment : scheduleExperiment)(scope, saved.id);
    return { id: saved.id, problem: null };
  } catch (error) {
    const known = publicError(error);
    if (!known) throw error;
    return { id: saved.id, problem: `Saved as a draft, not started: ${known.message}` };
  }
}

export const saveExperiment = action({ permission: 'experiment.write', input: saveInput, run: save });
export const readPast = action({ permission: 'experiment.write', input: baseRatesQuery, run: (scope, query) => baseRates(scope, query) });
export const start = action({ permission: 'experiment.write', input: byId, run: (scope, { id }) => startExperiment(scope, id) });
export const pause = action({ permission: 'experiment.write', input: reasonInput, run: (scope, { id, reason }) => pauseExperiment(scope, id, reason) });
export const resume = action({ permission: 'experiment.write', input: reasonInput, run: (scope, { id, reason }) => resumeExperiment(scope, id, reason) });
export const stop = action({ permission: 'experiment.write', input: reasonInput.extend({ reason: z.string().trim().min(3, 'Say why, in a few words.').max(500) }), run: (scope, { id, reason }) => stopExperiment(scope, id, reason) });
export const complete = action({ permission: 'experiment.write', input: completeInput, run: completeExperiment });
export const archive = action({ permission: 'experiment.write', input: byId.extend({ archived: z.boolean().default(true) }), run: (scope, { id, archived }) => archiveExperiment(scope, id, archived) });
