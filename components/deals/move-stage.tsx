'use client';

import { Check, CircleX, RotateCcw, Trophy } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { formatPercent } from '@/components/ui/format';
import { Menu } from '@/components/ui/menu';
import { showToast } from '@/components/ui/toast-queue';
import { useAction, type Outcome } from '@/components/ui/use-action';
import type { Deal, Stage } from '@/lib/deals/schema';
import { CloseDeal } from './close-deal';

export type Changed = { id: string; status: Deal['status']; stage: string; probability: number | null };
export type MoveAction = (workspace: string, input: { id: string; stageId: string; reason?: string | null; amount?: number | null }) => Promise<Outcome<Changed>>;

export interface MoveStageProps {
  workspace: string;
  deal: Pick<Deal, 'id' | 'name' | 'status' | 'stage' | 'probability' | 'amount' | 'currency'>;
  stages: readonly Stage[];
  move: MoveAction;
}

/** What became of the number: "62% before, now 66%". */
export const rescored = (before: number | null, after: number | null): string =>
  after === null ? '' : before === null || Math.round(before * 100) === Math.round(after * 100) ? `: still ${formatPercent(after)}` : `: ${formatPercent(before)} before, now ${formatPercent(after)}`;

/** The open stages as steps (a click moves, and can be undone), the two ways to close, and the way back. */
export function MoveStage({ workspace, deal, stages, move }: MoveStageProps) {
  const router = useRouter();
  const action = useAction(move, workspace);
  const [closing, setClosing] = useState<Stage | null>(null);
  const open = stages.filter((stage) => stage.kind === 'open');
  const ends = stages.filter((stage) => stage.kind !== 'open');
  const at = open.findIndex((stage) => stage.id === deal.stage.id);

  const moveTo = async (stage: Stage, back?: Stage) => {
    const result = await action.run({ id: deal.id, stageId: stage.id });
    if (!result) return;
    router.refresh();
    showToast(`Moved to ${stage.name}${rescored(deal.probability, result.probability)}`, { tone: 'opportunity', ...(back ? { undo: () => void moveTo(back) } : {}) });
  };

  if (deal.status !== 'open') {
    return (
      <div className="flex flex-wrap items-center gap-2">
        <Menu
          label="Open the deal again in a stage"
          trigger={
            <>
              <RotateCcw aria-hidden />
              Open again
            </>
          }
          groups={[{ key: 'stages', label: 'In which stage?', entries: open.map((stage) => ({ key: stage.id, label: stage.name, onSelect: () => void moveTo(stage) })) }]}
        />
        {action.problem && <p role="alert" className="text-dense text-risk">{action.problem}</p>}
      </div>
    );
  }

  return (
    <div className="flex flex-wrap items-center gap-1.5 max-sm:contents">
      <ol aria-label="Stages" className="flex min-w-0 overflow-x-auto rounded-box border border-hairline-strong bg-surface [scrollbar-width:none]">
        {open.map((stage, index) => {
          const current = index === at;
          return (
            <li key={stage.id} className="flex shrink-0 not-first:border-s not-first:border-hairline">
              <button
                type="button"
                aria-current={current ? 'step' : undefined}
                aria-disabled={action.pending || current}
                aria-label={current ? undefined : `Move to ${stage.name}`}
                onClick={() => !current && void moveTo(stage, deal.stage)}
                className={cx(
                  'flex h-7 items-center gap-1 px-2 text-xs outline-offset-[-2px] pointer-coarse:h-10',
                  current ? 'bg-action-soft font-medium text-action' : 'cursor-pointer text-muted hover:bg-surface-secondary hover:text-foreground',
                )}
              >
                {index < at && <Check size={12} aria-hidden />}
                {stage.name}
              </button>
            </li>
          );
        })}
      </ol>
      {ends.map((stage) => (
        <Button key={stage.id} size="sm" className="h-7.5" aria-haspopup="dialog" aria-label={`Close as ${stage.name.toLowerCase()}`} onClick={() => setClosing(stage)}>
          {stage.kind === 'won' ? <Trophy aria-hidden /> : <CircleX aria-hidden />}
          {stage.name}
        </Button>
      ))}
      {action.problem && <p role="alert" className="text-dense text-risk">{action.problem}</p>}
      {closing && <CloseDeal workspace={workspace} deal={deal} stage={closing} move={move} onClose={() => setClosing(null)} />}
    </div>
  );
}
