import { beforeAll, describe, expect, it } from 'vitest';
import { updateContact } from '@/lib/contacts/update-contact';
import { getDeal } from '@/lib/deals/get-deal';
import { listNotifications } from '@/lib/notifications/inbox';
import { transaction } from '@/lib/server/db/tenancy';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { v7 as uuidv7 } from 'uuid';
import { memberScope, type Scope } from '@/lib/server/scope';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { assignOwner } from './assign-owner';
import { changeLeadState } from './change-lead-state';
import { convertLead } from './convert-lead';
import { createLead } from './create-lead';
import { getLead, getLeadWithFacts, leadOverview } from './get-lead';
import { leadAsOf } from './history';
import { openLeads, pageOfLeads } from './list-leads';
import { leadIds, loadLeadHistories } from './load-lead-histories';
import { saveLeadScores } from './save-scores';
import { leadQuery, type Lead } from './schema';
import { findLead } from './store';
import { updateLead } from './update-lead';

useDatabase();

let ours: TestWorkspace;
let theirs: TestWorkspace;
let ann: Scope;
let bob: Scope;
let manager: Scope;
let mine: Lead;
let his: Lead;
let nobodys: Lead;

/** A manager who sees themself, Ann and what nobody owns. */
const asManager = (scope: Scope, sees: Scope): Scope => {
  const { principal } = scope;
  if (principal.kind !== 'member') throw new Error('a member is meant');
  return memberScope({ ...principal, role: 'manager', workspaceId: scope.workspaceId }, [principal.id, sees.principal.id!, 'nobody'], 'r');
};

beforeAll(async () => {
  [ours, theirs] = [await newTestWorkspace('leads-a'), await newTestWorkspace('leads-b')];
  [ann, bob] = [await newMember(ours, 'rep', 'Ann'), await newMember(ours, 'rep', 'Bob')];
  manager = asManager(await newMember(ours, 'manager', 'Max'), ann);
  mine = await createLead(ann, { name: 'Dana Wu', email: 'dana@acme.test', company: 'Acme', source: 'Web', jobTitle: 'CFO', leadAt: '2026-01-01T00:00:00Z', facts: { 'Total Visits': 3, City: 'Oslo' } });
  his = await createLead(bob, { name: 'Hidden Person', source: 'Fair' });
  nobodys = await createLead(ours.system, { name: 'Free Lead', ownerId: null });
});

const NOT_FOUND = { kind: 'not_found' };
const FORBIDDEN = { kind: 'forbidden' };
const names = async (scope: Scope, query: object = {}) => (await openLeads(scope, leadQuery.parse({ state: 'all', sort: 'name', dir: 'asc', ...query }))).rows.map((l) => l.name);
const actionsOn = async (id: string) => (await asOwner<{ action: string }>('select action from audit_event where entity_id = $1 order by at, id', [id])).map((row) => row.action);

describe('whose leads are in sight', () => {
  it('is one\'s own and nobody\'s for a rep, the team\'s for a manager, all for operators', async () => {
    expect(await names(ann)).toEqual(['Dana Wu', 'Free Lead']);
    expect(await names(bob)).toEqual(['Free Lead', 'Hidden Person']);
    expect(await names(manager)).toEqual(['Dana Wu', 'Free Lead']);
    expect(await names(ours.system)).toEqual(['Dana Wu', 'Free Lead', 'Hidden Person']);
    expect(await names(theirs.system)).toEqual([]);
  });

  it('holds for everything that takes an id', async () => {
    for (const [scope, id] of [[ann, his.id], [theirs.system, mine.id], [ann, uuidv7()]] as const) {
      await expect(getLead(scope, id)).rejects.toMatchObject(NOT_FOUND);
      await expect(leadOverview(scope, id)).rejects.toMatchObject(NOT_FOUND);
      await expect(changeLeadState(scope, id, { state: 'working' })).rejects.toMatchObject(NOT_FOUND);
      await expect(convertLead(scope, id, {})).rejects.toMatchObject(NOT_FOUND);
      await expect(assignOwner(scope, id, { ownerId: null })).rejects.toMatchObject(NOT_FOUND);
      await expect(updateLead(scope, id, { source: 'x' })).rejects.toMatchObject(NOT_FOUND);
      expect(await loadLeadHistories(scope, [id])).toEqual([]);
    }
    expect(await actionsOn(his.id)).toEqual(['contact.create', 'lead.create']);
  });

  it('refuses an owner of another workspace or out of sight', async () => {
    const foreign = await newMember(theirs, 'rep', 'Spy');
    for (const ownerId of [foreign.principal.id!, bob.principal.id!]) await expect(createLead(ann, { name: 'X', ownerId })).rejects.toMatchObject({ kind: 'invalid' });
    await expect(assignOwner(ours.system, mine.id, { ownerId: foreign.principal.id! })).rejects.toMatchObject({ kind: 'invalid' });
  });
});

describe('the state of a lead', () => {
  it('changes and is taken back, each with its time and in the log', async () => {
    const lead = await createLead(ann, { name: 'Moved' });
    const working = await changeLeadState(ann, lead.id, { state: 'working', version: lead.version });
    expect(working).toMatchObject({ state: 'working', endedAt: null });
    const ended = await changeLeadState(ann, lead.id, { state: 'disqualified', reason: 'No budget' });
    expect(ended.endedAt).not.toBeNull();
    expect(ended.endReason).toBe('No budget');
    const back = await changeLeadState(ann, lead.id, { state: 'working', version: ended.version });
    expect(back).toMatchObject({ state: 'working', endedAt: null, endReason: null });
    const again = await changeLeadState(ann, lead.id, { state: 'disqualified', reason: 'No budget', endedAt: ended.endedAt });
    expect(again.endedAt).toBe(ended.endedAt);
    const { events } = await leadOverview(ann, lead.id);
    expect(events.map((e) => `${e.before ?? '-'}>${e.after} by ${e.by}`).reverse()).toContain('new>working by Ann');
    expect(await actionsOn(lead.id)).toEqual(['contact.create', 'lead.create', 'lead.change_state', 'lead.end', 'lead.change_state', 'lead.end']);
  });

  it('is not changed over somebody else\'s change, nor to what it is already', async () => {
    const lead = await createLead(ann, { name: 'Raced' });
    await changeLeadState(ann, lead.id, { state: 'working', version: lead.version });
    await expect(changeLeadState(ann, lead.id, { state: 'qualified', version: lead.version })).rejects.toMatchObject({ kind: 'conflict' });
    expect((await changeLeadState(ann, lead.id, { state: 'working' })).version).toBe(lead.version + 1);
    await expect(changeLeadState(ann, lead.id, { state: 'converted', endedAt: '2099-01-01T00:00:00.000Z' })).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('converts into a deal on the account of its company, with the contact on it', async () => {
    const lead = await createLead(ann, { name: 'Ready', company: 'Newco', source: 'Referral' });
    const converted = await convertLead(ann, lead.id, { deal: { name: 'Newco first order', amount: 500 }, version: lead.version });
    expect(converted).toMatchObject({ state: 'converted', account: { name: 'Newco' }, deal: { name: 'Newco first order' } });
    expect(await getDeal(ann, converted.deal!.id)).toMatchObject({ account: { name: 'Newco' }, leadSource: 'Referral', owner: { name: 'Ann' }, amount: 500 });
    expect((await leadOverview(ann, lead.id)).deals.map((d) => d.name)).toEqual(['Newco first order']);
    expect(await actionsOn(lead.id)).toContain('lead.convert');
    const plain = await createLead(ann, { name: 'Only converted' });
    expect(await convertLead(ann, plain.id, {})).toMatchObject({ state: 'converted', deal: null });
  });
});

describe('the owner of a lead', () => {
  it('takes one that is free or lets go of it; giving it away is a manager\'s', async () => {
    const taken = await assignOwner(ann, nobodys.id, { ownerId: ann.principal.id! });
    expect(taken.owner?.name).toBe('Ann');
    await expect(assignOwner(ann, nobodys.id, { ownerId: bob.principal.id! })).rejects.toMatchObject(FORBIDDEN);
    await expect(getLead(bob, nobodys.id)).rejects.toMatchObject(NOT_FOUND);
    const given = await assignOwner(manager, nobodys.id, { ownerId: bob.principal.id! });
    expect(given.owner?.name).toBe('Bob');
    await expect(getLead(manager, nobodys.id)).rejects.toMatchObject(NOT_FOUND);
    expect((await assignOwner(bob, nobodys.id, { ownerId: null })).owner).toBeNull();
    expect((await leadOverview(ann, nobodys.id)).events.filter((e) => e.field === 'owner').map((e) => [e.before, e.after])).toEqual([['Bob', null], ['Ann', 'Bob'], [null, 'Ann']]);
  });

  it('hears of it', async () => {
    const lead = await createLead(ours.system, { name: 'For Ann', ownerId: ann.principal.id! });
    await asOwner(`insert into user_account (id, email, name) values ($1, 'ann@leads.test', 'Ann') on conflict do nothing`, [uuidv7()]);
    await asOwner(`update member set user_id = (select id from user_account where email = 'ann@leads.test') where id = $1`, [ann.principal.id]);
    await assignOwner(ours.system, lead.id, { ownerId: null });
    await assignOwner(ours.system, lead.id, { ownerId: ann.principal.id! });
    expect((await listNotifications(ann, { unread: false })).notifications.map((n) => [n.title, n.path])).toContainEqual(['For Ann is your lead now', `/leads/${lead.id}`]);
  });
});

describe('lists of leads', () => {
  it('are filtered and found', async () => {
    expect(await names(ann, { q: 'acme' })).toEqual(['Dana Wu']);
    expect(await names(ann, { source: 'Web' })).toEqual(['Dana Wu']);
    expect(await names(ann, { owner: 'nobody' })).toEqual(['Free Lead']);
    expect(await names(ann, { state: 'disqualified' })).toEqual(['Moved']);
    for (const sort of ['score', 'date', 'state', 'owner']) expect((await names(ann, { sort })).length).toBeGreaterThan(3);
    const first = await pageOfLeads(ann, { state: 'open' }, null, 1);
    const second = await pageOfLeads(ann, { state: 'open' }, first.nextCursor, 1);
    expect(second.data[0]!.id < first.data[0]!.id).toBe(true);
  });

  it('put the likeliest first once there are scores, and keep what each rested on', async () => {
    const at = new Date('2026-02-01T00:00:00Z');
    const scored = (id: string, probability: number) => ({ leadId: id, probability, low: probability - 0.1, high: probability + 0.1, baseRate: 0.4, n: 60, drivers: [], modelVersion: 'v_20260201_000000' });
    await saveLeadScores(ann, [scored(mine.id, 0.3), scored(his.id, 0.9)], at, 'first model');
    await saveLeadScores(ann, [scored(mine.id, 0.301)], at, 'nothing moved');
    await saveLeadScores(ann, [scored(mine.id, 0.7)], at, 'visited twice');
    expect((await names(ours.system, { sort: 'score', dir: 'desc' })).slice(0, 2)).toEqual(['Hidden Person', 'Dana Wu']);
    expect((await leadOverview(ann, mine.id)).scores.map((s) => [s.cause, s.probability])).toEqual([['first model', 0.3], ['visited twice', 0.7]]);
    expect(await getLead(ann, mine.id)).toMatchObject({ score: 0.7, modelVersion: 'v_20260201_000000', scoredAt: at.toISOString() });
  });
});

describe('the past of a lead', () => {
  it('knows each fact with its time, the contact\'s too', async () => {
    const moment = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await updateLead(ann, mine.id, { source: 'Referral', facts: { 'Total Visits': 9, Rating: 'hot' } });
    await updateContact(ann, mine.id, { jobTitle: 'CEO' });
    expect((await getLeadWithFacts(ann, mine.id)).facts).toEqual({ 'Total Visits': 9, City: 'Oslo', Rating: 'hot' });
    const [history] = await loadLeadHistories(ann, [mine.id]);
    expect(leadAsOf(history!, Date.now())).toMatchObject({ source: 'Referral', jobTitle: 'CEO', custom: { 'Total Visits': 9, City: 'Oslo', Rating: 'hot' } });
    const then = leadAsOf(history!, moment);
    expect(then).toMatchObject({ source: 'Web', jobTitle: 'CFO', state: 'new' });
    expect(then.custom).toEqual({ 'Total Visits': 3, City: 'Oslo' });
  });

  it('is read in the order asked for, and walked through by id', async () => {
    const open = await leadIds(ann, { open: true, take: 500 });
    const ended = await leadIds(ann, { open: false, take: 500 });
    const all = await leadIds(ann, { take: 500 });
    expect([...open, ...ended].sort()).toEqual(all);
    expect(all).toContain(his.id);
    expect(await leadIds(ann, { cursor: all[0]!, take: 1 })).toEqual([all[1]]);
    const backwards = [...all].reverse();
    const histories = await loadLeadHistories(ours.system, backwards);
    expect(histories.map((h) => h.id)).toEqual(backwards);
    expect(histories.filter((h) => h.outcome === null).map((h) => h.id).sort()).toEqual(open);
    expect(histories.find((h) => h.name === 'Ready')).toMatchObject({ outcome: 'converted', account: { name: 'Newco' } });
  });

  it('is not rewritten by the application', async () => {
    await expect(transaction(ann, async () => {
      const { db } = await import('@/lib/server/db/tenancy');
      return db(ann).leadChange.updateMany({ data: { actorName: 'somebody else' } });
    })).rejects.toThrow();
    expect(await transaction(ann, () => findLead(ann, his.id))).toBeNull();
  });
});
