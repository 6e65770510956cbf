/** The hourly look at a workspace's models: outcomes that came are held against what was said, and who is due or on trial is named. Cheap when nothing is. */
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { removeOldPredictions, resolveDeals, resolveLeads } from './prediction-store';
import { scheduleInput, type ModelName } from './schema';
import { dueModels, endStuckTrainings, insertSchedule } from './training-store';
import { trainerOf } from './trainers';
import { countVersions, modelsOnTrial, modelsWithChampion, removeOldVersions } from './version-store';

const DAY = 86_400_000;
const STUCK_DAYS = 1;
/** Versions are kept for so long at least, and so many of them however old. */
const KEPT_DAYS = 90;
const KEPT_VERSIONS = 200;

export type ToDo = { due: ModelName[]; onTrial: ModelName[] };

export const whatIsDue = (asked: Scope, now: Date): Promise<ToDo> => {
  const scope = seeingAll(asked);
  return transaction(scope, async () => {
    const usual = scheduleInput.parse({});
    // A model that is in use is looked at by the usual schedule until somebody sets another.
    for (const model of await modelsWithChampion(scope)) if (trainerOf(model)) await insertSchedule(scope, model, { ...usual, nextCheckAt: new Date(now.getTime() + usual.frequencyDays * DAY) });
    await resolveDeals(scope, null, now);
    await resolveLeads(scope, null, now);
    await endStuckTrainings(scope, new Date(now.getTime() - STUCK_DAYS * DAY), now, 'Its job ended without finishing it, see Jobs.');
    return { due: await dueModels(scope, now), onTrial: await modelsOnTrial(scope) };
  });
};

/** What nobody asks for any more goes. */
export const tidyVersions = (asked: Scope, now: Date): Promise<{ versions: number }> => {
  const scope = seeingAll(asked);
  return transaction(scope, async () => {
    const before = new Date(now.getTime() - KEPT_DAYS * DAY);
    let versions = 0;
    for (const model of await modelsWithChampion(scope)) {
      if ((await countVersions(scope, model)) <= KEPT_VERSIONS) continue;
      await removeOldPredictions(scope, model, before);
      versions += await removeOldVersions(scope, model, KEPT_VERSIONS, before);
    }
    return { versions };
  });
};
