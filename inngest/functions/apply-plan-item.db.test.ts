/** An approved change through the real runner: at once, on its day, or not at all. */
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { presentRule } from '@/lib/insights/save-rule-setting';
import { decideItem } from '@/lib/plans/decide-item';
import { getItem } from '@/lib/plans/list-items';
import { proposeItem } from '@/lib/plans/propose-item';
import { useDatabase } from '@/lib/server/db/testing/database';
import { newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { runsOf, until, useRunner } from '../embedded/testing/served-functions';
import { applyPlanItem } from './apply-plan-item';

process.env.INNGEST_SIGNING_KEY = `signkey-test-${randomBytes(32).toString('hex')}`;
useDatabase();
const used = useRunner([applyPlanItem]);

const DAY = 86_400_000;
let workspace: TestWorkspace;
beforeAll(async () => void (workspace = await newTestWorkspace()));

const rule = (percentile: number) => ({ enabled: true, settings: { percentile } });
/** A change of the rule from one number to the next, approved for a day that is so many days ahead. */
async function approved(from: number, to: number, daysAhead: number | null) {
  const { id } = await proposeItem(workspace.system, { kind: 'change_rule', title: `To ${to}`, rationale: 'for the test', risk: 'none', change: { ruleKey: 'stalled', before: rule(from), after: rule(to) } });
  const { changeHash } = await getItem(workspace.system, id);
  const applyOn = daysAhead === null ? null : new Date(Date.now() + daysAhead * DAY).toISOString().slice(0, 10);
  await decideItem(workspace.system, id, 'approve', { changeHash, applyOn });
  return { id, changeHash };
}
const runOf = (itemId: string, status: string) => until(async () => (await runsOf('apply-plan-item')).find((run) => run.event.data['itemId'] === itemId && run.status === status), used.runner);

describe('an approved change', () => {
  it('is applied at once where no day was named', async () => {
    const { id } = await approved(80, 85, null);
    await runOf(id, 'completed');
    expect(await presentRule(workspace.system, 'stalled')).toEqual(rule(85));
  });

  it('sleeps until its day; rejected before it, its run ends and nothing changes', async () => {
    const { id, changeHash } = await approved(85, 90, 3);
    await runOf(id, 'sleeping');
    await decideItem(workspace.system, id, 'reject', { changeHash, note: 'The quarter ends first' });
    await runOf(id, 'cancelled');
    expect((await getItem(workspace.system, id)).status).toBe('rejected');
    expect(await presentRule(workspace.system, 'stalled')).toEqual(rule(85));
  });

  it('wakes at midnight of its day', async () => {
    const { id } = await approved(85, 70, 2);
    const { applyAt } = await getItem(workspace.system, id);
    const { dueAt } = await runOf(id, 'sleeping');
    expect(dueAt.toISOString()).toBe(applyAt);
  });
});
