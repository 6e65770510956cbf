import { BellOff, BellRing, Settings2 } from 'lucide-react';
import type { Metadata } from 'next';
import { InboxList } from '@/components/notifications/inbox-list';
import { MarkAll } from '@/components/notifications/mark-all';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { defaultHabits, formatNumber } from '@/components/ui/format';
import { Kbd } from '@/components/ui/kbd';
import { PageHeader } from '@/components/ui/page-header';
import { Pagination } from '@/components/ui/pagination';
import { Tabs } from '@/components/ui/tabs';
import { hrefWith } from '@/components/ui/url-state';
import { listNotifications, notificationSettings } from '@/lib/notifications/inbox';
import { inboxQuery } from '@/lib/notifications/schema';
import { pageAccess } from '@/lib/server/page';
import { mark, markAll } from './actions';

export const metadata: Metadata = { title: 'Inbox' };

export default async function InboxPage({ params, searchParams }: { params: Promise<{ workspace: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { workspace: slug } = await params;
  const { scope, member } = await pageAccess(slug, 'notification.read');
  const given = await searchParams;
  const at = new Date();
  const query = { unread: given.show === 'unread', cursor: inboxQuery.shape.cursor.safeParse(given.cursor).data };
  // A cursor that is none of ours is the first page.
  const { notifications, nextCursor, unread, total } = await listNotifications(scope, query).catch(() => listNotifications(scope, { ...query, cursor: undefined }));
  const path = `/w/${slug}/inbox`;
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const count = (n: number) => formatNumber(n, habits);
  const kinds = total === 0 ? (await notificationSettings(scope)).filter(({ on }) => on) : [];
  return (
    <>
      <PageHeader
        title="Inbox"
        line={total === 0 ? 'What happened while you were away' : unread === 0 ? `Everything is read, ${count(total)} in all` : `${count(unread)} unread of ${count(total)}`}
        actions={
          <>
            {unread > 0 && <MarkAll workspace={slug} until={at.toISOString()} markAll={markAll} />}
            <LinkButton href={`/w/${slug}/settings/notifications`}>
              <Settings2 aria-hidden />
              Choose kinds
            </LinkButton>
          </>
        }
      />
      <div className="mb-4">
        <Tabs
          label="Notifications" current={query.unread ? 'unread' : 'all'}
          tabs={[{ key: 'all', label: 'All', href: path, count: total }, { key: 'unread', label: 'Unread', href: `${path}?show=unread`, count: unread }]}
        />
      </div>
      <div className="flex max-w-4xl flex-col gap-4">
        {notifications.length > 0 ? (
          <>
            <InboxList workspace={slug} notifications={notifications} now={at.toISOString()} habits={habits} mark={mark} />
            {(nextCursor || query.cursor) && (
              <Pagination
                text={query.cursor ? 'Older notifications' : 'The newest notifications'}
                previousHref={query.cursor ? hrefWith(path, given, { cursor: null }) : null}
                nextHref={nextCursor ? hrefWith(path, given, { cursor: nextCursor }) : null}
              />
            )}
            <p className="text-xs text-muted max-lg:hidden">
              <Kbd keys={['J']} /> <Kbd keys={['K']} /> move, <Kbd keys={['Enter']} /> opens, <Kbd keys={['E']} /> marks as read or unread
            </p>
          </>
        ) : (
          <Card>
            {total > 0 ? (
              <EmptyState icon={<BellRing />} title="Nothing unread" action={<LinkButton href={path}>See all</LinkButton>}>
                You have seen everything. What is new appears here and beside the bell.
              </EmptyState>
            ) : (
              <EmptyState icon={<BellOff />} title="Nothing has happened yet" action={<LinkButton href={`/w/${slug}/deals`}>Go to the deals</LinkButton>}>
                You will be told here, once each: {kinds.map(({ when }) => when.charAt(0).toLowerCase() + when.slice(1)).join('; ')}.
              </EmptyState>
            )}
          </Card>
        )}
      </div>
    </>
  );
}
