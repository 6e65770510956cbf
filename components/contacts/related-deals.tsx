import type { ReactNode } from 'react';
import { overdueDays } from '@/components/deals/deal-words';
import { Probability } from '@/components/deals/probability';
import { SimulatedMark } from '@/components/deals/simulated-mark';
import { Badge } from '@/components/ui/badge';
import { DateText } from '@/components/ui/date-text';
import type { ReadingHabits } from '@/components/ui/format';
import { Money } from '@/components/ui/money';
import { Row, RowList } from '@/components/ui/row-list';
import type { RelatedDeal } from '@/lib/contacts/schema';

export interface RelatedDealsProps {
  deals: readonly RelatedDeal[];
  workspace: string;
  now: string;
  habits: ReadingHabits;
  /** Beside each deal: what can be done with it here. */
  control?: (deal: RelatedDeal) => ReactNode;
}

/** The deals of an account or a contact: open ones first, with the chance; closed ones with how they ended. */
export function RelatedDeals({ deals, workspace, now, habits, control }: RelatedDealsProps) {
  return (
    <RowList label="Deals">
      {deals.map((deal) => (
        <Row
          key={deal.id}
          href={`/w/${workspace}/deals/${deal.id}`}
          title={deal.name}
          aside={
            <span className="flex items-center gap-3">
              {deal.status === 'open' ? <Probability {...deal} /> : <Badge tone={deal.status === 'won' ? 'opportunity' : 'risk'}>{deal.status === 'won' ? 'Won' : 'Lost'}</Badge>}
              {control && <span className="relative z-1">{control(deal)}</span>}
            </span>
          }
        >
          <p className="text-xs text-muted">
            {deal.amountMinor !== null && (
              <>
                <Money minor={deal.amountMinor} currency={deal.currency} habits={habits} />
                {deal.simulatedFields.includes('amount') && <> <SimulatedMark short /></>}
                {' · '}
              </>
            )}
            {deal.status === 'open' ? deal.stage : 'closed'}
            {deal.closedAt ? (
              <>
                {' '}
                <DateText iso={deal.closedAt} habits={habits} />
              </>
            ) : (
              deal.expectedCloseAt && (
                <>
                  , {overdueDays(deal, now) === null ? 'closes' : 'was due'} <DateText iso={deal.expectedCloseAt} habits={habits} />
                  {deal.simulatedFields.includes('expectedCloseAt') && <> <SimulatedMark short /></>}
                </>
              )
            )}
            {deal.owner && ` · ${deal.owner}`}
          </p>
        </Row>
      ))}
    </RowList>
  );
}
