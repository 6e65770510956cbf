import type { Metadata } from 'next';
import { KindSwitches } from '@/components/notifications/kind-switches';
import { SettingsHeader } from '@/components/settings/settings-header';
import { Card } from '@/components/ui/card';
import { notificationSettings } from '@/lib/notifications/inbox';
import { KEPT_DAYS } from '@/lib/notifications/schema';
import { pageAccess } from '@/lib/server/page';
import { mute } from './actions';

export const metadata: Metadata = { title: 'Notifications' };

export default async function NotificationSettingsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace: slug } = await params;
  const { scope } = await pageAccess(slug, 'notification.read');
  const kinds = await notificationSettings(scope);
  const on = kinds.filter((kind) => kind.on).length;
  return (
    <>
      <SettingsHeader slug={slug} role={scope.role} current="notifications" line={on === kinds.length ? `All ${kinds.length} kinds reach your inbox` : `${on} of ${kinds.length} kinds reach your inbox`} />
      <div className="max-w-3xl">
        <Card title="What you are told" line={`For you alone, from the next one on. What you have read goes after ${KEPT_DAYS} days.`} flush>
          <KindSwitches workspace={slug} kinds={kinds} mute={mute} />
        </Card>
      </div>
    </>
  );
}
