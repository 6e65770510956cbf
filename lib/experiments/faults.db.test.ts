/** What must hold whatever happens in between: outcomes in any order, twice and in pieces; folding by several at once and killed; a stop in full traffic. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { withDatabase } from '@/lib/server/db/testing/global-setup';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { assignVariant, assignVariants } from './assign-variant';
import { createExperiment } from './create-experiment';
import { foldAll, foldBatch } from './fold-outcomes';
import { readCohorts, readTallies } from './outcome-store';
import { recordOutcomes } from './record-outcome';
import type { CohortRow } from './results-schema';
import type { Metric, OutcomeReport } from './schema';
import { startExperiment } from './start-experiment';
import { stopExperiment } from './stop-experiment';
import { externalDesign } from './testing/designs';

useDatabase();

const DAY = 86_400_000;
let workspace: TestWorkspace, operator: Scope;
beforeAll(async () => {
  workspace = await newTestWorkspace();
  operator = await newMember(workspace, 'operator');
});

const design = externalDesign({
  segmentBy: 'country',
  metrics: [
    { key: 'reply', name: 'Replied', kind: 'binomial', role: 'primary', windowDays: 7, delayDays: 1 },
    { key: 'spend', name: 'Spent', kind: 'revenue', role: 'secondary', cap: 50, adjusted: true },
    { key: 'opens', name: 'Opens a mail', kind: 'ratio', role: 'secondary' },
  ],
});
const running = async (): Promise<string> => {
  const { id } = await createExperiment(operator, design);
  await startExperiment(operator, id);
  return id;
};

/** Ten units, first seen one a day, and some that nobody ever assigns. */
const START = new Date(Date.now() - 60 * DAY);
const exposedAt = (unit: number): Date => new Date(START.getTime() + unit * DAY);
const UNITS = 10;
const STRANGERS = 2;
const countryOf = (unit: number): string => (unit % 3 === 0 ? 'Kenya' : 'Peru');
const pastOf = (unit: number): number => unit * 7;
const assign = (id: string, unit: number) => assignVariants(operator, id, [{ unitId: `unit ${unit}`, attributes: { country: countryOf(unit) }, pre: { spend: pastOf(unit) } }], exposedAt(unit));

/** Whole numbers, so that no order of adding them matters to the last bit. */
const reports: OutcomeReport[] = Array.from({ length: 60 }, (_, i) => {
  const unit = (i * 7) % (UNITS + STRANGERS), metric = design.metrics[i % 3]!;
  const value = metric.kind === 'binomial' ? [1, 1, -1][i % 4 % 3]! : ((i * 13) % 40) - 5;
  return { outcomeId: `o ${i}`, unitId: `unit ${unit}`, metric: metric.key, value, denominator: metric.kind === 'ratio' ? 1 + (i % 3) : 0, occurredAt: new Date(exposedAt(unit).getTime() + ((i * 5) % 12) * DAY + 3_600_000).toISOString() };
});

/** What the sums must be, from the definition: each unit's total, and then the sum over units. */
async function expected(id: string): Promise<Record<string, number[]>> {
  const rows = await asOwner<{ unit_id: string; variant_id: string }>('select unit_id, variant_id from assignment where experiment_id = $1', [id]);
  const variants = new Map(rows.map((row) => [row.unit_id, row.variant_id]));
  const sums: Record<string, number[]> = {};
  for (const metric of design.metrics) for (let unit = 0; unit < UNITS; unit++) {
    const mine = reports.filter((one) => one.metric === metric.key && one.unitId === `unit ${unit}` && within(metric, unit, one));
    const total = mine.reduce((sum, { value }) => sum + value, 0), d = mine.reduce((sum, { denominator }) => sum + denominator, 0);
    const y = metric.kind === 'binomial' ? Number(total > 0) : Math.min(total, metric.cap ?? total);
    const past = metric.key === 'spend' ? pastOf(unit) : null;
    const key = [metric.key, variants.get(`unit ${unit}`), exposedAt(unit).toISOString().slice(0, 10), countryOf(unit)].join(' ');
    const add = [1, y, y * y, d, d * d, y * d, past === null ? 0 : 1, past ?? 0, (past ?? 0) ** 2, (past ?? 0) * y];
    sums[key] = (sums[key] ?? add.map(() => 0)).map((sum, i) => sum + add[i]!);
  }
  return sums;
}

function within({ delayDays, windowDays }: Metric, unit: number, { occurredAt }: OutcomeReport): boolean {
  const days = (Date.parse(occurredAt!) - exposedAt(unit).getTime()) / DAY;
  return days >= delayDays && (windowDays === null || days <= delayDays + windowDays);
}

const row = (c: CohortRow): number[] => [c.n, c.sum, c.sumSquares, c.denSum, c.denSumSquares, c.crossSum, c.preN, c.preSum, c.preSumSquares, c.preCross];
const found = async (id: string): Promise<Record<string, number[]>> =>
  Object.fromEntries((await transaction(operator, () => readCohorts(operator, id))).map((c) => [[c.metric, c.variantId, c.day, c.segment].join(' '), row(c)]));
/** Reports received when their unit's days are hardly over, so that none is late. */
const record = (id: string, some: readonly OutcomeReport[]) => recordOutcomes(operator, id, some, new Date(START.getTime() + 23 * DAY));
const judged = async (id: string): Promise<number> =>
  (await transaction(operator, () => readTallies(operator, id))).filter(({ disposition }) => disposition !== 'duplicate').reduce((sum, { count }) => sum + count, 0);

describe('outcomes', () => {
  // Received so, a reply to the first units would be late: the window is 8 days and 7 more are allowed.
  const inTime = reports.filter((one) => one.metric !== 'reply' || Number(one.unitId.slice(5)) >= 8);
  const others = reports.filter((one) => !inTime.includes(one));
  const recordAll = async (id: string, some: readonly OutcomeReport[]) => {
    const [now, then] = [some.filter((one) => inTime.includes(one)), some.filter((one) => others.includes(one))];
    if (now.length > 0) await record(id, now);
    if (then.length > 0) await recordOutcomes(operator, id, then, new Date(START.getTime() + 14.5 * DAY));
  };

  type Step = { assign: number } | { report: OutcomeReport[] } | { fold: number };
  const shuffled = <T>(all: readonly T[]) => fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length });
  const steps: fc.Arbitrary<Step[]> = fc.tuple(
    shuffled(Array.from({ length: UNITS }, (_, unit) => unit)), shuffled(reports), fc.array(fc.nat(reports.length - 1), { maxLength: 30 }),
    fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 60, maxLength: 60 }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 4, maxLength: 12 }), fc.infiniteStream(fc.nat()),
  ).map(([units, order, again, sizes, folds, chance]) => {
    const all = [...order, ...again.map((i) => reports[i]!)];
    const made: Step[] = [...units.map((unit) => ({ assign: unit })), ...folds.map((fold) => ({ fold }))];
    for (let i = 0, batch = 0; i < all.length; i += sizes[batch++ % sizes.length]!) made.push({ report: all.slice(i, i + sizes[batch % sizes.length]!) });
    const places = chance[Symbol.iterator]();
    return made.map((step) => ({ step, at: places.next().value as number })).sort((a, b) => a.at - b.at).map(({ step }) => step);
  });

  it('in any order, twice, in pieces, before and after their units, folded in between: the sums are those of the definition', async () => {
    await fc.assert(fc.asyncProperty(steps, async (all) => {
      const id = await running();
      for (const step of all) {
        if ('assign' in step) await assign(id, step.assign);
        else if ('report' in step) await recordAll(id, step.report);
        else await foldBatch(operator, id, step.fold);
      }
      await foldAll(operator, id);
      expect(await found(id)).toEqual(await expected(id));
      expect(await judged(id)).toBe(reports.length);
    }), { numRuns: 8, endOnFailure: true });
  });

  it('recorded, assigned and folded by many at once: the same', async () => {
    const id = await running();
    const work: (() => Promise<unknown>)[] = [];
    for (let unit = 0; unit < UNITS; unit++) work.push(() => assign(id, unit));
    for (let i = 0; i < reports.length; i += 6) for (const some of [reports.slice(i, i + 6), reports.slice(i, i + 6).reverse()]) work.push(() => recordAll(id, some));
    for (let i = 0; i < 15; i++) work.splice((i * 3) % work.length, 0, () => foldBatch(operator, id, 1 + i));
    await Promise.all(work.map((one) => one()));
    await Promise.all([foldAll(operator, id), foldAll(operator, id), foldAll(operator, id)]);
    expect(await found(id)).toEqual(await expected(id));
    expect(await judged(id)).toBe(reports.length);
  });

  it.skipIf(!process.env.TEST_DATABASE_URL)('folded by processes that are killed, and by two at once: the same', async () => {
    const id = await running();
    for (let unit = 0; unit < UNITS; unit++) await assign(id, unit);
    await recordAll(id, reports);
    const [at] = await asOwner<{ name: string }>('select current_database() as name');
    const child = () => {
      const script = path.join(import.meta.dirname, 'testing', 'fold-child.ts');
      return spawn(process.execPath, ['--import', 'tsx', script, withDatabase(process.env.TEST_DATABASE_URL!, at!.name), workspace.id, id, '2'], { cwd: path.resolve(import.meta.dirname, '../..'), stdio: ['ignore', 'pipe', 'inherit'] });
    };
    for (let kill = 0; kill < 3; kill++) {
      const one = child();
      await once(one.stdout, 'data');
      one.kill('SIGKILL');
      await once(one, 'exit');
    }
    await Promise.all([child(), child()].map(async (one) => {
      one.stdout.resume();
      const [code] = await once(one, 'exit') as [number | null];
      expect(code).toBe(0);
    }));
    expect(await found(id)).toEqual(await expected(id));
    expect(await judged(id)).toBe(reports.length);
  });
});

describe('a stop', () => {
  it('has its turn while thirty callers assign without a pause, and nobody is exposed after it', async () => {
    const id = await running();
    let going = true, asked = 0;
    const refused: string[] = [];
    const callers = Array.from({ length: 30 }, async () => {
      while (going) if ((await assignVariant(operator, id, { unitId: `hurried ${asked++}`, attributes: {} })).reason === 'not_running') refused.push('x');
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const started = performance.now();
    await stopExperiment(operator, id);
    const took = performance.now() - started;
    const at = new Date();
    await new Promise((resolve) => setTimeout(resolve, 200));
    going = false;
    await Promise.all(callers);
    // A second is the promise; a machine that runs all other tests meanwhile gets more. Starved by shared locks it took minutes.
    expect(took).toBeLessThan(10_000);
    expect(refused.length).toBeGreaterThan(0);
    const [seen] = await asOwner<{ n: number; late: number }>('select count(*)::int as n, (count(*) filter (where a.exposed_at > e.ended_at or a.exposed_at > $2))::int as late from assignment a join experiment e on e.id = a.experiment_id where a.experiment_id = $1', [id, at.toISOString()]);
    expect(seen!.n).toBeGreaterThan(0);
    expect(seen!.late).toBe(0);
  });
});
