import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { asOf, DAY } from '@/lib/deals/history';
import { loadHistories } from '@/lib/deals/load-histories';
import type { Embedder } from '@/lib/llm/embed';
import { builtinEmbedder, builtinVector } from '@/lib/llm/embed-builtin';
import { db, transaction } from '@/lib/server/db/tenancy';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { memberScope, systemScope, type Scope } from '@/lib/server/scope';
import { embedDeals } from './embed-deals';
import { findSimilarDeals, nearest } from './find-similar-deals';
import { nearestClosed, prepareSearch } from './nearest-store';
import { similarDeal } from './schema';
import { fillWorkspace, type Filled } from './testing/fill-workspace';

useDatabase();

const now = Date.parse('2026-11-01');
const SMALL = systemScope(uuidv7(), 'test');
const LARGE = systemScope(uuidv7(), 'test');
let small: Filled;
let large: Filled;
const options = { embedder: builtinEmbedder };

beforeAll(async () => {
  large = await fillWorkspace(LARGE, { deals: 20_000, seed: 'large', now });
  small = await fillWorkspace(SMALL, { deals: 50, seed: 'small', now });
  await embedDeals(LARGE, 'missing', { ...options, now });
  await embedDeals(SMALL, 'missing', { ...options, now });
}, 300_000);

const pointers = (scope: Scope) => asOwner<{ deals: number; vectors: number; orphans: number }>(`
  select (select count(*)::int from deal_embedding where workspace_id = $1) as deals, (select count(*)::int from embedding_vector where workspace_id = $1) as vectors,
    (select count(*)::int from embedding_vector v where workspace_id = $1 and not exists (select 1 from deal_embedding e where e.vector_id = v.id)) as orphans`, [scope.workspaceId]).then((rows) => rows[0]!);

describe('embedDeals', () => {
  it('gives every deal a vector and stores each content once', async () => {
    const { deals, vectors, orphans } = await pointers(LARGE);
    expect([deals, orphans]).toEqual([20_000, 0]);
    expect(vectors).toBeLessThan(10_000);
    expect(await embedDeals(LARGE, 'missing', { ...options, now })).toMatchObject({ deals: 0, embedded: 0 });
  });

  it('asks the model for nothing that it has', async () => {
    let asked = 0;
    const counting: Embedder = { ...builtinEmbedder, embed: async (inputs) => { asked += inputs.length; return inputs.map(builtinVector); } };
    const before = await pointers(SMALL);
    expect(await embedDeals(SMALL, small.dealIds, { embedder: counting, now })).toEqual({ deals: 50, embedded: 0, reused: 50, orphansRemoved: 0 });
    expect(asked).toBe(0);
    expect(await pointers(SMALL)).toEqual(before);
  });

  it('moves a deal whose content changed and removes the vector nobody points at', async () => {
    const id = small.openIds[0]!;
    const before = await pointers(SMALL);
    const write = (text: string) => transaction(SMALL, () => db(SMALL).interaction.create({ data: { workspaceId: SMALL.workspaceId, dealId: id, kind: 'note', direction: 'internal', text, at: new Date(now - DAY) } }));
    const written = await write('procurement asks for a discount');
    expect(await embedDeals(SMALL, [id], { ...options, now })).toMatchObject({ deals: 1, embedded: 1 });
    await transaction(SMALL, () => db(SMALL).interaction.delete({ where: { id: written.id } }));
    const back = await embedDeals(SMALL, [id], { ...options, now });
    expect(back.orphansRemoved).toBe(1);
    expect(await pointers(SMALL)).toEqual(before);
  });

  it('re-embeds everything under another model and leaves no vector of the old one', async () => {
    const scope = systemScope(uuidv7(), 'test');
    await fillWorkspace(scope, { deals: 600, seed: 'model', now });
    await embedDeals(scope, 'missing', { ...options, now });
    const second: Embedder = { ...builtinEmbedder, model: 'another' };
    const report = await embedDeals(scope, 'missing', { embedder: second, now });
    expect(report.deals).toBe(600);
    const models = await asOwner<{ model: string }>('select distinct model from embedding_vector where workspace_id = $1', [scope.workspaceId]);
    expect(models).toEqual([{ model: 'another' }]);
    expect(await pointers(scope)).toMatchObject({ deals: 600, orphans: 0 });
  });

  it('sweeps the vectors of deleted deals, passes over deals that are gone, and stores no broken vector', async () => {
    const scope = systemScope(uuidv7(), 'test');
    const { dealIds } = await fillWorkspace(scope, { deals: 30, seed: 'sweep', now, notes: 1 });
    await embedDeals(scope, 'missing', { ...options, now });
    await transaction(scope, () => db(scope).deal.deleteMany({ where: { id: { in: dealIds.slice(0, 10) } } }));
    expect((await pointers(scope)).orphans).toBe(10);
    expect(await embedDeals(scope, 'missing', { ...options, now })).toMatchObject({ orphansRemoved: 10 });
    expect(await embedDeals(scope, dealIds.slice(0, 12), { ...options, now })).toMatchObject({ deals: 2 });
    const broken: Embedder = { ...builtinEmbedder, model: 'broken', embed: async (inputs) => inputs.map(() => new Float32Array(256).fill(NaN)) };
    await expect(embedDeals(scope, 'missing', { embedder: broken, now })).rejects.toMatchObject({ kind: 'invalid' });
    expect(await pointers(scope)).toMatchObject({ deals: 20, orphans: 0 });
  });
});

describe('findSimilarDeals', () => {
  it('finds k in a small workspace next to a large one, and nothing of the other', async () => {
    const own = new Set(small.dealIds);
    for (const id of small.openIds) {
      const similar = await findSimilarDeals(SMALL, id, { ...options, asOf: now });
      expect(similar).toHaveLength(10);
      for (const deal of similar) {
        similarDeal.parse(deal);
        expect(own.has(deal.dealId)).toBe(true);
        expect(deal.dealId).not.toBe(id);
      }
      expect(similar).toEqual(await findSimilarDeals(SMALL, id, { ...options, asOf: now }));
    }
  });

  it('where the index alone gives up early, the exact way takes over', async () => {
    // Asked from the middle of the large workspace's vectors, the small one's are far and rare.
    const vector = (await asOwner<{ v: string }>('select vector::text as v from embedding_vector where workspace_id = $1 limit 1', [LARGE.workspaceId]))[0]!.v;
    const query = { vector, model: builtinEmbedder.model, asOf: now, exclude: uuidv7(), limit: 30 };
    const [alone, together, exact] = await transaction(SMALL, async () => {
      await prepareSearch(SMALL, query.model, 'none', 1);
      // As little patience as a far larger neighbour would leave.
      await db(SMALL).$queryRaw`select set_config('hnsw.max_scan_tuples', '50', true), set_config('hnsw.ef_search', '20', true)`;
      return [await nearestClosed(SMALL, query, 'index'), await nearest(SMALL, query, 'index'), await nearestClosed(SMALL, query, 'exact')];
    });
    expect(alone.length).toBeLessThan(30);
    expect(exact).toHaveLength(30);
    expect(together).toEqual(exact);
  });

  it('mixes won and lost, tells why, and ranks by similarity', async () => {
    for (const id of large.openIds.slice(0, 20)) {
      const similar = await findSimilarDeals(LARGE, id, { ...options, asOf: now });
      expect(similar).toHaveLength(10);
      for (const outcome of ['won', 'lost']) expect(similar.filter((d) => d.outcome === outcome).length).toBeGreaterThanOrEqual(3);
      expect(similar.map((d) => d.similarity)).toEqual(similar.map((d) => d.similarity).sort((a, b) => b - a));
      for (const deal of similar) expect(deal.reasons.length).toBeGreaterThan(0);
    }
  });

  it('sees no deal that closed later, nor itself, when history is analysed again', async () => {
    const closed = (await loadHistories(LARGE, large.dealIds.slice(0, 400))).filter((h) => h.closedAt !== null && h.closedAt - h.openedAt > 20 * DAY).slice(0, 15);
    expect(closed.length).toBe(15);
    for (const history of closed) {
      const moment = history.openedAt + 10 * DAY;
      const similar = await findSimilarDeals(LARGE, asOf(history, moment), options);
      expect(similar.length).toBeGreaterThan(0);
      for (const deal of similar) {
        expect(deal.closedAt).toBeLessThanOrEqual(moment);
        expect(deal.dealId).not.toBe(history.id);
      }
    }
  });

  it('by index finds what exact search finds: recall at 10 by distance, ties counted', async () => {
    let found = 0;
    let asked = 0;
    for (const id of large.openIds.slice(0, 40)) {
      const [row] = await asOwner<{ v: string }>('select v.vector::text as v from embedding_vector v join deal_embedding e on e.vector_id = v.id where e.deal_id = $1', [id]);
      const query = { vector: row!.v, model: builtinEmbedder.model, asOf: now, exclude: id, limit: 10 };
      const [index, exact] = await transaction(LARGE, async () => {
        await prepareSearch(LARGE, query.model, 'none', 1);
        return [await nearestClosed(LARGE, query, 'index'), await nearestClosed(LARGE, query, 'exact')];
      });
      expect(exact).toHaveLength(10);
      found += index.filter((n) => n.distance <= exact[9]!.distance + 1e-6).length;
      asked += 10;
    }
    expect(found / asked).toBeGreaterThanOrEqual(0.98);
  });

  it('rests on the whole workspace for someone who sees only their own deals, but only about a deal they see', async () => {
    const [mine] = await asOwner<{ owner_id: string; id: string }>(`select owner_id, id from deal where workspace_id = $1 and status = 'open' and owner_id is not null limit 1`, [SMALL.workspaceId]);
    const rep = memberScope({ id: mine!.owner_id, userId: uuidv7(), name: 'Rep', role: 'rep', workspaceId: SMALL.workspaceId }, [mine!.owner_id], 'r');
    const similar = await findSimilarDeals(rep, mine!.id, { ...options, asOf: now });
    const owners = await asOwner<{ owner_id: string }>('select distinct owner_id from deal where id = any($1)', [similar.map((d) => d.dealId)]);
    expect(owners.length).toBeGreaterThan(1);
    const [others] = await asOwner<{ id: string }>('select id from deal where workspace_id = $1 and owner_id <> $2 limit 1', [SMALL.workspaceId, mine!.owner_id]);
    await expect(findSimilarDeals(rep, others!.id, options)).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('embeds on the fly what has no vector, finds nothing where nothing closed, refuses nonsense', async () => {
    const scope = systemScope(uuidv7(), 'test');
    const { openIds } = await fillWorkspace(scope, { deals: 40, seed: 'fly', now });
    expect(await findSimilarDeals(scope, openIds[0]!, { ...options, asOf: now })).toEqual([]);
    await embedDeals(scope, 'missing', { ...options, now });
    await transaction(scope, () => db(scope).dealEmbedding.delete({ where: { dealId: openIds[0]! } }));
    await embedDeals(scope, 'missing', { ...options, now });
    const [history] = await loadHistories(scope, [openIds[0]!]);
    const changed = { ...asOf(history!, now), leadSource: 'never seen before' };
    expect(await findSimilarDeals(scope, changed, options)).toHaveLength(10);
    await expect(findSimilarDeals(scope, changed, { ...options, k: 0 })).rejects.toMatchObject({ kind: 'invalid' });
    await expect(findSimilarDeals(scope, openIds[0]!, { ...options, asOf: history!.openedAt - 1 })).rejects.toMatchObject({ kind: 'invalid' });
    await expect(findSimilarDeals(scope, uuidv7(), options)).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('compares the amount as it was at the same age, not as closing left it', async () => {
    const scope = systemScope(uuidv7(), 'test');
    const { openIds, dealIds } = await fillWorkspace(scope, { deals: 60, seed: 'age', now });
    await embedDeals(scope, 'missing', { ...options, now });
    const [open] = await loadHistories(scope, [openIds[0]!]);
    const lost = (await loadHistories(scope, dealIds)).find((h) => h.outcome === 'lost' && h.closedAt! - h.openedAt > 5 * DAY)!;
    await transaction(scope, () => db(scope).dealChange.create({ data: { workspaceId: scope.workspaceId, dealId: lost.id, field: 'amount', before: 777, after: 0, at: new Date(lost.closedAt!) } }));
    const young = { ...asOf(open!, open!.openedAt + DAY), at: now, amount: 780 };
    const similar = (await findSimilarDeals(scope, young, { ...options, k: 50 })).find((d) => d.dealId === lost.id)!;
    expect(similar.reasons).toContain('near in amount');
    expect(similar.amount).toBe(777);
  });
});
