/** Examples on a real database: of the moment of the insight, one each, whatever happens later and however many answer at once. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { addDealNote } from '@/lib/deals/add-note';
import { createAccount } from '@/lib/accounts/create-account';
import { updateAccount } from '@/lib/accounts/update-account';
import { createContact } from '@/lib/contacts/create-contact';
import { linkContact } from '@/lib/contacts/link-contact';
import { updateContact } from '@/lib/contacts/update-contact';
import { createDeal } from '@/lib/deals/create-deal';
import { moveStage } from '@/lib/deals/move-stage';
import { updateDeal } from '@/lib/deals/update-deal';
import { recordFeedback } from '@/lib/feedback/record-feedback';
import { generateNow } from '@/lib/insights/generate-insights';
import { listInsights } from '@/lib/insights/list-insights';
import { requestInsights } from '@/lib/insights/request-insights';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { catchUp, exampleOf } from './examples-of';
import type { DealSnapshot, ExampleFeedback, ExampleOutcome, GeneratedInsight } from './schema';

useDatabase();

type Stored = { id: string; as_of: Date; snapshot: DealSnapshot; insight: GeneratedInsight; feedback: ExampleFeedback | null; outcome: ExampleOutcome | null; label: string | null };
const exampleRows = (insightId: string) => asOwner<Stored>('select * from training_example where insight_id = $1', [insightId]);
const day = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString();
const CANARY = 'SAID-LATER';

let workspace: TestWorkspace;
beforeAll(async () => { workspace = await newTestWorkspace(); });

async function advisedDeal(name: string) {
  const { system } = workspace;
  const account = await createAccount(system, { name: `${name} Ltd` });
  const contact = await createContact(system, { name: `${name} buyer`, accountId: account.id });
  const deal = await createDeal(system, { name, amount: 5000, openedAt: day(60), expectedCloseAt: day(-20), accountId: account.id });
  await linkContact(system, contact.id, deal.id);
  await addDealNote(system, deal.id, { text: 'They asked for a reference.' });
  const { runId } = await requestInsights(system, deal.id);
  await generateNow(system, runId);
  const { data } = await listInsights(system, deal.id);
  return { deal, account, contact, insight: data[0]!, runId };
}

describe('an example', () => {
  it('is the deal as it was when the insight was made, whatever was changed, written or decided afterwards', async () => {
    const { system } = workspace;
    const made = await advisedDeal('Borealis');
    await exampleOf(system, made.insight.id);
    const [first] = await exampleRows(made.insight.id);
    await asOwner('delete from training_example');
    const later = {
      rename: () => updateDeal(system, made.deal.id, { name: `${CANARY} deal` }), account: () => updateAccount(system, made.account.id, { name: `${CANARY} ${Math.random()}`, industry: CANARY }),
      contact: () => updateContact(system, made.contact.id, { name: `${CANARY} person`, jobTitle: CANARY }), amount: () => updateDeal(system, made.deal.id, { amount: Math.ceil(Math.random() * 1e6), competitor: CANARY }),
      note: () => addDealNote(system, made.deal.id, { text: `${CANARY} note` }), answer: () => recordFeedback(system, made.insight.id, { kind: 'incorrect', text: CANARY }),
      newContact: async () => linkContact(system, (await createContact(system, { name: `${CANARY} second` })).id, made.deal.id),
    };
    await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom(...(Object.keys(later) as (keyof typeof later)[])), { minLength: 1, maxLength: 5 }), async (steps) => {
      for (const step of steps) await later[step]();
      await asOwner('delete from training_example');
      await exampleOf(system, made.insight.id);
      const [example] = await exampleRows(made.insight.id);
      expect(example!.snapshot).toEqual(first!.snapshot);
      expect(example!.insight).toEqual(first!.insight);
      expect(JSON.stringify([example!.snapshot, example!.insight])).not.toContain(CANARY);
    }), { numRuns: 6 });
    await moveStage(system, made.deal.id, { stageId: workspace.stage('Lost').id, reason: CANARY });
    await exampleOf(system, made.insight.id);
    const [closed] = await exampleRows(made.insight.id);
    expect(closed!.snapshot).toEqual(first!.snapshot);
    expect(closed!.outcome).toMatchObject({ result: 'lost' });
  }, 60_000);

  it('follows the answers of all, and there is one of it', async () => {
    const made = await advisedDeal('Cygnus');
    const [one, other] = [await newMember(workspace, 'manager', 'One'), await newMember(workspace, 'manager', 'Other')];
    await Promise.all([recordFeedback(one, made.insight.id, { kind: 'helpful', stars: 5 }), recordFeedback(other, made.insight.id, { kind: 'not_helpful', actedOn: { action: 'Called them', note: 'no answer' } })]);
    const rows = await exampleRows(made.insight.id);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ label: 'mixed', feedback: { helpful: null, acted_on: true, action_taken: 'Called them: no answer' } });
    expect(rows[0]!.feedback!.answers).toHaveLength(2);
    await recordFeedback(other, made.insight.id, { kind: 'helpful' });
    expect((await exampleRows(made.insight.id))[0]).toMatchObject({ label: 'good', feedback: { helpful: true, acted_on: false } });
    // The first answer of each counts as a label, a changed one does not.
    expect(await asOwner('select source from insight_label where insight_id = $1', [made.insight.id])).toHaveLength(2);
  });

  it('keeps the words that were answered when a later run renews them, and takes the new ones when those are answered', async () => {
    const { system } = workspace;
    const made = await advisedDeal('Deneb');
    await recordFeedback(system, made.insight.id, { kind: 'helpful' });
    const [first] = await exampleRows(made.insight.id);
    await updateDeal(system, made.deal.id, { amount: 9999 });
    const { runId } = await requestInsights(system, made.deal.id);
    await generateNow(system, runId);
    await exampleOf(system, made.insight.id);
    expect((await exampleRows(made.insight.id))[0]!.snapshot).toEqual(first!.snapshot);
    await recordFeedback(system, made.insight.id, { kind: 'not_helpful' });
    const [renewed] = await exampleRows(made.insight.id);
    expect(renewed).toMatchObject({ label: 'bad', snapshot: { value: 9999 } });
    expect(renewed!.as_of.getTime()).toBeGreaterThan(first!.as_of.getTime());
  });

  it('that was missed is made by the next look, once', async () => {
    const made = await advisedDeal('Electra');
    await recordFeedback(workspace.system, made.insight.id, { kind: 'helpful' });
    await asOwner('delete from training_example where insight_id = $1', [made.insight.id]);
    // What an answer wrote itself is not behind: only the one that was taken away is.
    expect(await catchUp(workspace.system, null)).toEqual({ cursor: null, examples: 1, labels: 0 });
    expect(await exampleRows(made.insight.id)).toHaveLength(1);
    expect(await catchUp(workspace.system, null)).toEqual({ cursor: null, examples: 0, labels: 0 });
  });
});
