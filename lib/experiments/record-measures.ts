/**
 * What the product itself sees of units in experiments (answers, predictions that are decided, deals that are won) becomes their outcomes. Looking
 * again records nothing unless something changed; what was missed is made up for by the nightly look at all of them.
 */
import { letOthersIn } from '@/lib/server/db/let-others-in';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { factsOf, groupedBy, isProductUnit, unitKey } from './facts';
import { differences } from './measures';
import { readMeasured, readRecorded, readUnitsAfter, readUnitsOfDeals, type MeasuredExperiment, type MeasuredUnit } from './measures-store';
import { recordOutcomes } from './record-outcome';
import { plan, type Measure, type Metric } from './schema';

const DAY = 86_400_000;
/** Facts reach us at once, except after a night on which we did not run. */
const GRACE_DAYS = 7;
const LONGEST_DAYS = 365 + 365 + GRACE_DAYS;
const BATCH = 500;
const MOST_REPORTS = 1000;

type Measured = MeasuredExperiment & { metrics: (Metric & { measure: Measure })[] };

/** Experiments whose units are still observed; after an experiment's end for as long as any of its metrics counts. */
async function measuredNow(scope: Scope, now: Date): Promise<Map<string, Measured>> {
  const found = (await readMeasured(scope, new Date(now.getTime() - LONGEST_DAYS * DAY))).map((row) => ({ ...row, metrics: plan.parse(row.plan).metrics.filter((one): one is Metric & { measure: Measure } => one.measure !== null) }));
  const until = ({ endedAt, metrics }: Measured) => (endedAt === null ? Infinity : endedAt.getTime() + (Math.max(...metrics.map(({ delayDays, windowDays }) => delayDays + (windowDays ?? 0))) + GRACE_DAYS) * DAY);
  return new Map(found.filter((one) => until(one) > now.getTime()).map((one) => [one.id, one]));
}

/** Everything about these deals that is an outcome of some experiment. Call it in the transaction of the fact. */
export const recordMeasures = (anyScope: Scope, dealIds: readonly string[], now: Date = new Date()): Promise<{ recorded: number }> => {
  const scope = seeingAll(anyScope);
  return transaction(scope, async () => {
    const experiments = dealIds.length === 0 ? new Map<string, Measured>() : await measuredNow(scope, now);
    if (experiments.size === 0) return { recorded: 0 };
    return { recorded: await recordUnits(scope, experiments, await readUnitsOfDeals(scope, [...experiments.keys()], dealIds), now) };
  });
};

/** The same for every unit of every experiment of the workspace, in batches. */
export async function recordAllMeasures(anyScope: Scope, now: Date): Promise<{ units: number; recorded: number }> {
  const scope = seeingAll(anyScope);
  const total = { units: 0, recorded: 0 };
  let after: MeasuredUnit | null = null;
  do {
    const batch: { last: MeasuredUnit | null; units: number; recorded: number } = await transaction(scope, async () => {
      const experiments = await measuredNow(scope, now);
      const units = experiments.size === 0 ? [] : await readUnitsAfter(scope, [...experiments.keys()], after, BATCH);
      return { units: units.length, recorded: await recordUnits(scope, experiments, units, now), last: units.length < BATCH ? null : units.at(-1)! };
    });
    total.units += batch.units;
    total.recorded += batch.recorded;
    after = batch.last;
    await letOthersIn();
  } while (after !== null);
  return total;
}

async function recordUnits(scope: Scope, experiments: ReadonlyMap<string, Measured>, all: readonly MeasuredUnit[], now: Date): Promise<number> {
  const units = all.filter(({ unitId }) => isProductUnit(unitId));
  if (units.length === 0) return 0;
  const facts = await factsOf(scope, units.map((unit) => { const { unit: kind, kind: subject } = experiments.get(unit.experimentId)!; return { ...unit, unit: kind, own: subject !== 'external' }; }), now);
  const recorded = groupedBy(await readRecorded(scope, units), unitKey);
  let made = 0;
  // In one order, whoever records: nobody waits for somebody who waits for them.
  for (const [experimentId, ofExperiment] of [...groupedBy(units, (unit) => unit.experimentId)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { metrics } = experiments.get(experimentId)!;
    const reports = ofExperiment.flatMap((unit) => differences(unit.unitId, metrics, facts.get(unitKey(unit)) ?? [], recorded.get(unitKey(unit)) ?? [])).sort((a, b) => (a.outcomeId < b.outcomeId ? -1 : 1));
    for (let i = 0; i < reports.length; i += MOST_REPORTS) made += (await recordOutcomes(scope, experimentId, reports.slice(i, i + MOST_REPORTS), now)).recorded;
  }
  return made;
}
