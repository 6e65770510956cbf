/** What happens to experiments without anybody looking: each once, whoever looks again. */
import { beforeAll, describe, expect, it } from 'vitest';
import { testPerson } from '@/lib/members/testing/people';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import type { Scope } from '@/lib/server/scope';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { assignVariants } from './assign-variant';
import { completeExperiment } from './complete-experiment';
import { createExperiment } from './create-experiment';
import { listDecisions } from './decide';
import { getExperiment } from './get-experiment';
import { recordOutcomes } from './record-outcome';
import type { NewExperimentInput } from './schema';
import { startExperiment } from './start-experiment';
import { externalDesign } from './testing/designs';
import { experimentsToWatch, watchExperiment } from './watch-experiment';

useDatabase();

const DAY = 86_400_000;
let ours: TestWorkspace, operator: Scope;
beforeAll(async () => {
  ours = await newTestWorkspace();
  operator = await newMember(ours, 'operator', 'Olga Operator');
  await testPerson(ours.system, 'operator', 'otto@people.test');
});

const METRICS: NewExperimentInput['metrics'] = [
  { key: 'reply', name: 'Replied', kind: 'binomial', role: 'primary' }, { key: 'opted_out', name: 'Opted out', kind: 'binomial', role: 'guardrail', better: 'lower' },
];

/** 1,000 units; of each variant this share of them has an outcome of the metric. */
async function ran(over: Partial<NewExperimentInput>, shares: Record<string, Record<string, number>>, since = new Date()): Promise<string> {
  const { id } = await createExperiment(operator, externalDesign({ metrics: METRICS, ...over }), since);
  await startExperiment(operator, id, since);
  const seen: Record<string, number> = {};
  const assigned = await assignVariants(operator, id, Array.from({ length: 1000 }, (_, i) => ({ unitId: `u${i}`, attributes: {} })), since);
  await recordOutcomes(operator, id, assigned.flatMap(({ unitId, variant }) => {
    const at = (seen[variant!] = (seen[variant!] ?? 0) + 1);
    return Object.entries(shares[variant!] ?? {}).flatMap(([metric, share]) => (at % Math.round(1 / share) === 0 ? [{ outcomeId: unitId, unitId, metric, value: 1, denominator: 0, occurredAt: since.toISOString() }] : []));
  }), since);
  return id;
}
const kinds = async (id: string) => (await listDecisions(operator, id)).map(({ kind }) => kind);
const told = (id: string) => asOwner<{ n: number }>('select count(*)::int as n from notification where path = $1', [`/experiments/${id}`]);

describe('an experiment that is watched', () => {
  it('with a clear difference recommends its winner, once, and goes on', async () => {
    const id = await ran({}, { control: { reply: 0.1 }, curiosity: { reply: 0.25 } });
    expect((await watchExperiment(operator, id, new Date())).did).toEqual(['told of a winner']);
    expect((await watchExperiment(operator, id, new Date())).did).toEqual([]);
    expect((await getExperiment(operator, id)).status).toBe('running');
    expect((await kinds(id)).filter((kind) => kind === 'winner_found')).toHaveLength(1);
  });

  it('chooses the winner by itself where that was allowed, with the statistics in the ledger', async () => {
    const id = await ran({ autoWinner: true }, { control: { reply: 0.1 }, curiosity: { reply: 0.25 } });
    expect((await watchExperiment(ours.system, id, new Date())).did).toEqual(['told of a winner', 'chose the winner']);
    const { status, winnerId, variants } = await getExperiment(operator, id);
    expect([status, winnerId]).toEqual(['completed', variants[1]!.id]);
    const [completed] = (await listDecisions(operator, id)).filter(({ kind }) => kind === 'completed');
    expect(completed!.statistics).toMatchObject({ verdict: { kind: 'winner', safeToStop: true }, units: 1000 });
    expect((await told(id))[0]!.n).toBe(1);
  });

  it('does not choose before everything that was asked for is met', async () => {
    const id = await ran({ autoWinner: true, minSampleSize: 5000 }, { control: { reply: 0.1 }, curiosity: { reply: 0.25 } });
    await watchExperiment(operator, id, new Date());
    expect((await getExperiment(operator, id)).status).toBe('running');
  });

  it('ends when a guardrail is harmed', async () => {
    const id = await ran({}, { control: { reply: 0.1, opted_out: 0.02 }, curiosity: { reply: 0.1, opted_out: 0.2 } });
    expect(await watchExperiment(operator, id, new Date())).toEqual({ status: 'stopped', did: ['told of harm', 'stopped'] });
    expect(await kinds(id)).toEqual(expect.arrayContaining(['harm_found', 'stopped']));
    expect((await watchExperiment(operator, id, new Date())).did).toEqual([]);
  });

  it('only tells of harm where it may not end by itself', async () => {
    const id = await ran({ stopOnHarm: false }, { control: { reply: 0.1, opted_out: 0.02 }, curiosity: { reply: 0.1, opted_out: 0.2 } });
    expect((await watchExperiment(operator, id, new Date())).did).toEqual(['told of harm']);
    expect((await getExperiment(operator, id)).status).toBe('running');
  });

  it('ends at its end', async () => {
    const id = await ran({ stopAt: new Date(Date.now() + DAY).toISOString() }, {});
    expect((await watchExperiment(operator, id, new Date())).did).toEqual([]);
    expect((await watchExperiment(operator, id, new Date(Date.now() + 2 * DAY))).status).toBe('stopped');
  });

  it('moves a bandit’s traffic at its cadence, and never in an epoch twice', async () => {
    const id = await ran({ type: 'MULTI_ARMED_BANDIT', allocation: 'THOMPSON', cadenceHours: 24 }, { control: { reply: 0.05 }, curiosity: { reply: 0.2 } });
    expect((await watchExperiment(operator, id, new Date())).did).not.toContain('moved traffic');
    const later = new Date(Date.now() + DAY + 1000);
    const looks = await Promise.all([1, 2, 3].map(() => watchExperiment(operator, id, later)));
    expect(looks.flatMap(({ did }) => did).filter((what) => what === 'moved traffic')).toHaveLength(1);
    const { weights, variants, epoch } = await getExperiment(operator, id);
    expect(epoch).toBe(1);
    expect(weights[variants[1]!.id]).toBeGreaterThan(0.8);
    expect(weights[variants[0]!.id]).toBeGreaterThanOrEqual(0.05 - 1e-9);
  });

  it('is looked at again when the last days are over: did it hold up?', async () => {
    const since = new Date(Date.now() - 30 * DAY);
    const metrics: NewExperimentInput['metrics'] = [{ key: 'reply', name: 'Replied', kind: 'binomial', role: 'primary', windowDays: 5 }];
    const id = await ran({ metrics }, { control: { reply: 0.1 }, curiosity: { reply: 0.25 } }, since);
    const { variants } = await getExperiment(operator, id);
    await completeExperiment(operator, { id, winnerId: variants[1]!.id, learnings: 'Ask.' }, new Date(since.getTime() + 2 * DAY));
    expect((await watchExperiment(operator, id, new Date(since.getTime() + 3 * DAY))).did).toEqual([]);
    expect(await experimentsToWatch(operator, new Date())).toContain(id);
    expect((await watchExperiment(operator, id, new Date())).did).toEqual(['looked whether it held up']);
    expect((await kinds(id))[0]).toBe('held_up');
    expect(await experimentsToWatch(operator, new Date())).not.toContain(id);
  });
});
