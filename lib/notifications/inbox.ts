/** A person's own notifications: listed, counted, marked, silenced. An API key has none. */
import { z } from 'zod';
import { audit } from '@/lib/server/audit';
import { cursorPage, decodeCursor } from '@/lib/server/cursor';
import { transaction } from '@/lib/server/db/tenancy';
import { forbidden, notFound } from '@/lib/server/errors';
import { ROLES } from '@/lib/server/permissions';
import type { Scope } from '@/lib/server/scope';
import { KEPT_DAYS, KINDS, NOTIFICATION_KINDS, notificationKind, type InboxQuery, type Notification, type NotificationKind, type NotificationSeverity } from './schema';
import { countAll, countUnread, deleteRead, findMutes, findNotifications, findOwn, setMute, setRead } from './store';

const PAGE = 50;
const DAY = 86_400_000;

function ownId({ principal }: Scope): string {
  if (principal.kind !== 'member') throw forbidden('Only a person has an inbox.');
  return principal.id;
}

export type Inbox = { notifications: Notification[]; nextCursor: string | null; unread: number; total: number };

export const listNotifications = (scope: Scope, { unread, cursor }: InboxQuery): Promise<Inbox> => transaction(scope, async () => {
  const memberId = ownId(scope);
  const found = await findNotifications(scope, memberId, unread, decodeCursor(cursor ?? null), PAGE + 1);
  const { data, nextCursor } = cursorPage(found, PAGE);
  const notifications = data.map(({ kind, severity, createdAt, readAt, ...said }): Notification => ({
    ...said, kind: kind as NotificationKind, severity: severity as NotificationSeverity, createdAt: createdAt.toISOString(), read: readAt !== null,
  }));
  return { notifications, nextCursor, unread: await countUnread(scope, memberId), total: await countAll(scope, memberId) };
});

/** How many are unread: for the bell. None for who is no person. */
export const unreadCount = (scope: Scope): Promise<number> =>
  scope.principal.kind === 'member' ? transaction(scope, () => countUnread(scope, ownId(scope))) : Promise.resolve(0);

export const markInput = z.object({ id: z.uuid(), read: z.boolean() });

/** Marks one of one's own as read or unread, and says how many are unread now. Throws not_found. */
export const markNotification = (scope: Scope, { id, read }: z.output<typeof markInput>): Promise<{ unread: number }> => transaction(scope, async () => {
  const memberId = ownId(scope);
  if (!(await findOwn(scope, memberId, id))) throw notFound('notification');
  await setRead(scope, memberId, { id }, read ? new Date() : null);
  return { unread: await countUnread(scope, memberId) };
});

/** Marks all that stood there when the person looked: what came since stays unread. */
export const markAllRead = (scope: Scope, until: Date): Promise<{ marked: number; unread: number }> => transaction(scope, async () => {
  const memberId = ownId(scope);
  const marked = await setRead(scope, memberId, { until }, new Date());
  return { marked, unread: await countUnread(scope, memberId) };
});

export type KindSetting = { kind: NotificationKind; label: string; when: string; on: boolean };

/** The kinds that can reach somebody of this role, each on or off. */
export const notificationSettings = (scope: Scope): Promise<KindSetting[]> => transaction(scope, async () => {
  const muted = new Set(await findMutes(scope, ownId(scope)));
  return NOTIFICATION_KINDS
    .filter((kind) => ROLES.indexOf(scope.role) >= ROLES.indexOf(KINDS[kind].least))
    .map((kind) => ({ kind, label: KINDS[kind].label, when: KINDS[kind].when, on: !muted.has(kind) }));
});

export const muteInput = z.object({ kind: notificationKind, muted: z.boolean() });

/** Silences a kind for oneself, or lets it speak again: from the next one on. */
export const muteKind = (scope: Scope, { kind, muted }: z.output<typeof muteInput>): Promise<void> => transaction(scope, async () => {
  const memberId = ownId(scope);
  if (!(await setMute(scope, memberId, kind, muted))) return;
  await audit(scope, { action: 'notification.settings', entityId: memberId, before: { [kind]: muted }, after: { [kind]: !muted } });
});

/** Every night: what was read long ago goes. */
export const removeOldNotifications = (scope: Scope, now: Date): Promise<number> =>
  transaction(scope, () => deleteRead(scope, new Date(now.getTime() - KEPT_DAYS * DAY)));
