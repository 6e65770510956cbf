import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { DateText } from '@/components/ui/date-text';
import { formatNumber, type ReadingHabits } from '@/components/ui/format';
import { countOf } from './deal-words';

export interface SimilarDealFacts {
  name: string; account: string | null; product: string | null; amount: number | null;
  outcome: 'won' | 'lost'; closedAt: number; daysOpen: number; similarity: number; reasons: readonly string[];
}

/** A past deal, how it ended, and why it is held against this one. `href` is null when it belongs to a colleague. */
export function SimilarDeal({ deal, href, currency, habits }: { deal: SimilarDealFacts; href: string | null; currency: string; habits: ReadingHabits }) {
  const facts = [deal.account, deal.product, deal.amount === null ? null : `${formatNumber(deal.amount, habits)} ${currency}`, `open for ${countOf(Math.floor(deal.daysOpen), 'day')}`];
  return (
    <div className="text-dense">
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
        {href ? (
          <Link href={href} prefetch={false} className="font-medium underline-offset-3 wrap-anywhere hover:underline">
            {deal.name}
          </Link>
        ) : (
          <span className="font-medium wrap-anywhere" title="Belongs to a colleague: you see what it teaches, not the deal itself">
            {deal.name}
          </span>
        )}
        <Badge tone={deal.outcome === 'won' ? 'opportunity' : 'risk'}>{deal.outcome}</Badge>
        <span className="text-xs text-muted">
          <DateText iso={new Date(deal.closedAt).toISOString()} habits={habits} />
        </span>
      </p>
      <p className="text-muted">{facts.filter(Boolean).join(', ')}</p>
      <p className="text-xs text-muted">
        {Math.round(deal.similarity * 100)}% alike: {deal.reasons.join(', ')}
      </p>
    </div>
  );
}
