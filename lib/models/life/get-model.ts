/** One model with all there is to read of it. */
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { countSamples } from './count-samples';
import { readLiveBrier } from './prediction-store';
import { MODEL_NAMES, MODELS, scheduleInput, type Alias, type ModelDetail, type ModelName, type ModelOverview, type Schedule, type VersionSummary } from './schema';
import { openTraining, readReports, readSchedule, readTrainings } from './training-store';
import { readAliases, readMoves, readVersions, type StoredAlias } from './version-store';
import { scheduleOf, summaryOf } from './version-summary';

const DAY = 86_400_000;
const LISTED = { versions: 100, moves: 200, trainings: 50, reports: 120 } as const;

/** The schedule as it stands; one that nobody set is the usual one, first due a week from now. */
export async function scheduleFor(scope: Scope, model: ModelName): Promise<Schedule> {
  const stored = await readSchedule(scope, model);
  const usual = scheduleInput.parse({});
  return stored ? scheduleOf(stored) : { ...usual, lastCheckedAt: null, nextCheckAt: new Date(Date.now() + usual.frequencyDays * DAY).toISOString() };
}

/** Versions with what they said live: these, or the latest. */
async function summaries(scope: Scope, model: ModelName, aliases: readonly StoredAlias[], which: { only?: readonly string[]; take: number }): Promise<VersionSummary[]> {
  const rows = await readVersions(scope, model, which);
  const live = await readLiveBrier(scope, model, rows.map(({ version }) => version));
  return rows.map((row) => summaryOf(row, aliases, live));
}

async function overviewOf(scope: Scope, model: ModelName, aliases: readonly StoredAlias[], versions: readonly VersionSummary[]): Promise<ModelOverview> {
  const of = (alias: Alias): VersionSummary | null => versions.find((v) => v.aliases.some((a) => a.alias === alias)) ?? null;
  const [lastDrift] = await readReports(scope, model, 1);
  return {
    model, ...MODELS[model], champion: of('champion'), challenger: of('challenger'), shadow: of('shadow'),
    schedule: await scheduleFor(scope, model), openTraining: await openTraining(scope, model), lastDrift: lastDrift ?? null, samples: await countSamples(scope, model),
  };
}

/** Every model with what stands for it now. What a model learned rests on the whole workspace, so it is the same for whoever asks. */
export const listModels = (asked: Scope): Promise<ModelOverview[]> => {
  const scope = seeingAll(asked);
  return transaction(scope, async () => {
    const found: ModelOverview[] = [];
    for (const model of MODEL_NAMES) {
      const aliases = await readAliases(scope, model);
      found.push(await overviewOf(scope, model, aliases, await summaries(scope, model, aliases, { only: aliases.map(({ version }) => version), take: 3 })));
    }
    return found;
  });
};

export const getModel = (asked: Scope, model: ModelName): Promise<ModelDetail> => {
  const scope = seeingAll(asked);
  return transaction(scope, async () => {
    const aliases = await readAliases(scope, model);
    const latest = await summaries(scope, model, aliases, { take: LISTED.versions });
    const older = aliases.map(({ version }) => version).filter((version) => !latest.some((v) => v.version === version));
    const versions = older.length === 0 ? latest : [...latest, ...(await summaries(scope, model, aliases, { only: older, take: 3 }))];
    return {
      ...(await overviewOf(scope, model, aliases, versions)), versions, moves: await readMoves(scope, model, LISTED.moves), trainings: await readTrainings(scope, model, LISTED.trainings),
      drift: await readReports(scope, model, LISTED.reports),
    };
  });
};

/** One version. Throws not_found. */
export async function versionSummaryOf(scope: Scope, model: ModelName, version: string): Promise<VersionSummary> {
  const [found] = await summaries(scope, model, await readAliases(scope, model), { only: [version], take: 1 });
  if (!found) throw notFound('version');
  return found;
}
