import { CircleX, Trophy } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatMoney, formatNumber, type ReadingHabits } from '@/components/ui/format';
import { Money } from '@/components/ui/money';
import { CARDS_A_STAGE, CLOSED_DAYS, type BoardEnd } from '@/lib/deals/board';
import type { CardColumn } from './board-moves';
import { countOf } from './deal-words';

/** A stage: what it adds up to, and its cards. */
export function StageLane({ column: { stage, totals, cards }, currency, moreHref, habits, children }: { column: CardColumn; currency: string; moreHref: string; habits: ReadingHabits; children: ReactNode }) {
  const more = totals.count - Math.min(cards.length, CARDS_A_STAGE);
  return (
    <section aria-label={stage.name} data-lane={stage.id} className="board-lane">
      <header className="flex flex-col gap-0.5 px-1 pb-2">
        <h2 className="flex items-baseline justify-between gap-2 text-dense font-semibold">
          <span className="truncate">{stage.name}</span>
          <span className="text-xs font-normal text-muted">
            {formatNumber(totals.count, habits)} <span className="sr-only">{totals.count === 1 ? 'deal' : 'deals'}</span>
          </span>
        </h2>
        <p className="text-xs text-muted">
          {totals.expected !== null && <>{formatMoney(totals.expected, currency, habits, true).slice(0, -currency.length)}expected of </>}
          <Money minor={totals.minor} currency={currency} compact habits={habits} />
        </p>
      </header>
      <div className="board-cards">
        {children}
        {cards.length === 0 && <p className="rounded-box border border-dashed border-hairline-strong px-3 py-4 text-center text-xs text-muted">No deal of these filters is in this stage.</p>}
        {more > 0 && (
          <Link href={moreHref} prefetch={false} className="link px-1 py-2 text-xs">
            and {formatNumber(more, habits)} more
          </Link>
        )}
      </div>
    </section>
  );
}

/** A way to end: how many went there lately, and a place to drop a deal. */
export function EndLane({ end: { stage, totals }, currency, href, habits }: { end: BoardEnd; currency: string; href: string; habits: ReadingHabits }) {
  const Icon = stage.kind === 'won' ? Trophy : CircleX;
  return (
    <section aria-label={stage.name} data-lane={stage.id} className="board-lane board-lane--end">
      <h2 className="flex items-center gap-1.5 text-dense font-semibold">
        <Icon size={14} aria-hidden className={stage.kind === 'won' ? 'text-opportunity' : 'text-risk'} />
        {stage.name}
      </h2>
      <p className="pt-1 text-xs text-muted">
        <Link href={href} prefetch={false} className="underline-offset-3 hover:underline">
          {countOf(totals.count, 'deal')}
        </Link>{' '}
        in the last {CLOSED_DAYS} days
      </p>
      <p className="text-xs text-muted"><Money minor={totals.minor} currency={currency} compact habits={habits} /></p>
      <p aria-hidden className="pt-3 text-xs text-muted pointer-coarse:hidden">Drop a deal here to close it.</p>
    </section>
  );
}
