import { ArrowRightLeft } from 'lucide-react';
import Link from 'next/link';
import { Menu } from '@/components/ui/menu';
import { Money } from '@/components/ui/money';
import type { ReadingHabits } from '@/components/ui/format';
import type { Stage } from '@/lib/deals/schema';
import type { BoardCard } from './board-moves';
import { CloseDate } from './close-date';
import { Probability } from './probability';
import { SimulatedMark } from './simulated-mark';
import { StageStay } from './stage-stay';
import { TopReason } from './top-reason';

export interface BoardCardProps {
  card: BoardCard;
  stage: Stage;
  stages: readonly Stage[];
  href: string;
  panelHref: string;
  /** Open in the panel. */
  current: boolean;
  /** Null for someone who may only look. */
  onMove: ((stageId: string) => void) | null;
  now: string;
  habits: ReadingHabits;
}

/** A deal on the board: what decides whether to open it. */
export function BoardCardView({ card, stage, stages, href, panelHref, current, onMove, now, habits }: BoardCardProps) {
  const entries = (kinds: readonly string[]) => stages.filter((to) => to.id !== stage.id && kinds.includes(to.kind))
    .map((to) => ({ key: to.id, label: to.kind === 'open' ? to.name : `Close as ${to.name.toLowerCase()}`, onSelect: () => onMove?.(to.id) }));
  return (
    <article tabIndex={-1} draggable={onMove !== null} data-card={card.id} data-href={href} data-panel-href={panelHref} aria-current={current || undefined} aria-label={card.name} className="board-card">
      <div className="flex items-start gap-1">
        <div className="min-w-0 flex-1">
          <Link href={href} prefetch={false} draggable={false} className="line-clamp-2 text-dense font-medium wrap-anywhere hover:underline" title={card.name}>
            {card.name}
          </Link>
          <p className="truncate text-xs text-muted">{card.account ?? 'no account'}</p>
        </div>
        {onMove && (
          <Menu
            label={`Move ${card.name} to`} variant="ghost" size="sm" iconOnly className="-me-1.5 -mt-1 text-muted" trigger={<ArrowRightLeft aria-hidden />}
            groups={[{ key: 'open', label: 'Move to', entries: entries(['open']) }, { key: 'ends', entries: entries(['won', 'lost']) }].filter((group) => group.entries.length > 0)}
          />
        )}
      </div>
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1 text-dense">
        <span className="flex items-baseline gap-1.5">
          {card.amountMinor === null ? <span className="text-muted">no amount</span> : <Money minor={card.amountMinor} currency={card.currency} habits={habits} />}
          {card.simulatedFields.includes('amount') && <SimulatedMark short />}
        </span>
        <CloseDate deal={card} now={now} habits={habits} />
      </div>
      {card.status === 'open' && (
        <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 text-dense">
          <Probability {...card} line />
          <StageStay since={card.stageEnteredAt} now={now} usual={card.usual} />
        </div>
      )}
      {card.topReason && (
        <div className="text-xs">
          <TopReason reason={card.topReason} attention={card.attention} drawn wide />
        </div>
      )}
    </article>
  );
}
