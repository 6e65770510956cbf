/** When a model is looked at, and what makes it be trained anew. */
import type { z } from 'zod';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { scheduleFor } from './get-model';
import { scheduleInput, type ModelName, type Schedule } from './schema';
import { markChecked, readSchedule, writeSchedule } from './training-store';

const DAY = 86_400_000;

/** Sets the schedule; the next look is so many days after the last one, or from now. */
export const scheduleUpdates = (scope: Scope, model: ModelName, input: z.input<typeof scheduleInput>): Promise<Schedule> => transaction(scope, async () => {
  const to = scheduleInput.parse(input);
  const before = await readSchedule(scope, model);
  const now = Date.now();
  const nextCheckAt = new Date(Math.max(now, (before?.lastCheckedAt?.getTime() ?? now) + to.frequencyDays * DAY));
  await writeSchedule(scope, model, { ...to, nextCheckAt });
  await audit(scope, { action: 'model.schedule', entityId: model, before, after: to });
  return scheduleFor(scope, model);
});

/** It was looked at now: the next look is by the schedule. Inside a transaction. */
export async function wasChecked(scope: Scope, model: ModelName, now: Date): Promise<void> {
  const { frequencyDays, enabled, minNewSamples, driftThreshold } = await scheduleFor(scope, model);
  const nextCheckAt = new Date(now.getTime() + frequencyDays * DAY);
  if (!(await readSchedule(scope, model))) await writeSchedule(scope, model, { enabled, frequencyDays, minNewSamples, driftThreshold, nextCheckAt });
  await markChecked(scope, model, now, nextCheckAt);
}
