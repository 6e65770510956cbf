/** Many labelled examples at once, on deals of their own, as the product writes them; names and addresses stand in their texts. */
import { randomUUID } from 'node:crypto';
import { createContact } from '@/lib/contacts/create-contact';
import { contact, contextOf, deal, note, reply } from '@/lib/insights/testing/example-deals';
import { asOwner } from '@/lib/server/db/testing/database';
import type { TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import type { ExampleLabel, GeneratedInsight } from '../schema';
import { snapshotOf } from '../snapshot';

export const PERSON = 'Ottilie Kvist';
export const SECRETS = ['Ottilie', 'Kvist', 'ottilie@kvist.test', '+43 664 1234567'];

/** `labels` are given in turn; each deal gets `perDeal` insights of one type. Gives the ids of deals. */
export async function manyExamples(workspace: TestWorkspace, count: number, { labels = ['good'] as (ExampleLabel | null)[], perDeal = 2, type = 'risk' } = {}): Promise<string[]> {
  await createContact(workspace.system, { name: PERSON, email: 'ottilie@kvist.test' });
  const dealIds = Array.from({ length: Math.ceil(count / perDeal) }, () => randomUUID());
  const [stage] = workspace.stages;
  await asOwner(
    `insert into deal (id, workspace_id, name, stage_id, status, currency, opened_at, stage_entered_at, updated_at) select id::uuid, $1, 'Deal', $2, 'open', 'USD', now(), now(), now() from unnest($3::text[]) as id`, [workspace.id, stage!.id, dealIds]);
  await asOwner(`insert into insight_run (id, workspace_id, deal_id, status, stages, as_of, requested_by) select id::uuid, $1, id::uuid, 'completed', '[]', now(), 'test' from unnest($2::text[]) as id`, [workspace.id, dealIds]);
  const rows = Array.from({ length: count }, (_, i) => {
    const dealId = dealIds[Math.floor(i / perDeal)]!;
    const person = contact({ name: PERSON });
    const snapshot = snapshotOf(contextOf(deal({ id: dealId, contacts: [person], interactions: [reply(5, { contactId: person.id, text: `${PERSON}'s number is ${SECRETS[3]}, or write to ${SECRETS[2]}` }), note(6, { text: `Kvist wants ${i} licences. “Ünïcode” 日本 \n{"x":1}` })] }), 30));
    const insight: GeneratedInsight = {
      type, title: `Insight ${i}`, body: `Ottilie has not answered.\nCall her.`, severity: 'medium', confidence: 0.7, rule: null, actions: [], evidence: [{ kind: 'field', title: 'Amount', quote: '48,200' }],
      prediction: { statement: 'It will be lost', claim: 'lost', by: '2026-03-01', probability: null },
    };
    return { id: randomUUID(), insightId: randomUUID(), dealId, snapshot, insight, label: labels[i % labels.length] };
  });
  await asOwner(
    `insert into insight (id, workspace_id, deal_id, run_id, type, title, body, severity, confidence, prediction, dedupe_key, provider, model, prompt_version, updated_at)
     select "insightId", $1, "dealId", "dealId", 'risk', 't', 'b', 'low', 0.5, '{}', "insightId"::text, 'builtin', 'builtin', 'v1', now() from jsonb_to_recordset($2::jsonb) as r("insightId" uuid, "dealId" uuid)`, [workspace.id, JSON.stringify(rows.map(({ insightId, dealId }) => ({ insightId, dealId })))]);
  await asOwner(
    `insert into training_example (id, workspace_id, insight_id, deal_id, as_of, snapshot, insight, label, labelled_at, provider, model, prompt_version, updated_at)
     select id, $1, "insightId", "dealId", (snapshot->>'as_of')::timestamptz, snapshot, insight, label, now(), 'builtin', 'builtin', 'v1', now()
     from jsonb_to_recordset($2::jsonb) as r(id uuid, "insightId" uuid, "dealId" uuid, snapshot jsonb, insight jsonb, label text)`, [workspace.id, JSON.stringify(rows)]);
  return dealIds;
}

/** All pieces of a stream as text. */
export async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
