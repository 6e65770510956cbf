/** The deals with known outcomes that are most like one deal, as of a moment, each with why. */
import { asOf as cutAt, DAY, type DealAsOf } from '@/lib/deals/history';
import { loadHistories } from '@/lib/deals/load-histories';
import { toMajor } from '@/lib/deals/money';
import type { Embedder } from '@/lib/llm/embed';
import { contentHash } from '@/lib/llm/trace';
import { transaction } from '@/lib/server/db/tenancy';
import { invalid, notFound } from '@/lib/server/errors';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { embeddingInput } from './deal-input';
import { nearestClosed, pastDeals, prepareSearch, type NearestQuery, type Near, type PastDeal } from './nearest-store';
import type { SimilarDeal } from './schema';
import { OF_EACH, selectSimilar } from './select-similar';
import { blend, compareStructure, structureOf, type Structure } from './similarity';
import { vectorText } from './vector-text';

/** Up to this many vectors of a workspace are compared one by one: faster than the index there, and exact. */
const EXACT_UP_TO = 1_000;
/** Nearest by vector that structure then ranks, for each deal wanted. */
const POOL_FACTOR = 4;
const MOST = 50;

export type SimilarOptions = {
  embedder: Embedder;
  /** How many, 1 to 50. */
  k?: number;
  /** Only what was known then, and only deals closed by then; epoch milliseconds. A DealAsOf brings its own moment, otherwise the present. */
  asOf?: number;
};

/**
 * Up to `k` similar closed deals, nearest first: by vector and structure, won and lost mixed on purpose, none that closed
 * after the moment, never the deal itself. Seen over the whole workspace whatever the caller's sight, since evidence
 * rests on all of it. Equal input and data give equal answers.
 *
 * Throws AppError not_found when the deal is not in the caller's sight, invalid for a `k` out of range or a moment before the deal was opened,
 * and what the embedder throws when the deal's present content has no vector yet.
 */
export async function findSimilarDeals(scope: Scope, deal: string | DealAsOf, { embedder, k = 10, asOf }: SimilarOptions): Promise<SimilarDeal[]> {
  if (!Number.isInteger(k) || k < 1 || k > MOST) throw invalid(`Ask for 1 to ${MOST} similar deals.`);
  const known = typeof deal === 'string' ? await loadAsOf(scope, deal, asOf ?? Date.now()) : deal;
  const moment = Math.min(asOf ?? known.at, known.at);
  const all = seeingAll(scope);

  const input = embeddingInput(known);
  const search = { model: embedder.model, asOf: moment, exclude: known.id, limit: k * POOL_FACTOR };
  const attempt = (own: string | null): Promise<SimilarDeal[] | 'unembedded'> => transaction(all, async () => {
    const { vector: stored, vectors } = await prepareSearch(all, embedder.model, contentHash(input), EXACT_UP_TO + 1);
    const vector = own ?? stored;
    if (vectors === 0) return [];
    return vector === null ? 'unembedded' : searchAround(all, known, { ...search, vector }, vectors <= EXACT_UP_TO ? 'exact' : 'index', k);
  });
  const stored = await attempt(null);
  if (stored !== 'unembedded') return stored;
  // Its present content has no vector yet. The model may be far away: asked with no transaction open.
  const fresh = await attempt(vectorText((await embedder.embed([input]))[0] ?? new Float32Array()));
  return fresh === 'unembedded' ? [] : fresh;
}

async function searchAround(scope: Scope, deal: DealAsOf, query: NearestQuery, way: 'exact' | 'index', k: number): Promise<SimilarDeal[]> {
  const near = await nearest(scope, query, way);
  const similar = await describe(scope, deal, near);
  // Far more of one outcome than of the other: look for the rarer one by itself.
  for (const outcome of ['won', 'lost'] as const) {
    if (near.length < query.limit || similar.filter((s) => s.outcome === outcome).length >= OF_EACH) continue;
    const rarer = (await nearest(scope, { ...query, outcome, limit: OF_EACH * POOL_FACTOR }, way)).filter((n) => !near.some((m) => m.id === n.id));
    similar.push(...(await describe(scope, deal, rarer)));
  }
  return selectSimilar(similar, k);
}

async function loadAsOf(scope: Scope, dealId: string, at: number): Promise<DealAsOf> {
  const [history] = await loadHistories(scope, [dealId]);
  if (!history) throw notFound('deal');
  if (at < history.openedAt) throw invalid('The deal was not open yet at that moment.');
  return cutAt(history, at);
}

/** By the way asked for; when the index gave up before there were enough, exactly. Exported for the benchmark, which measures its recall. */
export async function nearest(scope: Scope, query: NearestQuery, way: 'exact' | 'index'): Promise<Near[]> {
  const found = await nearestClosed(scope, query, way);
  return way === 'index' && found.length < query.limit ? nearestClosed(scope, query, 'exact') : found;
}

async function describe(scope: Scope, deal: DealAsOf, near: readonly Near[]): Promise<SimilarDeal[]> {
  if (near.length === 0) return [];
  const distances = new Map(near.map((n) => [n.id, n.distance]));
  const structure = structureOf(deal);
  const past = await pastDeals(scope, near.map((n) => n.id), deal.daysOpen);
  return past.map((row): SimilarDeal => {
    const then = structureThen(row);
    const { score, reasons } = compareStructure(structure, then);
    const closing = inWorkspaceCurrency(row.amount_minor, row.currency, row.rate);
    return {
      dealId: row.id, name: row.name, account: row.account, product: row.product,
      similarity: blend(1 - (distances.get(row.id) ?? 1), score),
      reasons: reasons.length > 0 ? reasons : ['alike in its facts and notes taken together'],
      outcome: row.status, closedAt: row.closed_at.getTime(),
      amount: closing !== null && closing > 0 ? closing : then.amount,
      daysOpen: Math.max(0, (row.closed_at.getTime() - row.opened_at.getTime()) / DAY),
    };
  });
}

const inWorkspaceCurrency = (minor: bigint | null, currency: string | null, rate: number | null): number | null =>
  minor === null || currency === null || rate === null ? null : toMajor(minor, currency) * rate;

function structureThen(row: PastDeal): Structure {
  const now = inWorkspaceCurrency(row.amount_minor, row.currency, row.rate);
  const before = typeof row.amount_change?.before === 'number' && row.rate !== null ? row.amount_change.before * row.rate : null;
  return {
    product: row.product, family: row.family, industry: row.industry, country: row.country, leadSource: row.lead_source, teamId: row.team_id,
    company: { employees: row.employees, revenue: inWorkspaceCurrency(row.revenue_minor, row.account_currency, row.account_rate) },
    stagePosition: row.stage_position, amount: row.amount_change ? before : now,
  };
}
