/**
 * Ten similar deals, end to end in this process, and how many of the true nearest the index finds. The deals are drawn
 * from the sample CRM, so their facts repeat as they do there; one in ten carries a note of its own.
 */
import { v7 as uuidv7 } from 'uuid';
import { asOf, DAY, type DealAsOf } from '@/lib/deals/history';
import { loadHistories } from '@/lib/deals/load-histories';
import { contentHash } from '@/lib/llm/trace';
import { builtinEmbedder, builtinVector } from '@/lib/llm/embed-builtin';
import { embeddingInput } from '@/lib/retrieval/deal-input';
import { embedDeals } from '@/lib/retrieval/embed-deals';
import { findSimilarDeals, nearest } from '@/lib/retrieval/find-similar-deals';
import { nearestClosed, prepareSearch } from '@/lib/retrieval/nearest-store';
import { fillWorkspace } from '@/lib/retrieval/testing/fill-workspace';
import { vectorText } from '@/lib/retrieval/vector-text';
import { transaction } from '@/lib/server/db/tenancy';
import { systemScope, type Scope } from '@/lib/server/scope';
import { DATABASES, notMeasurable, withFreshDatabase, type DatabaseKind } from './database';
import { atLeast, atMost, p95OfFive, skipped, type Result } from './result';

const SIZES = [{ deals: 10_000, budget: 15 }, { deals: 100_000, budget: 40 }];
const QUERIES = 100;
const RECALL_BUDGET = 0.98;
const options = { embedder: builtinEmbedder };
const name = (what: string, deals: number, kind: DatabaseKind): string => `${what}, ${deals.toLocaleString('en-US')} deals, ${kind}`;

export async function* retrieval(): AsyncGenerator<Result> {
  for (const kind of DATABASES) {
    const why = notMeasurable(kind);
    for (const { deals, budget } of SIZES) {
      if (why) {
        yield skipped(name('10 similar deals, p95', deals, kind), 'ms', budget, why);
        if (deals === 100_000) yield skipped(name('recall@10 by distance', deals, kind), 'share', RECALL_BUDGET, why);
      } else {
        yield* await withFreshDatabase(kind, () => measure(kind, deals, budget));
      }
    }
  }
}

async function measure(kind: DatabaseKind, deals: number, budget: number): Promise<Result[]> {
  const now = Date.now();
  const scope = systemScope(uuidv7(), 'benchmark');
  const { openIds } = await fillWorkspace(scope, { deals, seed: 'retrieval', now, notes: 0.1 });
  const started = performance.now();
  const { embedded } = await embedDeals(scope, 'missing', options);
  const seconds = (performance.now() - started) / 1000;
  const queried = openIds.filter((_id, i) => i % Math.floor(openIds.length / QUERIES) === 0).slice(0, QUERIES);
  const known = (await loadHistories(scope, queried)).map((history) => asOf(history, now));
  return [
    atMost(name('10 similar deals, p95', deals, kind), await p95OfFive(queried, (id) => findSimilarDeals(scope, id, options)), 'ms', budget),
    atMost(name('the same, the deal being loaded already', deals, kind), await p95OfFive(known, (deal) => findSimilarDeals(scope, deal, options)), 'ms', null),
    ...(deals === 100_000 ? [atLeast(name('recall@10 by distance', deals, kind), await recall(scope, known, now), 'share', RECALL_BUDGET)] : []),
    atMost(name(`embedding, ${embedded.toLocaleString('en-US')} distinct contents`, deals, kind), seconds, 's', null),
  ];
}

/** As the product searches and under its filters, as of now and as of a year ago; deals as near as the tenth nearest count. */
async function recall(scope: Scope, known: readonly DealAsOf[], now: number): Promise<number> {
  let found = 0;
  let wanted = 0;
  for (const deal of known) {
    const input = embeddingInput(deal);
    for (const moment of [now, now - 365 * DAY]) {
      const query = { vector: vectorText(builtinVector(input)), model: builtinEmbedder.model, asOf: moment, exclude: deal.id, limit: 50 };
      const [index, exact] = await transaction(scope, async () => {
        await prepareSearch(scope, query.model, contentHash(input), 1);
        return [await nearest(scope, query, 'index'), await nearestClosed(scope, query, 'exact')];
      });
      const tenth = exact[9]?.distance ?? 2;
      found += index.slice(0, 10).filter((near) => near.distance <= tenth + 1e-6).length;
      wanted += Math.min(10, exact.length);
    }
  }
  return found / wanted;
}
