import Link from 'next/link';
import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { DateText } from '@/components/ui/date-text';
import { formatNumber, type ReadingHabits } from '@/components/ui/format';
import { Money } from '@/components/ui/money';
import { cx } from '@/components/ui/cx';
import { toneText } from '@/components/ui/tone';
import type { Converted } from '@/lib/deals/conversion';
import type { Deal } from '@/lib/deals/schema';
import { countOf, daysBetween, overdueDays, stayTone, times } from './deal-words';
import { SimulatedMark } from './simulated-mark';

export interface DealFactsProps {
  deal: Deal;
  /** What it is worth in the workspace's own currency, where that is another. */
  converted: Converted | null;
  workspace: string;
  /** Median days of won deals in this stage. */
  usual: number | null;
  now: string;
  habits: ReadingHabits;
}

/** Account, stage with its days, amount, close date, owner: what a rep would say of the deal in one breath. */
export function DealFacts({ deal, converted, workspace, usual, now, habits }: DealFactsProps) {
  const simulated = (field: string) => deal.simulatedFields.includes(field) && <SimulatedMark />;
  const days = Math.max(0, daysBetween(deal.stageEnteredAt, now));
  const late = overdueDays(deal, now);
  const tone = stayTone(days, usual);
  const open = deal.status === 'open';
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-2 text-dense">
      <Fact label="Account">
        {deal.account ? (
          <Link href={`/w/${workspace}/accounts/${deal.account.id}`} prefetch={false} className="underline-offset-3 hover:underline">
            {deal.account.name}
          </Link>
        ) : (
          <span className="text-muted">none</span>
        )}
      </Fact>
      <Fact label="Stage">
        {open ? (
          <>
            {deal.stage.name}, <span className={tone === 'neutral' ? undefined : cx('font-medium', toneText[tone])}>{countOf(days, 'day')}</span>
            {usual !== null && <span className="text-muted"> (usual {Math.round(usual)})</span>}
            {simulated('stageId')}
          </>
        ) : (
          <Badge tone={deal.status === 'won' ? 'opportunity' : 'risk'}>{deal.status}</Badge>
        )}
      </Fact>
      <Fact label="Amount">
        {deal.amountMinor === null ? <span className="text-muted">not set</span> : <Money minor={deal.amountMinor} currency={deal.currency} habits={habits} />}
        {converted && <span className="text-muted">({convertedWords(converted, deal.currency, habits)})</span>}
        {simulated('amount')}
      </Fact>
      {open ? (
        <Fact label="Closes">
          {deal.expectedCloseAt ? <DateText iso={deal.expectedCloseAt} habits={habits} /> : <span className="text-muted">not set</span>}
          {late !== null && <span className="font-medium text-risk">{countOf(late, 'day')} overdue</span>}
          {deal.slips > 0 && <span className="text-muted">(moved {times(deal.slips)})</span>}
          {simulated('expectedCloseAt')}
        </Fact>
      ) : (
        deal.closedAt && (
          <Fact label="Closed">
            <DateText iso={deal.closedAt} habits={habits} />
          </Fact>
        )
      )}
      {deal.product && <Fact label="Product">{deal.product.name}</Fact>}
      <Fact label="Owner">{deal.owner?.name ?? <span className="text-muted">nobody</span>}</Fact>
      {deal.competitor && <Fact label="Competitor">{deal.competitor}{simulated('competitor')}</Fact>}
      {deal.discount !== null && deal.discount > 0 && <Fact label="Discount">{Math.round(deal.discount * 1000) / 10}%{simulated('discount')}</Fact>}
    </dl>
  );
}

const convertedWords = ({ amount, currency, rate }: Converted, from: string, habits: ReadingHabits): string =>
  amount === null || rate === null ? `no rate to ${currency} is stored, so the score leaves it out` : `${formatNumber(amount, habits)} ${currency} at ${formatNumber(rate, habits, 4)} a ${from}`;

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="flex flex-wrap items-baseline gap-x-1.5 wrap-anywhere">{children}</dd>
    </div>
  );
}
