import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAccount } from '@/lib/accounts/create-account';
import { db, transaction } from '@/lib/server/db/tenancy';
import { useDatabase } from '@/lib/server/db/testing/database';
import type { Scope } from '@/lib/server/scope';
import { saveRate } from '@/lib/workspaces/rates';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { createDeal } from './create-deal';
import { dealWhere, type DealFilter } from './filter';
import { bucketsFrom } from './forecast';
import { monthStart } from './months';
import { moveStage } from './move-stage';
import { readBoard } from './read-board';
import { readForecast } from './read-forecast';
import { readDealQuery } from './read-query';
import { NOBODY, type NewDeal } from './schema';
import { updateDeal } from './update-deal';
import { cardIds } from './views-store';

useDatabase();

const NOW = new Date();
const buckets = bucketsFrom(NOW);
const [first, second] = [buckets[2]!, buckets[3]!];
const inMonth = (month: string) => new Date(monthStart(month).getTime() + 9 * 86_400_000).toISOString();

let ours: TestWorkspace, theirs: TestWorkspace;
let rep: Scope, other: Scope;
let account: string;
const ids: Record<string, string> = {};

async function deal(owner: Scope, name: string, input: Partial<NewDeal>, probability: number | null, attention = 0): Promise<void> {
  const { id } = await createDeal(owner, { name, ...input });
  ids[name] = id;
  await transaction(ours.system, () => db(ours.system).deal.update({ where: { id }, data: { winProbability: probability, attention } }));
}
const scoredAt = (name: string, days: number, probability: number) => transaction(ours.system, () => db(ours.system).dealScore.create({
  data: { workspaceId: ours.id, dealId: ids[name]!, at: new Date(NOW.getTime() - days * 86_400_000), probability, low: 0, high: 1, baseRate: 0.5, n: 0, drivers: [], modelVersion: 'v', cause: 'test' },
}));

beforeAll(async () => {
  [ours, theirs] = [await newTestWorkspace('views-a'), await newTestWorkspace('views-b')];
  [rep, other] = [await newMember(ours, 'rep', 'Ann'), await newMember(ours, 'rep', 'Bob')];
  await saveRate(ours.system, { currency: 'EUR', rate: 1.25, asOf: '2026-01-02', source: 'test' });
  account = (await createAccount(ours.system, { name: 'Acme 100%' })).id;
  const [start, middle] = ours.stages.filter((s) => s.kind === 'open').map((s) => s.id);
  const long = { openedAt: new Date(NOW.getTime() - 40 * 86_400_000).toISOString() };
  await deal(rep, 'one', { ...long, amount: 1000, stageId: start!, expectedCloseAt: inMonth(first), accountId: account }, 0.5, 3);
  await deal(rep, 'two', { ...long, amount: 400, currency: 'EUR', stageId: start!, expectedCloseAt: inMonth(first) }, 0.8, 1);
  await deal(rep, 'three', { ...long, amount: 300, stageId: middle!, expectedCloseAt: inMonth(second) }, 0.2);
  await deal(rep, 'late', { amount: 50, stageId: middle!, expectedCloseAt: '2020-01-31' }, 0.4, 3);
  await deal(rep, 'undated, 100 sure', { amount: 70, stageId: middle! }, null);
  await deal(rep, 'no rate', { amount: 70, currency: 'CHF', stageId: middle!, expectedCloseAt: inMonth(second) }, 0.5);
  await deal(other, 'of Bob', { amount: 9000, stageId: start!, expectedCloseAt: inMonth(first) }, 0.5);
  await deal(rep, 'won', { amount: 200, stageId: start! }, 0.9);
  await moveStage(ours.system, ids.won!, { stageId: ours.stage('Won').id, reason: 'good' });
  await createDeal(theirs.system, { name: 'theirs', amount: 1_000_000, expectedCloseAt: inMonth(first) });
});

describe('a filter', () => {
  it('keeps the same deals in SQL and in Prisma’s words', async () => {
    const value = <T>(...of: T[]) => fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: fc.constantFrom(...of) });
    const filter: fc.Arbitrary<DealFilter> = fc.record({
      status: value('open' as const, 'won' as const, 'lost' as const, 'all' as const),
      q: value('o', 'ACME', '100%', '_', 'late'), owner: value(rep.principal.id!, NOBODY), stage: value<string>(ours.stages[0]!.id, uuidv7()),
      account: value(account), attention: value('1' as const), month: value(...buckets, '2020-01', NOW.toISOString().slice(0, 7)),
    }).map((given) => Object.fromEntries(Object.entries(given).filter(([, v]) => v)) as DealFilter);
    const seen = new Set<number>();
    await fc.assert(fc.asyncProperty(filter, (f) => transaction(ours.system, async () => {
      const sql = (await cardIds(ours.system, f, { sort: 'name', dir: 'asc' }, 1000, NOW)).map((card) => card.id).sort();
      const words = (await db(ours.system).deal.findMany({ where: dealWhere(f, NOW), select: { id: true } })).map((d) => d.id).sort();
      seen.add(sql.length);
      expect(sql, JSON.stringify(f)).toEqual(words);
    })), { numRuns: 120 });
    expect(seen.size).toBeGreaterThan(3);
  });
});

describe('the board', () => {
  it('adds up each stage in the workspace’s currency, over the deals in sight', async () => {
    const board = await readBoard(rep, readDealQuery({ view: 'board' }), NOW);
    const [start, middle] = board.columns;
    expect(board.currency).toBe('USD');
    expect(start!.totals).toEqual({ count: 2, minor: 150_000, unconverted: 0, unscored: 0, expected: 90_000 });
    expect(middle!.totals).toEqual({ count: 4, minor: 42_000, unconverted: 1, unscored: 1, expected: 8_000 });
    expect(start!.cards.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(board.ends.map(({ stage, totals }) => [stage.name, totals.count, totals.minor, totals.expected])).toEqual([['Won', 1, 20_000, null], ['Lost', 0, 0, null]]);
    expect((await readBoard(ours.system, readDealQuery({ view: 'board' }), NOW)).columns[0]!.totals.count).toBe(3);
  });

  it('keeps to the filters and the order, and says nothing of another workspace', async () => {
    const filtered = await readBoard(rep, readDealQuery({ attention: '1', sort: 'name', dir: 'asc' }), NOW);
    expect(filtered.columns.flatMap(({ cards }) => cards.map(({ name }) => name))).toEqual(['one', 'late']);
    const won = await readBoard(rep, readDealQuery({ status: 'won' }), NOW);
    expect(won.columns.map(({ stage, cards }) => [stage.name, cards.length])).toEqual([['Won', 1]]);
    expect(won.ends).toEqual([]);
    const foreign = await readBoard(theirs.system, readDealQuery({ owner: rep.principal.id!, stage: ours.stages[0]!.id }), NOW);
    expect(foreign.columns).toEqual([]);
  });
});

describe('the forecast', () => {
  it('puts each open deal into one row, and rows add up to the total', async () => {
    const { rows, total, won } = await readForecast(rep, readDealQuery({}), NOW);
    const of = (bucket: string) => rows.find((row) => row.bucket === bucket)!;
    expect(of(first)).toMatchObject({ count: 2, minor: 150_000, likely: 50_000, expected: 90_000, low: 0, high: 150_000, unconverted: 0 });
    expect(of(second)).toMatchObject({ count: 2, minor: 30_000, expected: 6_000, unconverted: 1, low: 0, high: 30_000 });
    expect(of('overdue')).toMatchObject({ count: 1, expected: 2_000 });
    expect(of('none')).toMatchObject({ count: 1, minor: 7_000, unscored: 1, expected: 0 });
    expect(total).toMatchObject({ count: 6, expected: 98_000 });
    expect(rows.reduce((n, row) => n + row.count, 0)).toBe(total.count);
    expect(total.high - total.low).toBeLessThan(rows.reduce((sum, row) => sum + row.high - row.low, 0));
    expect(won).toEqual({ count: 1, minor: 20_000, unconverted: 0 });
    expect((await readForecast(ours.system, readDealQuery({}), NOW)).total.count).toBe(7);
  });

  it('of a row is the list that its link opens', async () => {
    for (const row of (await readForecast(rep, readDealQuery({}), NOW)).rows) {
      expect(await transaction(rep, () => db(rep).deal.count({ where: dealWhere({ status: 'open', month: row.bucket }, NOW) })), row.bucket).toBe(row.count);
    }
  });

  it('a week ago is said only when it is known, with the amounts and days of then', async () => {
    expect((await readForecast(rep, readDealQuery({}), NOW)).rows.find((row) => row.bucket === first)!.weekAgo).toBeNull();
    for (const [name, probability] of [['one', 0.4], ['two', 0.9], ['three', 0.2]] as const) await scoredAt(name, 10, probability);
    await scoredAt('one', 30, 0.1);
    await updateDeal(rep, ids.three!, { expectedCloseAt: inMonth(first), amount: 999 });
    const { rows } = await readForecast(rep, readDealQuery({}), NOW);
    expect(rows.find((row) => row.bucket === first)!.weekAgo).toBe(40_000 + 45_000);
    // Of the two that stood there then, one has no rate and says nothing of money.
    expect(rows.find((row) => row.bucket === second)!.weekAgo).toBe(6_000);
  });
});
