import type { ReactNode } from 'react';
import { Probability } from '@/components/deals/probability';
import { SimulatedMark } from '@/components/deals/simulated-mark';
import type { ReadingHabits } from '@/components/ui/format';
import { Money } from '@/components/ui/money';
import { Row } from '@/components/ui/row-list';
import type { HomeDeal } from '@/lib/home/report';

export interface Reader {
  workspace: string;
  now: string;
  habits: ReadingHabits;
  /** Whether several people's deals are in sight, so that each row says whose it is. */
  several: boolean;
}

/** A deal as a row of Home: where it is and what it is worth, then what this part of the page has to say of it. */
export function HomeDealRow({ deal, reader, aside, query = '', children }: { deal: Omit<HomeDeal, 'stage'> & { /** Null where the row says otherwise how it stands. */ stage: string | null }; reader: Reader; /** Instead of the chance. */ aside?: ReactNode; query?: string; children?: ReactNode }) {
  return (
    <Row href={`/w/${reader.workspace}/deals/${deal.id}${query}`} title={deal.name} aside={aside ?? <Probability {...deal} />}>
      <p className="text-xs text-muted">
        {deal.amountMinor !== null && (
          <>
            <Money minor={deal.amountMinor} currency={deal.currency} habits={reader.habits} />
            {deal.simulatedFields.includes('amount') && <> <SimulatedMark short /></>}
            {' · '}
          </>
        )}
        {[deal.account, deal.stage, reader.several ? (deal.owner ?? 'nobody’s') : null].filter(Boolean).join(' · ')}
      </p>
      {children}
    </Row>
  );
}
