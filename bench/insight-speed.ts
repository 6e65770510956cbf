/**
 * The times that a person waits for, at 10,000 deals that have been worked in: a run of insights, the deal page, the deals list,
 * a click on feedback. Measured through the use cases that pages and jobs call, in this process.
 */
import { dealFormChoices } from '@/lib/deals/deal-form';
import { openList } from '@/lib/deals/list-deals';
import { readDealQuery } from '@/lib/deals/read-query';
import { dealTimeline } from '@/lib/deals/timeline';
import { recordFeedback } from '@/lib/feedback/record-feedback';
import { generateNow } from '@/lib/insights/generate-insights';
import { listInsights } from '@/lib/insights/list-insights';
import { openDeal } from '@/lib/insights/open-deal';
import { requestInsights } from '@/lib/insights/request-insights';
import { usualDaysInStages } from '@/lib/insights/usual-days';
import type { Scope } from '@/lib/server/scope';
import { DATABASES, notMeasurable, withFreshDatabase, type DatabaseKind } from './database';
import { livedInWorkspace } from './lived-in-workspace';
import { atMost, p95OfFive, skipped, type Result } from './result';

const DEALS = 10_000;
/** Deals looked at in each of the five runs. */
const LOOKED_AT = 60;
const FILTERS: Record<string, string>[] = [{}, { sort: 'amount', dir: 'desc' }, { status: 'all', page: '40' }, { status: 'won', sort: 'close' }, { q: 'deal 12' }, { attention: '1' }];

const ROWS = {
  run: ['whole insight run without language-model time, p95', 60],
  page: ['deal page, server time, p95', 80],
  timeline: ['its timeline tab besides, p95', null],
  list: ['deals list, server time, p95', 100],
  click: ['feedback, click to stored, p95', 50],
  train: ['training the win model', null],
  count: ['statistics of rules, norms and actions', null],
  assess: ['scoring all open deals', null],
} as const satisfies Record<string, readonly [string, number | null]>;

type Row = keyof typeof ROWS;
const name = (row: Row, kind: DatabaseKind): string => `${ROWS[row][0]}, ${DEALS.toLocaleString('en-US')} deals, ${kind}`;
const measured = (row: Row, kind: DatabaseKind, ms: number): Result => atMost(name(row, kind), ms, 'ms', ROWS[row][1]);

export async function* insightSpeed(): AsyncGenerator<Result> {
  for (const kind of DATABASES) {
    const why = notMeasurable(kind);
    if (why) yield* (Object.keys(ROWS) as Row[]).map((row) => skipped(name(row, kind), 'ms', ROWS[row][1], why));
    else yield* await withFreshDatabase(kind, () => measure(kind));
  }
}

async function measure(kind: DatabaseKind): Promise<Result[]> {
  const { scope, openIds, times } = await livedInWorkspace(DEALS, Date.now());
  const looked = openIds.filter((_id, i) => i % Math.floor(openIds.length / LOOKED_AT) === 0).slice(0, LOOKED_AT);
  const run = await p95OfFive(looked, (runId: string) => generateNow(scope, runId), async (id) => (await requestInsights(scope, id)).runId);
  const page = await p95OfFive(looked, (id) => dealPage(scope, id));
  const timeline = await p95OfFive(looked, (id) => dealTimeline(scope, id));
  const list = await p95OfFive(FILTERS.flatMap((filter) => Array.from({ length: 8 }, () => filter)), (filter) => dealsList(scope, filter));
  // Of a deal in the comparison group nobody is shown an insight, so none can be answered.
  const insights = (await Promise.all(looked.map((id) => listInsights(scope, id)))).flatMap(({ data }) => data.slice(0, 1).map(({ id }) => id));
  let clicks = 0;
  const click = await p95OfFive(insights, (id) => recordFeedback(scope, id, { kind: clicks++ % 2 ? 'helpful' : 'not_helpful', stars: 1 + (clicks % 5) }));
  return [
    measured('run', kind, run), measured('page', kind, page), measured('timeline', kind, timeline), measured('list', kind, list), measured('click', kind, click),
    measured('train', kind, times.train), measured('count', kind, times.statistics), measured('assess', kind, times.assess),
  ];
}

/** What app/w/[workspace]/deals/[deal]/page.tsx reads. */
async function dealPage(scope: Scope, id: string): Promise<void> {
  await openDeal(scope, id);
  await dealFormChoices(scope);
}

/** What app/w/[workspace]/deals/page.tsx reads. */
async function dealsList(scope: Scope, filter: Record<string, string>): Promise<void> {
  await openList(scope, readDealQuery(filter));
  await usualDaysInStages(scope);
}
