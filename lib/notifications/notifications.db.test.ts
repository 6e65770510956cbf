import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { removeMember } from '@/lib/members/remove-member';
import { importedMember, testPerson, testWorkspace, type TestPerson } from '@/lib/members/testing/people';
import { db, transaction } from '@/lib/server/db/tenancy';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { keyScope, type Scope } from '@/lib/server/scope';
import { createDeal } from '@/lib/deals/create-deal';
import { newTestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { listNotifications, markAllRead, markNotification, muteKind, notificationSettings, removeOldNotifications, unreadCount } from './inbox';
import { notify } from './notify';
import type { Notice } from './schema';

useDatabase();

let ours: Scope, theirs: Scope;
let ann: TestPerson, mia: TestPerson, olu: TestPerson, stranger: TestPerson;
beforeAll(async () => {
  ours = (await newTestWorkspace('ours')).system;
  theirs = await testWorkspace('theirs');
  ann = await testPerson(ours, 'rep', 'ann@people.test');
  mia = await testPerson(ours, 'manager', 'mia@people.test');
  olu = await testPerson(ours, 'operator', 'olu@people.test');
  stranger = await testPerson(theirs, 'admin', 'stranger@people.test');
});
beforeEach(async () => {
  await asOwner('delete from notification');
  await asOwner('delete from notification_mute');
});

const said = (dedupeKey: string, to: Notice['to']): Notice => ({ kind: 'plan_waiting', severity: 'medium', title: `About ${dedupeKey}`, path: '/plans', dedupeKey, to });
const titles = async ({ scope }: TestPerson) => (await listNotifications(scope, { unread: false })).notifications.map(({ title }) => title);

describe('who is told', () => {
  it('those meant, once per onset however often it is said, also at once', async () => {
    const to = { roles: ['manager', 'operator'] } as const;
    expect(await notify(ours, said('a', to))).toBe(2);
    await Promise.all([notify(ours, said('a', to)), notify(ours, said('a', to)), notify(ours, said('b', { members: [ann.memberId, ann.memberId] }))]);
    expect([await titles(ann), await titles(mia), await titles(olu), await titles(stranger)]).toEqual([['About b'], ['About a'], ['About a'], []]);
  });

  it('not who did it, nor who cannot sign in, nor anybody of another workspace', async () => {
    const silent = await importedMember(ours, 'Imported');
    expect(await notify(mia.scope, said('c', { members: [ann.memberId, mia.memberId, silent, stranger.memberId] }))).toBe(1);
    expect([await titles(ann), await titles(mia), await titles(stranger)]).toEqual([['About c'], [], []]);
  });

  it('the owner of a deal, also when it is out of the sight of who says so', async () => {
    const deal = await createDeal(ann.scope, { name: 'Acme' });
    const narrow = { ...mia.scope, sight: [mia.memberId] } as unknown as Scope;
    expect(await notify(narrow, said('d', { ownerOf: deal.id }))).toBe(1);
    expect(await titles(ann)).toEqual(['About d']);
    expect(await notify(theirs, said('d', { ownerOf: deal.id }))).toBe(0);
  });

  it('nobody who was removed, from then on', async () => {
    const gone = await testPerson(ours, 'manager', 'gone@people.test');
    await notify(ours, said('e', { members: [gone.memberId] }));
    await removeMember(ours, gone.memberId);
    expect(await notify(ours, said('f', { members: [gone.memberId] }))).toBe(0);
    expect(await notify(ours, said('f', { roles: ['manager'] }))).toBe(1);
  });

  it('with the transaction in which it happened, or not at all', async () => {
    await expect(transaction(ours, async () => {
      await notify(ours, said('g', { members: [ann.memberId] }));
      throw new Error('it did not happen');
    })).rejects.toThrow('it did not happen');
    expect(await titles(ann)).toEqual([]);
  });

  it('a long name is cut, a foreign address refused', async () => {
    await notify(ours, { ...said('h', { members: [ann.memberId] }), title: 'x'.repeat(500), body: 'y'.repeat(5000) });
    const [row] = (await listNotifications(ann.scope, { unread: false })).notifications;
    expect([row?.title.length, row?.body.length]).toEqual([200, 600]);
    for (const path of ['https://evil.test/', '//evil.test', 'plans', '/plans\n']) {
      await expect(notify(ours, { ...said('i', { members: [ann.memberId] }), path })).rejects.toMatchObject({ kind: 'invalid' });
    }
  });
});

describe('the inbox', () => {
  const fill = async (n: number) => {
    for (let i = 0; i < n; i++) await notify(ours, said(`n${i}`, { members: [ann.memberId, mia.memberId] }));
  };

  it('has the newest first, page by page', async () => {
    await notify(ours, Array.from({ length: 60 }, (_, i) => said(`n${i}`, { members: [ann.memberId] })));
    const first = await listNotifications(ann.scope, { unread: false });
    const second = await listNotifications(ann.scope, { unread: false, cursor: first.nextCursor! });
    expect([first.notifications.length, second.notifications.length, second.nextCursor, first.unread, first.total]).toEqual([50, 10, null, 60, 60]);
    expect(new Set([...first.notifications, ...second.notifications].map(({ id }) => id)).size).toBe(60);
  });

  it('knows what was read, one by one and all that stood there', async () => {
    await fill(3);
    const [newest] = (await listNotifications(ann.scope, { unread: false })).notifications;
    expect(await markNotification(ann.scope, { id: newest!.id, read: true })).toEqual({ unread: 2 });
    expect((await listNotifications(ann.scope, { unread: true })).notifications.map(({ title }) => title)).toEqual(['About n1', 'About n0']);
    expect(await markNotification(ann.scope, { id: newest!.id, read: false })).toEqual({ unread: 3 });
    const seenAt = new Date();
    await new Promise((later) => setTimeout(later, 5));
    await notify(ours, said('later', { members: [ann.memberId] }));
    expect(await markAllRead(ann.scope, seenAt)).toEqual({ marked: 3, unread: 1 });
    expect([await unreadCount(ann.scope), await unreadCount(mia.scope)]).toEqual([1, 3]);
  });

  it('is one’s own: a colleague’s is as unknown as another workspace’s, and a key has none', async () => {
    await fill(1);
    const [own] = (await listNotifications(ann.scope, { unread: false })).notifications;
    for (const other of [mia.scope, stranger.scope]) {
      await expect(markNotification(other, { id: own!.id, read: true })).rejects.toMatchObject({ kind: 'not_found' });
    }
    await markAllRead(mia.scope, new Date());
    expect(await unreadCount(ann.scope)).toBe(1);
    const key = keyScope({ id: uuidv7(), name: 'key', role: 'admin', workspaceId: ours.workspaceId }, 'test');
    await expect(listNotifications(key, { unread: false })).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await unreadCount(key)).toBe(0);
  });
});

describe('silenced kinds', () => {
  it('are not written for who silenced them, until they speak again', async () => {
    await muteKind(mia.scope, { kind: 'plan_waiting', muted: true });
    await muteKind(mia.scope, { kind: 'plan_waiting', muted: true });
    expect(await notify(ours, said('a', { members: [ann.memberId, mia.memberId] }))).toBe(1);
    await muteKind(mia.scope, { kind: 'plan_waiting', muted: false });
    await notify(ours, said('b', { members: [mia.memberId] }));
    expect(await titles(mia)).toEqual(['About b']);
    expect(await asOwner(`select before, after from audit_event where action = 'notification.settings' order by id`)).toEqual([
      { before: { plan_waiting: true }, after: { plan_waiting: false } }, { before: { plan_waiting: false }, after: { plan_waiting: true } },
    ]);
  });

  it('are offered to whom they can reach', async () => {
    expect((await notificationSettings(ann.scope)).map(({ kind }) => kind)).toEqual(['deal_attention', 'deal_assigned', 'lead_assigned', 'advice_ready']);
    expect((await notificationSettings(olu.scope)).map(({ kind }) => kind)).toContain('job_failed');
  });
});

it('what was read long ago goes, and nothing else', async () => {
  const now = new Date();
  await notify(ours, ['old', 'new', 'unread'].map((key) => said(key, { members: [ann.memberId] })));
  await transaction(ours, async () => {
    await db(ours).notification.updateMany({ where: { dedupeKey: 'old' }, data: { readAt: new Date(now.getTime() - 91 * 86_400_000) } });
    await db(ours).notification.updateMany({ where: { dedupeKey: 'new' }, data: { readAt: new Date(now.getTime() - 89 * 86_400_000) } });
  });
  expect([await removeOldNotifications(theirs, now), await removeOldNotifications(ours, now)]).toEqual([0, 1]);
  expect((await titles(ann)).sort()).toEqual(['About new', 'About unread']);
});
