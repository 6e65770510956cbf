import { beforeAll, describe, expect, it } from 'vitest';
import { accountOverview } from '@/lib/accounts/account-overview';
import { createAccount } from '@/lib/accounts/create-account';
import { createDeal } from '@/lib/deals/create-deal';
import type { Deal } from '@/lib/deals/schema';
import { readScoreHistory } from '@/lib/models/store';
import { db, transaction } from '@/lib/server/db/tenancy';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import type { Scope } from '@/lib/server/scope';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { createContact } from './create-contact';
import { contactOverview, getContact } from './get-contact';
import { linkContact, unlinkContact } from './link-contact';
import { listContacts, pageOfContacts } from './list-contacts';
import { contactQuery, type Contact } from './schema';
import { updateContact } from './update-contact';
import { upsertContact } from './upsert-contact';

useDatabase();

let ours: TestWorkspace;
let theirs: TestWorkspace;
let rep: Scope;
let other: Scope;
let dana: Contact;
let mine: Deal;
let hidden: Deal;

const interaction = (dealId: string | null, contactId: string, text: string, at: string) => transaction(ours.system, () => db(ours.system).interaction.create({
  data: { workspaceId: ours.id, dealId, contactId, kind: 'replied', direction: 'inbound', text, at: new Date(at) },
}));

beforeAll(async () => {
  [ours, theirs] = [await newTestWorkspace('contacts-a'), await newTestWorkspace('contacts-b')];
  [rep, other] = [await newMember(ours, 'rep', 'Ann'), await newMember(ours, 'rep', 'Bob')];
  const acme = await createAccount(rep, { name: 'Acme' });
  dana = await createContact(rep, { name: 'Dana Wu', email: 'dana@acme.test', accountId: acme.id });
  mine = await createDeal(rep, { name: 'Mine', accountId: acme.id });
  hidden = await createDeal(other, { name: 'Hidden', accountId: acme.id });
  await interaction(mine.id, dana.id, 'on my deal', '2026-01-01T00:00:00Z');
  await interaction(null, dana.id, 'on no deal', '2026-01-02T00:00:00Z');
  await interaction(hidden.id, dana.id, 'SECRET of another rep', '2026-01-03T00:00:00Z');
});

const NOT_FOUND = { kind: 'not_found' };
const INVALID = { kind: 'invalid' };
const causes = async (dealId: string) => transaction(ours.system, async () => (await readScoreHistory(ours.system, dealId, 20)).map((s) => s.cause));

describe('contacts', () => {
  it('are put on deals and taken off, once each, and the score looks again', async () => {
    await linkContact(rep, dana.id, mine.id);
    await linkContact(rep, dana.id, mine.id);
    await linkContact(other, dana.id, hidden.id);
    expect(await causes(mine.id)).toEqual(['created', 'contact added']);
    await updateContact(rep, dana.id, { buyingRole: 'economic_buyer' });
    await updateContact(rep, dana.id, { phone: '+1 555' });
    expect(await causes(mine.id)).toEqual(['created', 'contact added', 'contact role changed']);
    expect((await causes(hidden.id)).at(-1)).toBe('contact role changed');
    const log = await asOwner<{ action: string }>(`select action from audit_event where entity_id = any($1) order by at`, [[dana.id, mine.id]]);
    expect(log.map(({ action }) => action)).toEqual(['contact.create', 'deal.create', 'deal.add_contact', 'contact.update', 'contact.update']);
    await unlinkContact(rep, dana.id, mine.id);
    expect((await contactOverview(rep, dana.id)).deals).toEqual([]);
    expect((await contactOverview(rep, dana.id, 'in')).choices.map((d) => d.name)).toEqual(['Mine']);
    expect((await contactOverview(rep, dana.id, 'in_')).choices).toEqual([]);
    await linkContact(rep, dana.id, mine.id);
  });

  it('show a rep the deals in sight and nothing that happened on others', async () => {
    const seen = await contactOverview(rep, dana.id);
    expect(seen.deals.map((d) => d.name)).toEqual(['Mine']);
    expect(seen.timeline.map((t) => [t.text, t.deal?.name ?? null])).toEqual([['on no deal', null], ['on my deal', 'Mine']]);
    expect(JSON.stringify([seen, await accountOverview(rep, dana.account!.id)])).not.toMatch(/SECRET|Hidden/);
    const row = async (scope: Scope, sort: string) => (await listContacts(scope, contactQuery.parse({ sort }))).rows.find((c) => c.id === dana.id);
    for (const sort of ['name', 'last']) expect(await row(rep, sort)).toMatchObject({ lastInteractionAt: '2026-01-02T00:00:00.000Z', openDeals: 1, deals: 1 });
    expect(await row(ours.system, 'last')).toMatchObject({ lastInteractionAt: '2026-01-03T00:00:00.000Z', openDeals: 2, deals: 2 });
    expect((await accountOverview(ours.system, dana.account!.id)).timeline.map((t) => t.text)).toContain('SECRET of another rep');
  });

  it('cannot be linked to a deal out of sight, nor taken off it', async () => {
    await expect(linkContact(rep, dana.id, hidden.id)).rejects.toMatchObject(NOT_FOUND);
    await expect(unlinkContact(rep, dana.id, hidden.id)).rejects.toMatchObject(NOT_FOUND);
    expect(await asOwner(`select 1 from deal_contact where deal_id = $1::uuid`, [hidden.id])).toHaveLength(1);
  });

  it('are found, filtered and ordered', async () => {
    const erin = await createContact(rep, { name: 'Erin', jobTitle: 'Buyer' });
    const find = async (query: object) => (await listContacts(rep, contactQuery.parse(query))).rows.map((c) => c.name);
    expect(await find({ q: 'acme' })).toEqual(['Dana Wu']);
    expect(await find({ q: 'acme', sort: 'last' })).toEqual(['Dana Wu']);
    expect(await find({ role: 'economic_buyer', sort: 'last', account: dana.account!.id })).toEqual(['Dana Wu']);
    expect(await find({ sort: 'last', dir: 'desc' })).toEqual(['Dana Wu', 'Erin']);
    expect(await find({ sort: 'title' })).toEqual(['Erin', 'Dana Wu']);
    const first = await pageOfContacts(rep, {}, null, 1);
    expect(first.data.map((c) => c.id)).toEqual([erin.id]);
    expect((await pageOfContacts(rep, {}, first.nextCursor, 1)).data.map((c) => c.id)).toEqual([dana.id]);
  });

  it('by external id: accounts by name, made once', async () => {
    const first = await upsertContact(rep, 'p-1', { name: 'Finn', account: 'ACME' });
    expect(first.account).toEqual(dana.account);
    const again = await upsertContact(rep, 'p-1', { account: 'New Co' });
    expect(again).toMatchObject({ id: first.id, name: 'Finn', account: { name: 'New Co' } });
    await upsertContact(rep, 'p-1', { account: 'new co' });
    expect(await asOwner(`select 1 from account where name ilike 'new co'`)).toHaveLength(1);
    expect((await upsertContact(rep, 'p-1', { account: null })).account).toBeNull();
  });

  it('keep two workspaces apart: every id of the other one is refused and nothing is written', async () => {
    const account = await createAccount(theirs.system, { name: 'Foreign' });
    const contact = await createContact(theirs.system, { name: 'Foreign', accountId: account.id });
    const deal = await createDeal(theirs.system, { name: 'Foreign' });
    const before = await asOwner(`select (select count(*)::int from contact) as contacts, (select count(*)::int from deal_contact) as links, (select count(*)::int from audit_event) as events`);

    await expect(createContact(rep, { name: 'Spy', accountId: account.id })).rejects.toMatchObject(INVALID);
    await expect(updateContact(rep, dana.id, { accountId: account.id })).rejects.toMatchObject(INVALID);
    await expect(getContact(ours.system, contact.id)).rejects.toMatchObject(NOT_FOUND);
    await expect(contactOverview(ours.system, contact.id)).rejects.toMatchObject(NOT_FOUND);
    await expect(updateContact(ours.system, contact.id, { name: 'Taken' })).rejects.toMatchObject(NOT_FOUND);
    for (const change of [linkContact, unlinkContact]) {
      await expect(change(ours.system, contact.id, mine.id)).rejects.toMatchObject(NOT_FOUND);
      await expect(change(ours.system, dana.id, deal.id)).rejects.toMatchObject(NOT_FOUND);
      await expect(change(ours.system, contact.id, deal.id)).rejects.toMatchObject(NOT_FOUND);
    }
    for (const sort of ['name', 'last']) expect((await listContacts(ours.system, contactQuery.parse({ account: account.id, sort }))).count).toBe(0);

    expect(await asOwner(`select (select count(*)::int from contact) as contacts, (select count(*)::int from deal_contact) as links, (select count(*)::int from audit_event) as events`)).toEqual(before);
    expect((await getContact(theirs.system, contact.id)).name).toBe('Foreign');
  });
});
