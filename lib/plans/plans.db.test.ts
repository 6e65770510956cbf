import { v7 as uuidv7 } from 'uuid';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createKey } from '@/lib/keys/create-key';
import { removeMember } from '@/lib/members/remove-member';
import { testPerson, testWorkspace, type TestPerson } from '@/lib/members/testing/people';
import { presentRule, saveRuleSetting } from '@/lib/insights/save-rule-setting';
import { listNotifications } from '@/lib/notifications/inbox';
import { createDeal } from '@/lib/deals/create-deal';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { keyScope, systemScope, type Scope } from '@/lib/server/scope';
import { newTestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { applyItem, checkItem, failItem, revertItem } from './apply-item';
import { decideItem } from './decide-item';
import { editItem } from './edit-item';
import { expireItems } from './expire-items';
import { countWaiting, getItem, listItems, pageOfItems } from './list-items';
import { proposeItem } from './propose-item';
import { proposeRule } from './propose-rule';
import type { Proposal } from './schema';

useDatabase();

const DAY = 86_400_000;
let ours: Scope, theirs: Scope;
let mia: TestPerson, max: TestPerson, olu: TestPerson, stranger: TestPerson;
beforeAll(async () => {
  [ours, theirs] = [(await newTestWorkspace('plans-ours')).system, await testWorkspace('plans-theirs')];
  mia = await testPerson(ours, 'manager', 'mia@plans.test');
  max = await testPerson(ours, 'manager', 'max@plans.test');
  olu = await testPerson(ours, 'operator', 'olu@plans.test');
  stranger = await testPerson(theirs, 'admin', 'stranger@plans.test');
});
beforeEach(async () => {
  for (const table of ['plan_item', 'notification', 'rule_setting', 'outbox_event']) await asOwner(`delete from ${table}`);
});

const from = { enabled: true, settings: { percentile: 80 } };
const change = (percentile: number, enabled = true) => ({ ruleKey: 'stalled', before: from, after: { enabled, settings: { percentile } } });
const proposalOf = (percentile = 90, more: Partial<Proposal> = {}): Proposal =>
  ({ kind: 'change_rule', title: 'Less of “Stalled”', rationale: 'It speaks too often.', change: change(percentile), risk: 'Some stalled deals go unnamed.', ...more }) as Proposal;
const propose = async (more: Partial<Proposal> = {}, by = olu.scope) => getItem(by, (await proposeItem(by, proposalOf(90, more))).id);
const approved = async () => {
  const item = await propose();
  await decideItem(mia.scope, item.id, 'approve', { changeHash: item.changeHash });
  return item;
};
const told = async ({ scope }: TestPerson) => (await listNotifications(scope, { unread: false })).notifications.map(({ title }) => title);

describe('a proposal', () => {
  it('waits with its diff, tells those who may approve, and changes nothing', async () => {
    const item = await propose();
    expect(item).toMatchObject({
      status: 'proposed', proposedBy: 'olu@plans.test', needsAnother: true, expected: null, measured: null,
      diff: [{ label: 'Longer in the stage than this share of won deals', before: '80%', after: '90%' }, { label: 'Speaks of deals' }],
      edit: { enabled: true, numbers: [{ key: 'percentile', value: 90, min: 50, max: 99 }] },
    });
    expect(Date.parse(item.expiresAt) - Date.parse(item.createdAt)).toBe(14 * DAY);
    expect(await presentRule(ours, 'stalled')).toEqual(from);
    expect([await told(mia), await told(max), await told(olu), await told(stranger)]).toEqual([['Waiting for approval: Less of “Stalled”'], ['Waiting for approval: Less of “Stalled”'], [], []]);
    expect([await countWaiting(ours), await countWaiting(theirs)]).toEqual([1, 0]);
    expect(await asOwner(`select count(*)::int as n from audit_event where action = 'plan_item.propose' and entity_id = $1`, [item.id])).toEqual([{ n: 1 }]);
  });

  it('of the same change is on the table once, however the fields are ordered and however many propose it', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => proposeItem(olu.scope, proposalOf())));
    const again = await proposeItem(mia.scope, proposalOf(90, { title: 'In other words', change: { after: change(90).after, before: { settings: { percentile: 80 }, enabled: true }, ruleKey: 'stalled' } }));
    expect(new Set([...made, again].map(({ id }) => id)).size).toBe(1);
    expect([...made, again].filter(({ fresh }) => fresh)).toHaveLength(1);
    expect(await told(mia)).toHaveLength(1);
  });

  it('is refused where it makes no sense', async () => {
    const bad = (given: object) => proposeItem(olu.scope, proposalOf(90, { change: { ...change(90), ...given } } as Partial<Proposal>));
    await expect(bad({ ruleKey: 'nothing' })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(bad({ ruleKey: '__proto__' })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(bad({ after: from })).rejects.toMatchObject({ kind: 'invalid' });
    await expect(bad({ after: { enabled: true, settings: { percentile: 100 } } })).rejects.toMatchObject({ kind: 'invalid' });
    await expect(bad({ after: { enabled: false, settings: {} } })).rejects.toMatchObject({ kind: 'invalid' });
    await expect(bad({ before: { enabled: true, settings: { percentile: 70 } } })).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining('stands at on, 80% now') as string });
    await expect(proposeItem(olu.scope, proposalOf(90, { evidence: [{ text: 'x', path: 'https://evil.test' }] }))).rejects.toMatchObject({ kind: 'invalid' });
    expect(await asOwner('select id from plan_item')).toEqual([]);
  });

  it('hides what rests on a deal that the reader does not see', async () => {
    const deal = await createDeal(olu.scope, { name: 'Secret deal' });
    const item = await propose({ evidence: [{ text: 'Secret deal was named in vain', path: `/deals/${deal.id}`, dealId: deal.id }, { text: '3 of 41 were right' }] });
    expect(item.evidence).toHaveLength(2);
    const narrow = { ...mia.scope, sight: [mia.memberId] } as unknown as Scope;
    expect(await getItem(narrow, item.id)).toMatchObject({ evidence: [{ text: '3 of 41 were right' }], hidden: 1 });
  });

  it('is of one workspace: another’s people neither see nor decide it', async () => {
    const item = await propose();
    const given = { changeHash: item.changeHash };
    const attempts = [
      () => getItem(stranger.scope, item.id), () => decideItem(stranger.scope, item.id, 'approve', given), () => editItem(stranger.scope, item.id, { ...given, after: change(85).after }),
      () => revertItem(stranger.scope, item.id), () => applyItem(theirs, item.id), () => failItem(theirs, item.id, 'x'),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ kind: 'not_found' });
    expect([await listItems(stranger.scope, 'waiting'), await listItems(stranger.scope, 'decided')]).toEqual([[], []]);
    expect((await getItem(ours, item.id)).status).toBe('proposed');
  });
});

describe('an approval', () => {
  it('sends exactly one event, also when two approve at once', async () => {
    const item = await propose();
    const both = await Promise.allSettled([mia, max].map(({ scope }) => decideItem(scope, item.id, 'approve', { changeHash: item.changeHash })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((one) => one.status === 'rejected')).toMatchObject({ reason: { kind: 'conflict', message: expect.stringMatching(/^This change was approved/) as string } });
    expect(await asOwner(`select data->>'itemId' as id from outbox_event where name = 'plan/item.approved'`)).toEqual([{ id: item.id }]);
    expect(await told(olu)).toEqual(['Approved: Less of “Stalled”']);
  });

  it('is of exactly what was seen, in time, by who may, and not of one’s own', async () => {
    const item = await propose();
    const rep = await testPerson(ours, 'rep', `${uuidv7()}@plans.test`);
    const approve = (by: Scope, changeHash = item.changeHash, now?: Date) => decideItem(by, item.id, 'approve', { changeHash }, now);
    await expect(approve(rep.scope)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(approve(olu.scope)).rejects.toMatchObject({ kind: 'forbidden', message: expect.stringContaining('somebody else') as string });
    await expect(approve(mia.scope, 'f'.repeat(64))).rejects.toMatchObject({ kind: 'conflict' });
    await expect(approve(mia.scope, item.changeHash, new Date(Date.now() + 15 * DAY))).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining('expired') as string });
    const gone = await testPerson(ours, 'manager', `${uuidv7()}@plans.test`);
    await removeMember(ours, gone.memberId);
    await expect(approve(gone.scope)).rejects.toMatchObject({ kind: 'forbidden' });
    const { changeHash } = await editItem(max.scope, item.id, { changeHash: item.changeHash, after: change(85).after });
    await expect(approve(mia.scope)).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining('edited') as string });
    expect(await approve(mia.scope, changeHash)).toEqual({ status: 'approved' });
  });

  it('of one’s own is possible where nobody else could', async () => {
    const alone = await testWorkspace('plans-alone');
    const admin = await testPerson(alone, 'admin', 'admin@plans.test');
    const item = await propose({}, admin.scope);
    expect(await decideItem(admin.scope, item.id, 'approve', { changeHash: item.changeHash })).toEqual({ status: 'approved' });
  });
});

describe('an API key', () => {
  let ada: TestPerson, ann: TestPerson;
  beforeAll(async () => {
    ada = await testPerson(ours, 'admin', 'ada@plans.test');
    ann = await testPerson(ours, 'admin', 'ann@plans.test');
  });
  const keyOf = async ({ scope }: TestPerson, role: 'rep' | 'manager' = 'manager') => keyScope({ ...(await createKey(scope, { name: 'Robot', role, expiresInDays: null })).key, workspaceId: scope.workspaceId }, uuidv7());

  it('approves in the name of who made it, and never what they proposed themselves', async () => {
    const item = await propose({}, ada.scope);
    const [adas, anns, small] = [await keyOf(ada), await keyOf(ann), await keyOf(ann, 'rep')];
    expect((await getItem(adas, item.id)).needsAnother).toBe(true);
    const approve = (by: Scope) => decideItem(by, item.id, 'approve', { changeHash: item.changeHash });
    await expect(approve(adas)).rejects.toMatchObject({ kind: 'forbidden', message: expect.stringContaining('somebody else') as string });
    await expect(approve(small)).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await approve(anns)).toEqual({ status: 'approved' });
    expect(await asOwner('select decided_by, decided_by_id from plan_item where id = $1', [item.id])).toEqual([{ decided_by: 'Robot', decided_by_id: ann.memberId }]);
  });

  it('decides nothing once its maker may not, and what it approved is not applied', async () => {
    const temp = await testPerson(ours, 'admin', `${uuidv7()}@plans.test`);
    const key = await keyOf(temp);
    const [item, other] = [await propose(), await getItem(olu.scope, (await proposeItem(olu.scope, proposalOf(85))).id)];
    await decideItem(key, item.id, 'approve', { changeHash: item.changeHash });
    await removeMember(ours, temp.memberId);
    await expect(decideItem(key, other.id, 'approve', { changeHash: other.changeHash })).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await applyItem(ours, item.id)).toEqual({ status: 'failed' });
  });

  it('gets the first answer when it says the same again, and conflict when it says something else', async () => {
    const item = await propose();
    const key = await keyOf(ann);
    const approve = () => decideItem(key, item.id, 'approve', { changeHash: item.changeHash });
    expect([await approve(), await approve()]).toEqual([{ status: 'approved' }, { status: 'approved' }]);
    await expect(decideItem(key, item.id, 'reject', { changeHash: item.changeHash, note: 'On second thoughts' })).rejects.toMatchObject({ kind: 'conflict' });
    expect(await asOwner(`select 1 as one from audit_event where action = 'plan_item.approve' and entity_id = $1`, [item.id])).toHaveLength(1);
  });

  it('lists page by page, by status and kind, what nobody decided on in time as expired', async () => {
    const made: string[] = [];
    for (const percentile of [60, 65, 70]) made.unshift((await proposeItem(olu.scope, proposalOf(percentile))).id);
    await asOwner(`update plan_item set expires_at = now() - interval '1 minute' where id = $1`, [made[2]]);
    const key = await keyOf(ann);
    const ids = async (filter: Parameters<typeof pageOfItems>[1]) => (await pageOfItems(key, filter, null, 10)).data.map(({ id }) => id);
    const first = await pageOfItems(key, {}, null, 2);
    expect(first.data.map(({ id }) => id)).toEqual(made.slice(0, 2));
    expect(await pageOfItems(key, {}, first.nextCursor, 2)).toMatchObject({ data: [{ id: made[2], status: 'expired' }], nextCursor: null });
    expect([await ids({ status: 'proposed' }), await ids({ status: 'expired' }), await ids({ kind: 'move_prompt_label' })]).toEqual([made.slice(0, 2), made.slice(2), []]);
    expect((await pageOfItems(stranger.scope, {}, null, 10)).data).toEqual([]);
  });
});

describe('an approval for a day', () => {
  const on = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
  const scheduled = async (days = 3, percentile = 90) => {
    const item = await propose({ change: change(percentile) } as Partial<Proposal>);
    await decideItem(mia.scope, item.id, 'approve', { changeHash: item.changeHash, applyOn: on(days) });
    return getItem(mia.scope, item.id);
  };

  it('begins at midnight where the workspace is, after today and within ninety days', async () => {
    const item = await propose();
    const approve = (applyOn: string) => decideItem(mia.scope, item.id, 'approve', { changeHash: item.changeHash, applyOn });
    await expect(approve(on(-1))).rejects.toMatchObject({ kind: 'invalid', details: { fields: [{ path: 'applyOn' }] } });
    await expect(approve(on(93))).rejects.toMatchObject({ kind: 'invalid' });
    await expect(decideItem(mia.scope, item.id, 'reject', { changeHash: item.changeHash, note: 'Not now', applyOn: on(3) })).rejects.toMatchObject({ kind: 'invalid' });
    await asOwner(`update workspace set timezone = 'America/New_York' where id = $1`, [ours.workspaceId]);
    try {
      await asOwner(`update plan_item set expires_at = '2027-07-01' where id = $1`, [item.id]);
      await decideItem(mia.scope, item.id, 'approve', { changeHash: item.changeHash, applyOn: '2027-07-04' }, new Date('2027-06-20T00:00:00Z'));
    } finally {
      await asOwner(`update workspace set timezone = 'UTC' where id = $1`, [ours.workspaceId]);
    }
    expect(await getItem(mia.scope, item.id)).toMatchObject({ status: 'approved', applyAt: '2027-07-04T04:00:00.000Z' });
  });

  it('is not applied before it, and on it only if it still fits', async () => {
    const item = await scheduled();
    await expect(applyItem(ours, item.id)).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await listItems(mia.scope, 'waiting')).map(({ id }) => id)).toEqual([item.id]);
    await saveRuleSetting(systemScope(ours.workspaceId, 'somebody'), { key: 'stalled', enabled: true, settings: { percentile: 70 } });
    expect(await applyItem(ours, item.id, new Date(Date.now() + 4 * DAY))).toEqual({ status: 'failed' });
  });

  it('can be taken back by a rejection until then, told to who proposed and who approved it', async () => {
    const item = await scheduled();
    await expect(decideItem(max.scope, item.id, 'approve', { changeHash: item.changeHash })).rejects.toMatchObject({ kind: 'conflict' });
    expect(await decideItem(max.scope, item.id, 'reject', { changeHash: item.changeHash, note: 'The quarter ends first' })).toEqual({ status: 'rejected' });
    expect(await asOwner(`select data->>'itemId' as id from outbox_event where name = 'plan/item.withdrawn'`)).toEqual([{ id: item.id }]);
    expect([(await told(olu))[0], (await told(mia))[0]]).toEqual(['Rejected: Less of “Stalled”', 'Rejected: Less of “Stalled”']);
    expect(await applyItem(ours, item.id, new Date(Date.now() + 4 * DAY))).toEqual({ status: 'rejected' });
    const late = await scheduled(2, 85);
    await applyItem(ours, late.id, new Date(Date.now() + 3 * DAY));
    await expect(decideItem(max.scope, late.id, 'reject', { changeHash: late.changeHash, note: 'Too late' })).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('whose run was cancelled on the way can still be rejected after its day', async () => {
    const item = await scheduled(2);
    expect(await decideItem(max.scope, item.id, 'reject', { changeHash: item.changeHash, note: 'It never ran' }, new Date(Date.now() + 3 * DAY))).toEqual({ status: 'rejected' });
  });
});

describe('an edit', () => {
  it('forgets what was expected of the values before, and says who edited', async () => {
    const item = await propose({ expected: { metric: 'accuracy', difference: 0.05, low: 0.01, high: 0.09, n: 120, basis: 'replayed on 120 past deals' } });
    expect(item.expected).toMatchObject({ difference: 0.05 });
    await editItem(mia.scope, item.id, { changeHash: item.changeHash, after: change(85).after });
    const after = await getItem(mia.scope, item.id);
    expect(after).toMatchObject({ expected: null, rationale: expect.stringContaining('mia@plans.test edited the values.') as string, diff: [{ after: '85%' }, {}] });
    await expect(editItem(mia.scope, item.id, { changeHash: item.changeHash, after: change(86).after })).rejects.toMatchObject({ kind: 'conflict' });
    await expect(editItem(mia.scope, item.id, { changeHash: after.changeHash, after: from })).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('into a change that is proposed already is refused', async () => {
    const item = await propose();
    await proposeItem(olu.scope, proposalOf(85));
    await expect(editItem(mia.scope, item.id, { changeHash: item.changeHash, after: change(85).after })).rejects.toMatchObject({ kind: 'conflict' });
  });
});

describe('a rejection', () => {
  it('needs a reason, keeps it, and holds for thirty days unless the evidence is new', async () => {
    const item = await propose({ evidence: [{ text: '3 of 41 were right' }] });
    await expect(decideItem(mia.scope, item.id, 'reject', { changeHash: item.changeHash, note: ' ' })).rejects.toMatchObject({ kind: 'invalid' });
    await decideItem(mia.scope, item.id, 'reject', { changeHash: item.changeHash, note: 'The sample is too small.' });
    expect(await getItem(olu.scope, item.id)).toMatchObject({ status: 'rejected', note: 'The sample is too small.', decidedBy: 'mia@plans.test' });
    expect(await told(olu)).toEqual(['Rejected: Less of “Stalled”']);
    const again = (text: string, now?: Date) => proposeItem(olu.scope, proposalOf(90, { evidence: [{ text }] }), now);
    expect(await again('3 of 41 were right')).toEqual({ id: item.id, fresh: false, status: 'rejected' });
    expect(await again('9 of 80 were right')).toMatchObject({ fresh: true });
    await asOwner('delete from plan_item where id <> $1', [item.id]);
    expect(await again('3 of 41 were right', new Date(Date.now() + 31 * DAY))).toMatchObject({ fresh: true });
  });

  it('is told to who proposes the same rule change again', async () => {
    const first = await proposeRule(olu.scope, { ruleKey: 'stalled', after: change(90).after, why: 'Too many' });
    const { changeHash } = await getItem(mia.scope, first.id);
    await decideItem(mia.scope, first.id, 'reject', { changeHash, note: 'Not now' });
    await expect(proposeRule(olu.scope, { ruleKey: 'stalled', after: change(90).after, why: 'Too many' })).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining('“Not now”') as string });
  });
});

describe('applying', () => {
  it('changes the rule once, says by whose approval, and tells both', async () => {
    const item = await approved();
    expect(await checkItem(ours, item.id)).toEqual({ problem: null, applyAt: null });
    expect(await Promise.all([applyItem(ours, item.id), applyItem(ours, item.id)])).toEqual([{ status: 'applied' }, { status: 'applied' }]);
    expect(await presentRule(ours, 'stalled')).toEqual(change(90).after);
    expect(await asOwner(`select actor_name, after from audit_event where action = 'rule.update' and workspace_id = $1 and actor_name like 'plan%' and at >= (select decided_at from plan_item where id = $2)`, [ours.workspaceId, item.id]))
      .toEqual([{ actor_name: 'plan, approved by mia@plans.test', after: change(90).after }]);
    expect([await told(olu), (await told(mia))[0]]).toEqual([['Applied: Less of “Stalled”', 'Approved: Less of “Stalled”'], 'Applied: Less of “Stalled”']);
  });

  it('does nothing without an approval', async () => {
    const item = await propose();
    expect(await applyItem(ours, item.id)).toEqual({ status: 'proposed' });
    await decideItem(mia.scope, item.id, 'reject', { changeHash: item.changeHash, note: 'no reason' });
    expect(await applyItem(ours, item.id)).toEqual({ status: 'rejected' });
    expect(await presentRule(ours, 'stalled')).toEqual(from);
  });

  it('fails with the reason when somebody changed the rule meanwhile', async () => {
    const item = await approved();
    await saveRuleSetting(systemScope(ours.workspaceId, 'somebody'), { key: 'stalled', enabled: true, settings: { percentile: 70 } });
    expect((await checkItem(ours, item.id)).problem).toMatch(/stands at on, 70% now/);
    expect(await applyItem(ours, item.id)).toEqual({ status: 'failed' });
    expect(await getItem(mia.scope, item.id)).toMatchObject({ status: 'failed', error: expect.stringContaining('70% now') as string });
    expect(await presentRule(ours, 'stalled')).toEqual({ enabled: true, settings: { percentile: 70 } });
    expect((await told(mia))[0]).toBe('Not applied: Less of “Stalled”');
  });

  it('fails when the approver lost the right to approve', async () => {
    const temp = await testPerson(ours, 'manager', `${uuidv7()}@plans.test`);
    const item = await propose();
    await decideItem(temp.scope, item.id, 'approve', { changeHash: item.changeHash });
    await removeMember(ours, temp.memberId);
    expect(await applyItem(ours, item.id)).toEqual({ status: 'failed' });
    expect(await presentRule(ours, 'stalled')).toEqual(from);
  });
});

describe('taking back', () => {
  it('puts the rule back where it stood, once', async () => {
    const item = await approved();
    await applyItem(ours, item.id);
    expect(await revertItem(max.scope, item.id, { note: 'It did not help' })).toEqual({ status: 'reverted' });
    expect(await presentRule(ours, 'stalled')).toEqual(from);
    await expect(revertItem(max.scope, item.id)).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('is refused when somebody changed it since, or it was never applied', async () => {
    const item = await approved();
    await expect(revertItem(mia.scope, item.id)).rejects.toMatchObject({ kind: 'conflict' });
    await applyItem(ours, item.id);
    await saveRuleSetting(systemScope(ours.workspaceId, 'somebody'), { key: 'stalled', enabled: true, settings: { percentile: 95 } });
    await expect(revertItem(mia.scope, item.id)).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining('95% now') as string });
    expect(await presentRule(ours, 'stalled')).toEqual({ enabled: true, settings: { percentile: 95 } });
  });
});

it('what nobody decided on in time goes off the table, told to who proposed it, and may be proposed again', async () => {
  const item = await propose();
  const later = new Date(Date.now() + 15 * DAY);
  expect((await listItems(mia.scope, 'decided', later)).map(({ status }) => status)).toEqual(['expired']);
  expect([await expireItems(theirs, later), await expireItems(ours, later), await expireItems(ours, later)]).toEqual([0, 1, 0]);
  expect(await told(olu)).toEqual(['Expired: Less of “Stalled”']);
  const again = await proposeItem(olu.scope, proposalOf(), later);
  expect([again.fresh, again.id === item.id]).toEqual([true, false]);
});
