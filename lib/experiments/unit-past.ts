/** What a unit did before it was exposed, for metrics that are adjusted by the past (CUPED): the same measure over as long a time. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { factsOf, isProductUnit, unitKey } from './facts';
import { countedBy } from './measures';
import { plan, type Measure, type Metric } from './schema';

const DAY = 86_400_000;
/** Where a metric has no window of its own. */
const USUAL_DAYS = 30;

type Drawn = { experimentId: string; unitId: string; unit: string; plan: unknown };

/** By metric; absent where none is adjusted and counted by the product. Yes or no is 1 or 0, as it is counted afterwards. */
export const pastOf = (scope: Scope, { plan: stored, ...of }: Drawn, now: Date): Promise<Record<string, number> | undefined> => transaction(scope, async () => {
  const adjusted = plan.parse(stored).metrics.filter((one): one is Metric & { measure: Measure } => one.adjusted && one.measure !== null && one.kind !== 'ratio');
  if (adjusted.length === 0 || !isProductUnit(of.unitId)) return undefined;
  const past: Record<string, number> = {};
  for (const metric of adjusted) {
    const exposedAt = new Date(now.getTime() - (metric.windowDays ?? USUAL_DAYS) * DAY);
    const facts = (await factsOf(scope, [{ ...of, variantId: of.experimentId, exposedAt, own: false }], now)).get(unitKey(of)) ?? [];
    const total = [...countedBy(metric, facts).values()].reduce((sum, { value }) => sum + value, 0);
    past[metric.key] = metric.kind === 'binomial' ? Number(total > 0) : total;
  }
  return past;
});
