'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { Kbd } from '@/components/ui/kbd';
import { LaneNavigation } from '@/components/ui/lane-navigation';
import { showToast } from '@/components/ui/toast-queue';
import { hrefWith, type UrlParams } from '@/components/ui/url-state';
import type { ReadingHabits } from '@/components/ui/format';
import type { Stage } from '@/lib/deals/schema';
import { BoardCardView } from './board-card';
import { EndLane, StageLane } from './board-lane';
import { withMoves, type BoardCard, type CardBoard } from './board-moves';
import { CloseDeal } from './close-deal';
import { countOf } from './deal-words';
import { rescored, type MoveAction } from './move-stage';
import { ReasonMarks } from './top-reason';

export interface BoardViewProps {
  board: CardBoard;
  /** Every stage of the workspace: where a card can go. */
  stages: readonly Stage[];
  workspace: string;
  path: string;
  params: UrlParams;
  /** The deal open in the panel. */
  current: string | undefined;
  /** Null for someone who may only look. */
  move: MoveAction | null;
  now: string;
  habits: ReadingHabits;
}

type Moving = { to: string; done: boolean };

/** Deals by stage: a card is moved by dragging, by its menu, or by Shift and an arrow; shown at once, with undo; closing asks for the reason. */
export function BoardView({ board, stages, workspace, path, params, current, move, now, habits }: BoardViewProps) {
  const router = useRouter();
  const [moving, setMoving] = useState<Readonly<Record<string, Moving>>>({});
  const [seen, setSeen] = useState(board);
  const [closing, setClosing] = useState<{ card: BoardCard; stage: Stage } | null>(null);
  const [said, setSaid] = useState('');
  const follow = useRef<{ id: string; to: string } | null>(null);
  const box = useRef<HTMLDivElement>(null);

  // A new board from the server holds the moves that have gone through.
  if (seen !== board) {
    setSeen(board);
    setMoving(Object.fromEntries(Object.entries(moving).filter(([, { done }]) => !done)));
  }
  const shown = withMoves(board, Object.fromEntries(Object.entries(moving).map(([id, { to }]) => [id, to])));

  // The focus goes along with a card that the keyboard or its menu moved: once, when it stands in its new place.
  useEffect(() => {
    const follows = follow.current;
    const card = follows && box.current?.querySelector<HTMLElement>(`[data-lane="${follows.to}"] [data-card="${follows.id}"]`);
    if (!card) return;
    follow.current = null;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [moving]);

  const send = async (card: BoardCard, from: Stage, to: Stage, undo: boolean) => {
    if (!move) return;
    setMoving((now) => ({ ...now, [card.id]: { to: to.id, done: false } }));
    setSaid(`${card.name} moved to ${to.name}`);
    const answer = await move(workspace, { id: card.id, stageId: to.id }).catch(() => null);
    if (!answer?.ok) {
      setMoving(({ [card.id]: _failed, ...others }) => others);
      showToast(answer ? `${card.name}: ${answer.error.message}` : 'The server could not be reached: the deal is where it was.', { tone: 'risk' });
      return;
    }
    setMoving((now) => ({ ...now, [card.id]: { to: to.id, done: true } }));
    router.refresh();
    showToast(`${card.name} moved to ${to.name}${rescored(card.probability, answer.data.probability)}`, { tone: 'opportunity', ...(undo ? { undo: () => void send(card, to, from, false) } : {}) });
  };

  const moveTo = (id: string, stageId: string) => {
    const from = shown.columns.find(({ cards }) => cards.some((card) => card.id === id))?.stage;
    const card = shown.columns.flatMap(({ cards }) => cards).find((one) => one.id === id);
    const to = stages.find((stage) => stage.id === stageId);
    if (!move || !card || !from || !to || from.id === to.id) return;
    follow.current = { id, to: to.id };
    if (to.kind === 'open') void send(card, from, to, from.kind === 'open');
    else setClosing({ card, stage: to });
  };

  const laneHref = (stage: Stage) => hrefWith(path, params, { view: null, stage: stage.id, status: stage.kind === 'open' ? null : stage.kind, deal: null });
  return (
    <div ref={box} className="flex min-w-0 flex-col gap-2">
      <ReasonMarks />
      <LaneNavigation label="Deals by stage" onMove={move ? moveTo : undefined} className="board">
        {shown.columns.map((column) => (
          <StageLane key={column.stage.id} column={column} currency={shown.currency} moreHref={laneHref(column.stage)} habits={habits}>
            {column.cards.map((card) => (
              <BoardCardView
                key={card.id} card={card} stage={column.stage} stages={stages} now={now} habits={habits} current={card.id === current}
                href={`${path}/${card.id}`} panelHref={hrefWith(path, params, { deal: card.id })} onMove={move ? (to) => moveTo(card.id, to) : null}
              />
            ))}
          </StageLane>
        ))}
        {shown.ends.length > 0 && (
          <div className="board-ends">
            {shown.ends.map((end) => (
              <EndLane key={end.stage.id} end={end} currency={shown.currency} href={hrefWith(path, params, { view: null, status: end.stage.kind, stage: null, attention: null, month: null, deal: null })} habits={habits} />
            ))}
          </div>
        )}
      </LaneNavigation>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-1 text-xs text-muted">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 pointer-coarse:hidden">
          <Kbd keys={['J', 'K']} /> move <Kbd keys={['←', '→']} /> stage <Kbd keys={['O']} /> panel <Kbd keys={['Enter']} /> open
          {move && (
            <>
              <Kbd keys={['Shift', '←', '→']} /> take along <Kbd keys={['M']} /> move to
            </>
          )}
        </p>
        <p>{conversionWords(shown)}</p>
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
      {closing && move && <CloseDeal workspace={workspace} deal={closing.card} stage={closing.stage} move={move} onClose={() => setClosing(null)} />}
    </div>
  );
}

/** What the sums are made of, and what is left out of them. */
function conversionWords({ columns, ends, currency }: CardBoard): string {
  const totals = [...columns, ...ends].map((column) => column.totals);
  const left = totals.reduce((n, { unconverted }) => n + unconverted, 0);
  const unscored = totals.reduce((n, { unscored: without, expected }) => n + (expected === null ? 0 : without), 0);
  return [
    `Sums in ${currency}, converted at the stored rates. Expected: amount times chance to win.`,
    left > 0 ? `${countOf(left, 'deal')} in a currency without a rate ${left === 1 ? 'is' : 'are'} left out.` : '',
    unscored > 0 ? `${countOf(unscored, 'deal')} not scored yet ${unscored === 1 ? 'is' : 'are'} left out of the expected value.` : '',
  ].filter(Boolean).join(' ');
}
