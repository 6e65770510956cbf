import { beforeAll, describe, expect, it } from 'vitest';
import { db, transaction } from '@/lib/server/db/tenancy';
import { useDatabase } from '@/lib/server/db/testing/database';
import type { Scope } from '@/lib/server/scope';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { changeInBulk } from './bulk-change';
import { createDeal } from './create-deal';
import { getDeal } from './get-deal';
import { exportListed, listedIds } from './listed-deals';
import { listedDeals, type BulkChange, type BulkItem } from './schema';
import { updateDeal } from './update-deal';

useDatabase();

let ours: TestWorkspace, theirs: TestWorkspace;
let rep: Scope, other: Scope, manager: Scope;
let foreign: string;
const open = () => ours.stages.filter((s) => s.kind === 'open');
const mine = async (name: string) => (await createDeal(rep, { name, amount: 100, expectedCloseAt: '2030-01-31' })).id;
const to = (change: BulkChange, ...ids: string[]): BulkItem[] => ids.map((id) => ({ id, change }));
const audits = (id: string) => transaction(ours.system, () => db(ours.system).auditEvent.count({ where: { entityId: id } }));

beforeAll(async () => {
  [ours, theirs] = [await newTestWorkspace('bulk-a'), await newTestWorkspace('bulk-b')];
  [rep, other, manager] = [await newMember(ours, 'rep', 'Ann'), await newMember(ours, 'rep', 'Bob'), await newMember(ours, 'manager')];
  foreign = (await createDeal(theirs.system, { name: 'theirs' })).id;
});

describe('a change of many deals', () => {
  it('is made where it can be, says why not elsewhere, is audited for each, and is taken back', async () => {
    const [a, b, closed, hidden] = [await mine('a'), await mine('b'), await mine('closed'), (await createDeal(other, { name: 'of Bob' })).id];
    const [first, second] = open();
    await changeInBulk(rep, to({ kind: 'move', stageId: ours.stage('Lost').id, reason: 'test' }, closed));
    const before = await audits(a);
    const { changed, skipped } = await changeInBulk(rep, to({ kind: 'move', stageId: second!.id }, a, hidden, b, closed, foreign));
    expect(changed.map(({ id }) => id)).toEqual([a, b]);
    expect(skipped).toEqual([
      { id: hidden, name: null, reason: 'It is not there any more, or not in your sight.' }, { id: closed, name: 'closed', reason: 'It is lost: open it again first.' },
      { id: foreign, name: null, reason: 'It is not there any more, or not in your sight.' },
    ]);
    expect((await getDeal(rep, a)).stage.id).toBe(second!.id);
    expect(await audits(a)).toBe(before + 1);

    await updateDeal(rep, b, { amount: 7 });
    const back = await changeInBulk(rep, changed.flatMap(({ undo }) => undo ?? []));
    expect(back.changed.map(({ id }) => id)).toEqual([a]);
    expect(back.skipped).toEqual([{ id: b, name: 'b', reason: 'Somebody changed it in the meantime.' }]);
    expect([(await getDeal(rep, a)).stage.id, (await getDeal(rep, b)).stage.id]).toEqual([first!.id, second!.id]);
  });

  it('sets and takes back a day, and counts a slip as one', async () => {
    const id = await mine('day');
    const { changed } = await changeInBulk(rep, to({ kind: 'close_date', day: '2030-03-31T00:00:00.000Z' }, id));
    expect(await getDeal(rep, id)).toMatchObject({ expectedCloseAt: '2030-03-31T00:00:00.000Z', slips: 1 });
    await changeInBulk(rep, [changed[0]!.undo!]);
    expect((await getDeal(rep, id)).expectedCloseAt).toBe('2030-01-31T00:00:00.000Z');
    expect((await changeInBulk(rep, to({ kind: 'close_date', day: '2030-01-31T00:00:00.000Z' }, id))).skipped[0]!.reason).toMatch(/already/);
  });

  it('of the owner needs the right to assign, and an owner of this workspace', async () => {
    const id = await mine('to hand over');
    const handed = to({ kind: 'owner', ownerId: other.principal.id! }, id);
    await expect(changeInBulk(rep, handed)).rejects.toMatchObject({ kind: 'forbidden' });
    const { changed } = await changeInBulk(manager, handed);
    expect((await getDeal(manager, id)).owner!.name).toBe('Bob');
    await changeInBulk(manager, [changed[0]!.undo!]);
    expect((await getDeal(rep, id)).owner!.name).toBe('Ann');
    const stranger = await newMember(theirs, 'rep');
    await expect(changeInBulk(manager, to({ kind: 'owner', ownerId: stranger.principal.id! }, id))).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('that makes no sense touches nothing, and ids of others are not there', async () => {
    const id = await mine('untouched');
    await expect(changeInBulk(rep, to({ kind: 'move', stageId: theirs.stages[0]!.id }, id))).rejects.toMatchObject({ kind: 'invalid' });
    await expect(changeInBulk(rep, to({ kind: 'move', stageId: ours.stage('Won').id }, id))).rejects.toMatchObject({ kind: 'invalid' });
    await expect(changeInBulk(rep, to({ kind: 'move', stageId: open()[1]!.id }, foreign))).rejects.toMatchObject({ kind: 'not_found' });
    expect((await getDeal(rep, id)).version).toBe(1);
  });

  it('asks for advice once a deal', async () => {
    const id = await mine('advice');
    const asked = to({ kind: 'advice' }, id);
    expect((await changeInBulk(rep, asked)).changed).toEqual([{ id, undo: null }]);
    expect((await changeInBulk(rep, asked)).skipped[0]!.reason).toMatch(/already/);
  });

  it('twice at once moves each deal once', async () => {
    const ids = [await mine('race 1'), await mine('race 2')];
    const results = await Promise.all([1, 2].map(() => changeInBulk(rep, to({ kind: 'move', stageId: open()[1]!.id }, ...ids))));
    expect(results.flatMap(({ changed }) => changed.map(({ id }) => id)).sort()).toEqual([...ids].sort());
    expect(await transaction(rep, () => db(rep).stageChange.count({ where: { dealId: ids[0]!, fromStageId: { not: null } } }))).toBe(1);
  });
});

describe('all of a list', () => {
  it('is selected and exported as it is shown, to those in sight', async () => {
    const query = listedDeals.parse({ q: 'race', columns: 'amount,owner' });
    expect((await listedIds(rep, query)).length).toBe(2);
    expect(await listedIds(other, query)).toEqual([]);
    const { head, rows } = await exportListed(manager, listedDeals.parse({ q: 'race', columns: 'owner,amount', sort: 'name', dir: 'asc' }), null);
    expect(head).toEqual(['Deal', 'Account', 'Status', 'Amount', 'Currency', 'Owner']);
    expect(rows).toEqual([['race 1', null, 'open', 100, 'USD', 'Ann'], ['race 2', null, 'open', 100, 'USD', 'Ann']]);
    expect((await exportListed(manager, query, [foreign])).rows).toEqual([]);
  });
});
