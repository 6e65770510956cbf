/** How each version of a task's prompt has done, by version number as text. */
import { analyseDeal } from '@/lib/insights/tasks/analyse-deal';
import type { Scope } from '@/lib/server/scope';
import { wilsonInterval } from '@/lib/stats/rates';
import { countCalls, countInsights } from './metrics-store';
import type { VersionMetrics } from './schema';

export const NO_METRICS: VersionMetrics = { insights: 0, accuracy: null, helpful: null, answers: 0, costUsd: null, latencyMs: null };

const rate = (hits: number, n: number): VersionMetrics['accuracy'] => (n === 0 ? null : { hits, n, ...wilsonInterval({ hits, n }) });

/** Inside a transaction. Insights come from one task; of the others only the calls are known. */
export async function versionMetrics(scope: Scope, task: string): Promise<Map<string, VersionMetrics>> {
  const insights = task === analyseDeal.name ? await countInsights(scope) : [];
  const found = new Map(insights.map(({ version, insights: made, right, resolved, helpful, answered }): [string, VersionMetrics] =>
    [version, { ...NO_METRICS, insights: made, accuracy: rate(right, resolved), helpful: rate(helpful, answered) }]));
  for (const { version, answers, priced, costMicros, latencyMs } of await countCalls(scope, task)) {
    found.set(version, { ...(found.get(version) ?? NO_METRICS), answers, costUsd: priced === 0 || answers === 0 ? null : costMicros / 1e6 / answers, latencyMs });
  }
  return found;
}
