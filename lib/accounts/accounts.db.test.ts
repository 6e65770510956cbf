import { beforeAll, describe, expect, it } from 'vitest';
import { createDeal } from '@/lib/deals/create-deal';
import { createDealFromForm } from '@/lib/deals/deal-form';
import { upsertDeal } from '@/lib/deals/upsert-deal';
import { db, transaction } from '@/lib/server/db/tenancy';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import type { Scope } from '@/lib/server/scope';
import { closedDeal, newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { accountOverview } from './account-overview';
import { createAccount } from './create-account';
import { getAccount } from './get-account';
import { listAccounts, pageOfAccounts } from './list-accounts';
import { accountQuery, newAccount } from './schema';
import { updateAccount } from './update-account';
import { upsertAccount } from './upsert-account';

useDatabase();

let ours: TestWorkspace;
let theirs: TestWorkspace;
let rep: Scope;
let other: Scope;

beforeAll(async () => {
  [ours, theirs] = [await newTestWorkspace('accounts-a'), await newTestWorkspace('accounts-b')];
  [rep, other] = [await newMember(ours, 'rep', 'Ann'), await newMember(ours, 'rep', 'Bob')];
});

const NOT_FOUND = { kind: 'not_found' };
const names = async (scope: Scope, query: object) => (await listAccounts(scope, accountQuery.parse(query))).rows.map((a) => a.name);

describe('accounts', () => {
  it('are created, changed and audited; revenue is kept in minor units of its currency', async () => {
    const made = await createAccount(rep, newAccount.parse({ name: ' Acme ', website: 'acme.com', revenue: 1100.04, employees: 2822, industry: 'technology' }));
    expect(made).toMatchObject({ name: 'Acme', website: 'https://acme.com', revenue: 1100.04, revenueMinor: 110004, currency: 'USD' });
    const yen = await updateAccount(rep, made.id, { currency: 'JPY', country: 'Japan' });
    expect(yen).toMatchObject({ revenue: 1100, revenueMinor: 1100, currency: 'JPY', country: 'Japan', industry: 'technology' });
    expect((await updateAccount(rep, made.id, { revenue: null })).revenueMinor).toBeNull();
    const log = await asOwner<{ action: string; actor_name: string }>(`select action, actor_name from audit_event where entity_id = $1 order by at`, [made.id]);
    expect(log).toEqual([
      { action: 'account.create', actor_name: 'Ann' }, { action: 'account.update', actor_name: 'Ann' }, { action: 'account.update', actor_name: 'Ann' },
    ]);
  });

  it('that a deal names are made once, and are in the audit log too', async () => {
    const cleo = await newMember(await newTestWorkspace('accounts-c'), 'rep', 'Cleo');
    const first = await upsertDeal(cleo, 'names-an-account', { name: 'Names one', account: 'Named by a deal' });
    const second = await createDealFromForm(cleo, { name: 'Names it again', account: 'named BY a deal' });
    expect(second.account).toEqual({ id: first.deal.account!.id, name: 'Named by a deal' });
    expect(await asOwner('select action, actor_name from audit_event where entity_id = $1', [first.deal.account!.id])).toEqual([{ action: 'account.create', actor_name: 'Cleo' }]);
  });

  it('take no website that a browser would run', () => {
    for (const website of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'not an address']) expect(newAccount.safeParse({ name: 'x', website }).success, website).toBe(false);
    expect(newAccount.parse({ name: 'x', website: 'http://a.example/b' }).website).toBe('http://a.example/b');
  });

  it('by external id: the same call twice is the same as once, and only the open deals are looked at again', async () => {
    const first = await upsertAccount(rep, 'crm-7', { name: 'Betatech', industry: 'medical' });
    expect(await upsertAccount(rep, 'crm-7', { name: 'Betatech', industry: 'medical' })).toMatchObject({ id: first.id, externalId: 'crm-7' });
    expect(await asOwner(`select 1 from audit_event where entity_id = $1`, [first.id])).toHaveLength(1);
    const events = () => asOwner<{ data: { dealIds: string[] } }>(`select data from outbox_event where name = 'deals/changed' and workspace_id = $1::uuid order by id`, [ours.id]);
    expect(await events()).toEqual([]);
    const open = await createDeal(other, { name: 'Open', accountId: first.id });
    await closedDeal(ours, 'Won', { name: 'Closed', accountId: first.id, openedAt: '2026-01-01T00:00:00Z' }, '2026-02-01T00:00:00Z');
    const closing = (await events()).length; // closing a deal tells of it; what the account tells comes after
    await upsertAccount(rep, 'crm-7', { industry: 'finance' });
    expect((await events()).slice(closing).map(({ data }) => data.dealIds)).toEqual([[open.id]]);
  });

  it('are listed with what the deals in sight add up to, in the workspace’s currency', async () => {
    const { id } = await createAccount(rep, { name: 'Zeta' });
    await transaction(ours.system, () => db(ours.system).exchangeRate.create({ data: { workspaceId: ours.id, currency: 'EUR', rate: 1.1, asOf: new Date('2026-01-01'), source: 'test' } }));
    await createDeal(rep, { name: 'mine', accountId: id, amount: 100 });
    await createDeal(rep, { name: 'euro', accountId: id, amount: 100, currency: 'EUR' });
    await createDeal(rep, { name: 'franc', accountId: id, amount: 100, currency: 'CHF' });
    await createDeal(other, { name: 'theirs', accountId: id, amount: 1000 });
    await closedDeal(ours, 'Lost', { name: 'lost', accountId: id, openedAt: '2026-01-01T00:00:00Z' }, '2026-02-01T00:00:00Z');
    const record = async (scope: Scope) => (await listAccounts(scope, accountQuery.parse({ q: 'zet' }))).rows[0]?.deals;
    expect(await record(rep)).toEqual({ open: 3, won: 0, lost: 0, pipelineMinor: 21_000, unconverted: 1 });
    expect(await record(ours.system)).toEqual({ open: 4, won: 0, lost: 1, pipelineMinor: 121_000, unconverted: 1 });
    expect((await accountOverview(rep, id)).deals.map((d) => d.name).sort()).toEqual(['euro', 'franc', 'mine']);
  });

  it('are ordered by themselves and by their deals, page by page', async () => {
    expect(await names(ours.system, { sort: 'name', dir: 'desc' })).toEqual(['Zeta', 'Betatech', 'Acme']);
    expect(await names(ours.system, { sort: 'pipeline', dir: 'desc' })).toEqual(['Zeta', 'Betatech', 'Acme']);
    expect(await names(ours.system, { sort: 'record', dir: 'desc' })).toEqual(['Betatech', 'Zeta', 'Acme']);
    expect(await names(ours.system, { sort: 'employees', dir: 'asc' })).toEqual(['Acme', 'Betatech', 'Zeta']);
    expect(await names(ours.system, { q: 'finance', sort: 'open' })).toEqual(['Betatech']);
    for (const sort of ['open', 'name']) expect(await names(ours.system, { q: '%', sort })).toEqual([]);
    expect((await listAccounts(ours.system, accountQuery.parse({ q: 'zet' }))).totals).toEqual({ count: 1, active: 1, deals: { open: 4, won: 0, lost: 1, pipelineMinor: 121_000, unconverted: 1 } });
    expect((await listAccounts(rep, accountQuery.parse({}))).totals).toMatchObject({ count: 3, active: 1, deals: { open: 3 } });
    const first = await pageOfAccounts(rep, undefined, null, 2);
    const second = await pageOfAccounts(rep, undefined, first.nextCursor, 2);
    expect([...first.data, ...second.data].map((a) => a.name)).toEqual(['Zeta', 'Betatech', 'Acme']);
    expect(second.nextCursor).toBeNull();
    await expect(pageOfAccounts(rep, undefined, 'x', 2)).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('of another workspace are not there, for anybody', async () => {
    const foreign = await createAccount(theirs.system, { name: 'Foreign' }, 'crm-7');
    await expect(getAccount(ours.system, foreign.id)).rejects.toMatchObject(NOT_FOUND);
    await expect(accountOverview(ours.system, foreign.id)).rejects.toMatchObject(NOT_FOUND);
    await expect(updateAccount(ours.system, foreign.id, { name: 'Taken' })).rejects.toMatchObject(NOT_FOUND);
    expect(await names(ours.system, { q: 'Foreign' })).toEqual([]);
    const cursor = Buffer.from(foreign.id.replaceAll('-', ''), 'hex').toString('base64url');
    expect((await pageOfAccounts(ours.system, undefined, cursor, 50)).data.map((a) => a.name)).not.toContain('Foreign');
    // The same external id is another account in each workspace.
    await upsertAccount(ours.system, 'crm-7', { name: 'Ours' });
    expect((await getAccount(theirs.system, foreign.id)).name).toBe('Foreign');
    expect(await asOwner(`select 1 from account where workspace_id = $1::uuid`, [theirs.id])).toHaveLength(1);
  });
});
