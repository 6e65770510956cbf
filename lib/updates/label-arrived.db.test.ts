/** Fifty clicks at once: one answer where one person clicks, and one request to learn anew whoever clicks. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDeal } from '@/lib/deals/create-deal';
import { recordFeedback } from '@/lib/feedback/record-feedback';
import { generateNow } from '@/lib/insights/generate-insights';
import { listInsights } from '@/lib/insights/list-insights';
import { requestInsights } from '@/lib/insights/request-insights';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import type { Scope } from '@/lib/server/scope';
import { asKey, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';

useDatabase();

let workspace: TestWorkspace, insight: string, others: string[];
const requests = () => asOwner<{ id: string; reason: string; detail: unknown; status: string }>('select * from update_request where workspace_id = $1 order by created_at', [workspace.id]);
const events = () => asOwner<{ data: { requestId: string } }>(`select data from outbox_event where workspace_id = $1 and name = 'model/update.requested'`, [workspace.id]);

beforeAll(async () => {
  workspace = await newTestWorkspace();
  await asOwner(`update workspace set settings = settings || '{"updateAfterLabels": 50}' where id = $1`, [workspace.id]);
  const deal = await createDeal(workspace.system, { name: 'Acme renewal', amount: 5000, openedAt: new Date(Date.now() - 60 * 86_400_000).toISOString() });
  const { runId } = await requestInsights(workspace.system, deal.id);
  await generateNow(workspace.system, runId);
  const { data } = await listInsights(workspace.system, deal.id);
  insight = data[0]!.id;
  others = data.slice(1).map(({ id }) => id);
});
beforeEach(async () => {
  for (const table of ['update_request', 'insight_label', 'feedback_change', 'feedback', 'training_example']) await asOwner(`delete from ${table} where workspace_id = $1`, [workspace.id]);
  await asOwner(`delete from outbox_event where workspace_id = $1`, [workspace.id]);
});

/** So many labels that were given before, by as many people. */
const given = (n: number) => asOwner(
  `insert into insight_label (id, workspace_id, insight_id, source, at, created_at) select gen_random_uuid(), $1, $2, 'member:' || gen_random_uuid(), now(), now() from generate_series(1, $3)`, [workspace.id, others[0], n]);

const click = (scope: Scope) => recordFeedback(scope, insight, { kind: 'helpful' });

describe('50 simultaneous clicks on one insight', () => {
  it('by one person leave one answer and one update request', async () => {
    await given(49);
    const person = asKey(workspace, 'manager');
    await Promise.all(Array.from({ length: 50 }, () => click(person)));
    expect(await asOwner('select id from feedback where insight_id = $1', [insight])).toHaveLength(1);
    expect(await asOwner('select id from training_example where insight_id = $1 and label = $2', [insight, 'good'])).toHaveLength(1);
    const [request, ...more] = await requests();
    expect(more).toEqual([]);
    expect(request).toMatchObject({ reason: 'labels', status: 'open', detail: { labels: 50, threshold: 50 } });
    expect(await events()).toEqual([{ data: { requestId: request!.id, workspaceId: workspace.id } }]);
  });

  it('by fifty people leave fifty answers, and the last to arrive makes the request', async () => {
    await Promise.all(Array.from({ length: 50 }, () => click(asKey(workspace, 'rep'))));
    expect(await asOwner('select id from feedback where insight_id = $1', [insight])).toHaveLength(50);
    expect(await requests()).toHaveLength(1);
    expect(await events()).toHaveLength(1);
    const [example] = await asOwner<{ feedback: { answers: unknown[] } }>('select feedback from training_example where insight_id = $1', [insight]);
    expect(example!.feedback.answers).toHaveLength(50);
  });

  it('do not ask again while one is open, and count from it afterwards', async () => {
    await given(49);
    await click(asKey(workspace, 'rep'));
    const [first] = await requests();
    await given(60);
    await click(asKey(workspace, 'rep'));
    expect(await requests()).toHaveLength(1);
    await asOwner(`update update_request set status = 'completed' where id = $1`, [first!.id]);
    await click(asKey(workspace, 'rep'));
    expect(await requests()).toHaveLength(2);
    await asOwner(`update update_request set status = 'completed'`);
    await click(asKey(workspace, 'rep'));
    expect(await requests()).toHaveLength(2);
  });
});

it('an answer that says nothing of the insight is no label', async () => {
  await given(49);
  await recordFeedback(asKey(workspace, 'rep'), insight, { dismissed: true });
  await recordFeedback(asKey(workspace, 'rep'), insight, { actedOn: { action: 'Called' } });
  expect(await requests()).toHaveLength(0);
});
