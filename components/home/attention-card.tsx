import { CircleCheck } from 'lucide-react';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import { EmptyState } from '@/components/ui/empty-state';
import { RowList } from '@/components/ui/row-list';
import { toneText } from '@/components/ui/tone';
import { ToneIcon } from '@/components/ui/tone-icon';
import type { AttentionDeal, Home, NextAction } from '@/lib/home/report';
import { HomeDealRow, type Reader } from './home-deal';
import { attentionLine, onTrack } from './home-words';

/** What needs the reader now: the most pressing deals with why, and what the advice says to do. */
export function AttentionCard({ home, reader }: { home: Home; reader: Reader }) {
  const deals = `/w/${reader.workspace}/deals`;
  if (home.open.attention === 0) {
    return (
      <Card title="Needs attention">
        <EmptyState icon={<CircleCheck />} title={`No deal needs attention. ${onTrack(home.open, reader.habits)}`} action={<LinkButton href={deals}>See the open deals</LinkButton>}>
          A deal appears here when it goes quiet, slips, stands still or lacks somebody who decides, and past deals in that state were lost more often.
        </EmptyState>
      </Card>
    );
  }
  const more = home.open.attention - home.attention.length;
  return (
    <Card title="Needs attention" line={attentionLine(home, reader.habits)} flush actions={more > 0 && <LinkButton size="sm" href={`${deals}?attention=1`}>See all {home.open.attention}</LinkButton>}>
      <RowList label="Deals that need attention">
        {home.attention.map((deal) => (
          <HomeDealRow key={deal.id} deal={deal} reader={reader}>
            <Reason deal={deal} />
            {deal.action && <Advised action={deal.action} reader={reader} />}
          </HomeDealRow>
        ))}
      </RowList>
    </Card>
  );
}

/** Why it needs attention, whole: the table has six words, here there is room. */
function Reason({ deal: { reason, attention } }: { deal: AttentionDeal }) {
  const tone = attention >= 3 ? 'risk' : 'caution';
  return (
    <p className="mt-1 flex items-start gap-1.5">
      <span className={`mt-0.5 ${toneText[tone]}`}>
        <ToneIcon tone={tone} />
        <span className="sr-only">{tone === 'risk' ? 'High' : 'Medium'} risk: </span>
      </span>
      <span className="min-w-0 wrap-anywhere">{reason ?? 'several conditions together'}</span>
    </p>
  );
}

function Advised({ action, reader }: { action: NextAction; reader: Reader }) {
  return (
    <p className="flex items-start gap-1.5">
      <span className="mt-0.5 text-action">
        <ToneIcon tone="action" />
        <span className="sr-only">Advised: </span>
      </span>
      <span className="min-w-0 wrap-anywhere">
        {action.title} <span className="text-muted">by <DateText iso={action.due} look="day" habits={reader.habits} /></span>
      </span>
    </p>
  );
}
