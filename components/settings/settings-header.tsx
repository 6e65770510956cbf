import type { ReactNode } from 'react';
import { PageHeader } from '@/components/ui/page-header';
import { Tabs } from '@/components/ui/tabs';
import { allows, type Permission } from '@/lib/server/permissions';
import type { Role } from '@/lib/server/scope';

/** The tabs of Settings. A new one gets its line here and its folder under app/w/[workspace]/settings. */
const TABS = {
  you: { label: 'You', needs: 'self.manage' },
  notifications: { label: 'Notifications', needs: 'notification.read' },
  members: { label: 'Members', needs: 'member.read' },
  teams: { label: 'Teams', needs: 'member.read' },
  keys: { label: 'Keys', needs: 'key.manage' },
  rules: { label: 'Rules', needs: 'rule.read' },
  providers: { label: 'Providers', needs: 'provider.read' },
  learning: { label: 'Learning', needs: 'learning.manage' },
  workspace: { label: 'Workspace', needs: 'workspace.read' },
} as const satisfies Record<string, { label: string; needs: Permission }>;

export type SettingsTab = keyof typeof TABS;

/** Head of each page of Settings: what is true of it now, and the way to the others that this role may open. */
export function SettingsHeader({ slug, role, current, line, actions }: { slug: string; role: Role; current: SettingsTab; line?: ReactNode; actions?: ReactNode }) {
  const tabs = (Object.keys(TABS) as SettingsTab[])
    .filter((key) => allows(role, TABS[key].needs))
    .map((key) => ({ key, label: TABS[key].label, href: `/w/${slug}/settings/${key}` }));
  return (
    <>
      <PageHeader title={`Settings: ${TABS[current].label}`} line={line} actions={actions} />
      <div className="mb-4">
        <Tabs label="Settings" tabs={tabs} current={current} />
      </div>
    </>
  );
}
