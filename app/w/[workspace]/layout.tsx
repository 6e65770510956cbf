import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { QueryProvider } from '@/components/shell/query-provider';
import { navigation, type PlaceKey } from '@/components/shell/places';
import { Shell } from '@/components/shell/shell';
import { parseTheme, themeCookie } from '@/components/shell/theme';
import { readWaiting } from '@/lib/home/waiting';
import { cameIn } from '@/lib/members/way-in';
import { pageAccess, personOfPage } from '@/lib/server/page';
import { allows, type Permission } from '@/lib/server/permissions';
import { changeDeals, dealCommands, moveDeal } from './deals/actions';
import { findRecords } from './search/actions';
import { signOut } from './sign-out';

/** What each place needs; the shell shows nobody a place that would not open. */
const NEEDS: Record<PlaceKey, Permission> = {
  home: 'deal.read', deals: 'deal.read', leads: 'lead.read', inbox: 'notification.read', accounts: 'account.read', contacts: 'contact.read',
  learning: 'learning.read', training: 'training.read', experiments: 'experiment.read', models: 'model.read', plans: 'plan.read', prompts: 'prompt.read',
  import: 'import.read', jobs: 'job.read', audit: 'audit.read', settings: 'workspace.read',
};

export default async function WorkspaceLayout({ params, children }: { params: Promise<{ workspace: string }>; children: ReactNode }) {
  const { workspace: slug } = await params;
  const { scope, member, user } = await pageAccess(slug, 'workspace.read');
  const person = await personOfPage();
  await cameIn(user, member.workspace.id);
  const allowed = new Set((Object.keys(NEEDS) as PlaceKey[]).filter((place) => allows(member.role, NEEDS[place])));
  return (
    <QueryProvider>
      <Shell
        workspace={member.workspace}
        workspaces={(person?.memberships ?? []).map(({ workspace }) => ({ slug: workspace.slug, name: workspace.name }))}
        sections={navigation(slug, allowed, await readWaiting(scope))}
        user={{ name: member.memberName, email: user.email, theme: parseTheme((await cookies()).get(themeCookie)?.value), signOut }}
        searchAction={`/w/${slug}/deals`}
        palette={{ find: findRecords, deal: dealCommands, change: allows(member.role, 'deal.write') ? { move: moveDeal, advise: changeDeals } : null }}
      >
        {children}
      </Shell>
    </QueryProvider>
  );
}
