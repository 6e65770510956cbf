import { beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '@/lib/server/db/testing/database';
import type { Scope } from '@/lib/server/scope';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { listViews, removeView, saveView, updateView } from './saved-views';

useDatabase();

let ours: TestWorkspace, theirs: TestWorkspace;
let rep: Scope, manager: Scope, stranger: Scope;
const view = (name: string, shared = false) => ({ place: 'deals' as const, name, query: 'attention=1', shared });

beforeAll(async () => {
  [ours, theirs] = [await newTestWorkspace('saved-a'), await newTestWorkspace('saved-b')];
  [rep, manager, stranger] = [await newMember(ours, 'rep'), await newMember(ours, 'manager', 'Mia'), await newMember(theirs, 'manager')];
});

describe('saved views', () => {
  it('are one’s own, and those that a manager shares are everybody’s to see', async () => {
    await saveView(rep, view('mine'));
    await saveView(manager, view('private'));
    await saveView(manager, view('team', true));
    expect((await listViews(rep, 'deals')).map(({ name, own, owner }) => [name, own, owner])).toEqual([['mine', true, 'rep'], ['team', false, 'Mia']]);
    expect(await listViews(stranger, 'deals')).toEqual([]);
    await expect(saveView(rep, view('for all', true))).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('have a name once a person', async () => {
    await saveView(rep, view('twice'));
    await expect(saveView(rep, view('twice'))).rejects.toMatchObject({ kind: 'invalid' });
    await saveView(manager, view('twice'));
    const five = await Promise.allSettled(Array.from({ length: 5 }, () => saveView(manager, view('at once'))));
    expect(five.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [first] = (await listViews(manager, 'deals')).filter(({ name }) => name === 'private');
    await expect(updateView(manager, first!.id, { name: 'twice' })).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('are changed and removed by their owner alone', async () => {
    const team = (await listViews(manager, 'deals')).find(({ name }) => name === 'team')!;
    for (const other of [rep, stranger]) {
      await expect(updateView(other, team.id, { query: '' })).rejects.toMatchObject({ kind: 'not_found' });
      await expect(removeView(other, team.id)).rejects.toMatchObject({ kind: 'not_found' });
    }
    expect(await updateView(manager, team.id, { name: 'All of us', query: 'status=won' })).toMatchObject({ name: 'All of us', query: 'status=won', shared: true });
    const mine = (await listViews(rep, 'deals')).find(({ name }) => name === 'mine')!;
    await expect(updateView(rep, mine.id, { shared: true })).rejects.toMatchObject({ kind: 'forbidden' });
    await saveView(rep, await removeView(rep, mine.id));
    expect((await listViews(rep, 'deals')).map(({ name }) => name)).toEqual(['mine', 'twice', 'All of us']);
  });
});
