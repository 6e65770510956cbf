import type { Metadata } from 'next';
import { browserName } from '@/components/people/browser-name';
import { EndOthers, EndSession, OwnName, OwnPassword } from '@/components/people/own-forms';
import { roleLabels, roleMeanings } from '@/components/people/roles';
import { SettingsHeader } from '@/components/settings/settings-header';
import { Chip } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { DateText, RelativeTime } from '@/components/ui/date-text';
import { defaultHabits } from '@/components/ui/format';
import { ownSessions } from '@/lib/members/own-account';
import { pageAccess } from '@/lib/server/page';
import { endOthers, endSession, rename, setPassword } from './actions';

export const metadata: Metadata = { title: 'You' };

export default async function YouPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace: slug } = await params;
  const { scope, member, user } = await pageAccess(slug, 'self.manage');
  const sessions = await ownSessions(user);
  const now = new Date().toISOString();
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  return (
    <>
      <SettingsHeader slug={slug} role={scope.role} current="you" line={`${user.email}, ${roleLabels[scope.role].toLowerCase()} in ${member.workspace.name}: ${roleMeanings[scope.role]}`} />
      <div className="grid max-w-5xl items-start gap-4 lg:grid-cols-2">
        <Card title="Name">
          <OwnName workspace={slug} name={member.memberName} rename={rename} />
        </Card>
        <Card title="Password" line="Changing it ends all other sessions.">
          <OwnPassword email={user.email} set={setPassword} />
        </Card>
        <Card title="Where you are signed in" line="A session ends by itself after 14 days." actions={sessions.length > 1 && <EndOthers end={endOthers} />} flush className="lg:col-span-2">
          <ul className="divide-y divide-hairline border-t border-hairline">
            {sessions.map(({ id, userAgent, current, createdAt, lastSeenAt }) => (
              <li key={id} className="flex items-center justify-between gap-4 px-4 py-2 text-dense">
                <div className="min-w-0">
                  <p className="font-medium">{browserName(userAgent)}</p>
                  <p className="text-xs text-muted">
                    since <DateText iso={createdAt.toISOString()} look="minute" habits={habits} />, last used <RelativeTime iso={lastSeenAt.toISOString()} now={now} habits={habits} />
                  </p>
                </div>
                {current ? <Chip>This one</Chip> : <EndSession id={id} name={browserName(userAgent)} end={endSession} />}
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </>
  );
}
