/** How long the learning page's figures take at 10,000 deals and 20,000 insights with their answers: all of them, and with filters. */
import { v7 as uuidv7 } from 'uuid';
import { readMetrics } from '@/lib/learning/read-metrics';
import { learningQuery } from '@/lib/learning/schema';
import { fillPast } from '@/lib/learning/testing/fill-past';
import { fillWorkspace } from '@/lib/retrieval/testing/fill-workspace';
import { gatherStatistics } from '@/lib/server/db/gather-statistics';
import { systemScope } from '@/lib/server/scope';
import { DATABASES, notMeasurable, withFreshDatabase } from './database';
import { atMost, p95OfFive, skipped, type Result } from './result';

const [DEALS, INSIGHTS, BUDGET] = [10_000, 20_000, 100];
const QUERIES = [{}, { period: 'all' }, { period: '365', type: 'risk' }, { period: '30' }, { period: 'all', prompt: '2' }, { provider: 'builtin' }];

export async function* learningSpeed(): AsyncGenerator<Result> {
  for (const kind of DATABASES) {
    const name = `learning page, server time, p95, ${DEALS.toLocaleString('en-US')} deals and ${INSIGHTS.toLocaleString('en-US')} insights, ${kind}`;
    const why = notMeasurable(kind);
    yield why ? skipped(name, 'ms', BUDGET, why) : atMost(name, await withFreshDatabase(kind, measure), 'ms', BUDGET);
  }
}

async function measure(): Promise<number> {
  const scope = systemScope(uuidv7(), 'benchmark');
  const now = Date.now();
  await fillWorkspace(scope, { deals: DEALS, seed: 'bench', now });
  await fillPast(scope, { insights: INSIGHTS, seed: 'past', now, heldOutShare: 0.1 });
  await gatherStatistics();
  return p95OfFive(Array.from({ length: 4 }, () => QUERIES).flat(), (query) => readMetrics(scope, learningQuery.parse(query), new Date(now)));
}
