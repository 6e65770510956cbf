/** Learning anew through the real runner: once for one request, with what changed; a failure lets the next one open. */
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDeal } from '@/lib/deals/create-deal';
import { moveStage } from '@/lib/deals/move-stage';
import { recordFeedback } from '@/lib/feedback/record-feedback';
import { generateNow } from '@/lib/insights/generate-insights';
import { listInsights } from '@/lib/insights/list-insights';
import { requestInsights } from '@/lib/insights/request-insights';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { getReadiness } from '@/lib/training/get-readiness';
import { getExample, listExamples } from '@/lib/training/list-examples';
import { askUpdate } from '@/lib/updates/ask-update';
import { checkDrift, endStuckUpdates } from '@/lib/updates/check-drift';
import { latestUpdates, updateProgress } from '@/lib/updates/get-progress';
import { failUpdate } from '@/lib/updates/run-update';
import { closedDeal, newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { runEnded, useRunner } from '../embedded/testing/served-functions';
import { updateModel } from './update-model';

process.env.INNGEST_SIGNING_KEY = `signkey-test-${randomBytes(32).toString('hex')}`;
useDatabase();
const used = useRunner([updateModel]);

const DAY = 86_400_000;
const day = (n: number) => new Date(Date.now() - n * DAY).toISOString();
let workspace: TestWorkspace, dealId: string, insightId: string;

beforeAll(async () => {
  workspace = await newTestWorkspace();
  for (let i = 0; i < 6; i++) await closedDeal(workspace, i % 2 ? 'Won' : 'Lost', { name: `Past ${i}`, amount: 1000 * (i + 1), openedAt: day(200 - i) }, day(100 - i));
  const owner = await newMember(workspace, 'rep', 'Robin');
  ({ id: dealId } = await createDeal(owner, { name: 'Acme renewal', amount: 5000, openedAt: day(60), expectedCloseAt: day(-5) }));
  const { runId } = await requestInsights(workspace.system, dealId);
  await generateNow(workspace.system, runId);
  insightId = (await listInsights(workspace.system, dealId)).data.find((i) => i.type === 'forecast')!.id;
});

describe('learning anew', () => {
  it('is asked for once, and ends with what changed', async () => {
    const operator = await newMember(workspace, 'operator', 'Olga');
    const asked = await Promise.allSettled(Array.from({ length: 5 }, () => askUpdate(operator, 'prices changed')));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    // An answer whose example is missing is caught up with.
    await recordFeedback(workspace.system, insightId, { kind: 'helpful' });
    await asOwner('delete from training_example where insight_id = $1', [insightId]);
    const [run] = await runEnded('update-model', used.runner);
    expect(run).toMatchObject({ status: 'completed' });
    const [request, ...others] = await latestUpdates(workspace.system, 5);
    expect(others).toEqual([]);
    expect(request).toMatchObject({ reason: 'asked', status: 'completed', detail: { askedBy: 'Olga', why: 'prices changed' }, result: { model: { closedDeals: 6 }, assessed: 1, improvementAsked: true } });
    expect(request!.result!.model.version).not.toBe(request!.result!.model.before);
    expect(request!.result!.examples).toBeGreaterThanOrEqual(1);
    expect(await asOwner(`select 1 from outbox_event where name = 'prompt/improve.requested' and workspace_id = $1`, [workspace.id])).toHaveLength(1);
    expect(await updateProgress(workspace.system)).toMatchObject({ labels: expect.any(Number) as number, threshold: 50, atWork: null, last: { id: request!.id } });
  });

  it('that failed, or whose job was cancelled, lets the next one open', async () => {
    const { id } = await askUpdate(workspace.system, 'first try');
    await failUpdate(workspace.system, id, 'It failed four times.');
    const { id: second } = await askUpdate(workspace.system, 'second try');
    await expect(askUpdate(workspace.system, 'third try')).rejects.toThrow('already');
    expect(await endStuckUpdates(workspace.system, new Date())).toEqual({ ended: 0 });
    await asOwner(`update update_request set created_at = now() - interval '2 days' where id = $1`, [second]);
    expect((await endStuckUpdates(workspace.system, new Date())).ended).toBe(1);
  });
});

describe('what a deal shows', () => {
  it('labels the forecast that was shown, and is seen by those who see the deal', async () => {
    await asOwner('update insight set shown_at = now() - interval \'1 second\' where id = $1', [insightId]);
    await moveStage(workspace.system, dealId, { stageId: workspace.stage('Won').id, reason: 'signed' });
    expect(await asOwner(`select source from insight_label where insight_id = $1 order by source`, [insightId])).toMatchObject([{ source: 'resolution' }, { source: 'system:test' }]);
    const [example] = await asOwner<{ id: string; outcome: { result: string; resolution: string } }>('select id, outcome from training_example where insight_id = $1', [insightId]);
    expect(example!.outcome).toMatchObject({ result: 'won', resolution: expect.stringMatching(/^(right|wrong)$/) as string });
    expect((await getReadiness(workspace.system)).sources).toMatchObject({ people: 1, resolutions: expect.any(Number) as number });
    expect((await listExamples(workspace.system, { label: null, type: 'forecast', page: 1 })).rows.map((r) => r.id)).toContain(example!.id);
    const blind = await newMember(workspace, 'rep', 'Blind');
    expect((await listExamples(blind, { label: null, type: null, page: 1 }))).toEqual({ rows: [], total: 0 });
    await expect(getExample(blind, example!.id)).rejects.toMatchObject({ kind: 'not_found' });
    expect((await getExample(workspace.system, example!.id)).lines[2]!.json).not.toContain('Robin');
  });
});

it('drift leads to the same single request, once in two weeks', async () => {
  expect(await checkDrift(workspace.system, new Date())).toEqual({ requested: null });
  // 200 resolved forecasts: those of long ago right, those of lately wrong.
  const won = (await asOwner<{ id: string }>(`select id from deal where workspace_id = $1 and status = 'won' limit 1`, [workspace.id]))[0]!.id;
  await asOwner(
    `insert into insight (id, workspace_id, deal_id, run_id, type, title, body, severity, confidence, prediction, resolution, resolved_at, dedupe_key, provider, model, prompt_version, updated_at)
     select gen_random_uuid(), $1, $2, (select run_id from insight where id = $3), 'forecast', 't', 'b', 'low', 0.5, jsonb_build_object('probability', case when n <= 100 then 0.2 else 0.8 end), case when n <= 100 then 'wrong' else 'right' end,
       now() - n * interval '1 hour', 'drift ' || n, 'builtin', 'builtin', 'v1', now() from generate_series(1, 200) as n`, [workspace.id, won, insightId]);
  const { requested } = await checkDrift(workspace.system, new Date());
  expect((await latestUpdates(workspace.system, 1))[0]).toMatchObject({ id: requested, reason: 'drift', detail: { drift: { recent: { n: expect.any(Number) as number } } } });
  await asOwner(`update update_request set status = 'completed' where id = $1`, [requested]);
  expect(await checkDrift(workspace.system, new Date())).toEqual({ requested: null });
  expect((await checkDrift(workspace.system, new Date(Date.now() + 15 * DAY))).requested).not.toBeNull();
});
