import { beforeAll, describe, expect, it } from 'vitest';
import { createDeal } from '@/lib/deals/create-deal';
import { getDeal } from '@/lib/deals/get-deal';
import { listDeals, openList } from '@/lib/deals/list-deals';
import { NOBODY, dealQuery } from '@/lib/deals/schema';
import { upsertDeal } from '@/lib/deals/upsert-deal';
import { updateDeal } from '@/lib/deals/update-deal';
import { createTeam } from '@/lib/members/teams';
import { changeSettings } from '@/lib/workspaces/change-settings';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { sightOf } from './access';
import { db, transaction } from './db/tenancy';
import { useDatabase } from './db/testing/database';
import { findWorkspace } from './doors/auth';
import { memberScope, type Role, type Scope } from './scope';

useDatabase();

let workspace: TestWorkspace;
let ids: Record<'boss' | 'ann' | 'bob', string>;
let deals: Record<'unowned' | 'ann' | 'bob', string>;
let team: string;

beforeAll(async () => {
  workspace = await newTestWorkspace();
  team = (await createTeam(workspace.system, 'East')).id;
  const member = async (name: string, role: Role) => (await newMember(workspace, role, name)).principal.id!;
  ids = { boss: await member('Boss', 'manager'), ann: await member('Ann', 'rep'), bob: await member('Bob', 'rep') };
  await transaction(workspace.system, () => db(workspace.system).member.updateMany({ where: { id: { in: [ids.boss, ids.ann] } }, data: { teamId: team } }));
  const deal = async (name: string, ownerId: string | null) => (await createDeal(workspace.system, { name, ownerId })).id;
  deals = { unowned: await deal('unowned', null), ann: await deal('of Ann', ids.ann), bob: await deal('of Bob', ids.bob) };
});

/** The scope that the member's next request gets. */
async function scopeOf(id: string, role: Role, teamId: string | null = team): Promise<Scope> {
  const found = await findWorkspace(workspace.slug);
  const sight = await sightOf({ memberId: id, role, teamId, workspace: found! });
  return memberScope({ id, userId: id, name: role, role, workspaceId: workspace.id }, sight, 'test');
}
const query = dealQuery.parse({});
const names = async (scope: Scope) => (await listDeals(scope, query)).rows.map((row) => row.name).sort();

describe('whose deals are in sight', () => {
  it('is decided by role, team and settings', async () => {
    expect(await sightOf({ memberId: ids.boss, role: 'operator', teamId: null, workspace: (await findWorkspace(workspace.slug))! })).toBe('all');
    expect(new Set((await scopeOf(ids.boss, 'manager')).sight)).toEqual(new Set([ids.boss, ids.ann, NOBODY]));
    expect((await scopeOf(ids.boss, 'manager', null)).sight).toEqual([ids.boss, NOBODY]);
    expect((await scopeOf(ids.ann, 'rep')).sight).toEqual([ids.ann]);
  });

  it('has deals without an owner for a manager, in the list, by filter and one by one, and nobody else’s', async () => {
    const boss = await scopeOf(ids.boss, 'manager');
    expect(await names(boss)).toEqual(['of Ann', 'unowned']);
    expect((await listDeals(boss, { ...query, owner: NOBODY })).rows.map((row) => row.id)).toEqual([deals.unowned]);
    expect((await openList(boss, query)).unowned).toBe(true);
    expect((await getDeal(boss, deals.unowned)).owner).toBeNull();
    await expect(getDeal(boss, deals.bob)).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('has none of them for a rep, unless the workspace says so', async () => {
    const before = await scopeOf(ids.ann, 'rep');
    expect(await names(before)).toEqual(['of Ann']);
    expect((await openList(before, query)).unowned).toBe(false);
    await expect(getDeal(before, deals.unowned)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(updateDeal(before, deals.unowned, { name: 'taken' })).rejects.toMatchObject({ kind: 'not_found' });
    await changeSettings(workspace.system, { repSeesUnowned: true });
    const after = await scopeOf(ids.ann, 'rep');
    expect(await names(after)).toEqual(['of Ann', 'unowned']);
    await expect(updateDeal(after, deals.unowned, { ownerId: ids.ann })).rejects.toMatchObject({ kind: 'forbidden' });
    await changeSettings(workspace.system, { repSeesUnowned: false });
  });

  it('is kept for a deal that is named by its external id: neither changed nor made again', async () => {
    await upsertDeal(workspace.system, 'crm-1', { name: 'of Bob too', owner: 'Bob' });
    await expect(upsertDeal(await scopeOf(ids.ann, 'rep'), 'crm-1', { name: 'taken' })).rejects.toMatchObject({ kind: 'not_found' });
    expect((await upsertDeal(await scopeOf(ids.bob, 'rep'), 'crm-1', {})).deal.name).toBe('of Bob too');
    await transaction(workspace.system, () => db(workspace.system).deal.deleteMany({ where: { externalId: 'crm-1' } }));
  });

  it('is kept by the database when the code forgets it', async () => {
    const count = (sight: Scope['sight']) => {
      const scope = memberScope({ id: ids.ann, userId: ids.ann, name: 'x', role: 'rep', workspaceId: workspace.id }, sight, 'test');
      return transaction(scope, async () => {
        const written = await db(scope).deal.updateMany({ where: { ownerId: null }, data: { topReason: 'seen' } });
        return [(await db(scope).deal.findMany({ where: {} })).length, written.count];
      });
    };
    expect(await count([])).toEqual([0, 0]);
    expect(await count([ids.ann])).toEqual([1, 0]);
    expect(await count([NOBODY])).toEqual([1, 1]);
    expect(await count([ids.ann, NOBODY])).toEqual([2, 1]);
    expect(await count('all')).toEqual([3, 1]);
  });

  it('lets a manager hand one out: it goes to its owner, and out of the sight of those who do not see that owner', async () => {
    const boss = await scopeOf(ids.boss, 'manager');
    await updateDeal(boss, deals.unowned, { ownerId: ids.ann });
    expect(await names(await scopeOf(ids.ann, 'rep'))).toEqual(['of Ann', 'unowned']);
    await updateDeal(boss, deals.unowned, { ownerId: ids.bob });
    expect(await names(boss)).toEqual(['of Ann']);
  });
});
