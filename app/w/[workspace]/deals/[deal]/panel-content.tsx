import { Notes } from '@/components/deals/notes';
import { SimilarDeal } from '@/components/deals/similar-deal';
import { Timeline } from '@/components/deals/timeline';
import type { ReadingHabits } from '@/components/ui/format';
import type { PanelTab } from '@/components/insights/panel-tabs';
import type { Deal } from '@/lib/deals/schema';
import { dealNotes, dealTimeline } from '@/lib/deals/timeline';
import { similarWithAccess } from '@/lib/insights/similar-with-access';
import type { Scope } from '@/lib/server/scope';
import { noteOnDeal } from '../actions';

export interface PanelContentProps {
  tab: Exclude<PanelTab, 'evidence'>;
  scope: Scope;
  deal: Deal;
  workspace: string;
  now: string;
  habits: ReadingHabits;
  mayWrite: boolean;
}

/** The tab that the address asks for; the others are not read. */
export async function PanelContent({ tab, scope, deal, workspace, now, habits, mayWrite }: PanelContentProps) {
  if (tab === 'timeline') return <Timeline {...(await dealTimeline(scope, deal.id))} currency={deal.currency} habits={habits} />;
  if (tab === 'notes') return <Notes notes={await dealNotes(scope, deal.id)} workspace={workspace} dealId={deal.id} add={mayWrite ? noteOnDeal : null} now={now} habits={habits} />;
  const { similar, problem, visible, currency } = await similarWithAccess(scope, deal.id);
  if (similar.length === 0) {
    return <p className="py-6 text-center text-dense text-muted">{problem ?? 'No closed deal is known to compare with yet. Each deal that closes from now on can be.'}</p>;
  }
  return (
    <ul className="flex flex-col divide-y divide-hairline">
      {similar.map((found) => (
        <li key={found.dealId} className="py-3 first:pt-0 last:pb-0">
          <SimilarDeal deal={found} href={visible.has(found.dealId) ? `/w/${workspace}/deals/${found.dealId}` : null} currency={currency} habits={habits} />
        </li>
      ))}
    </ul>
  );
}
