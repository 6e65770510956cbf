'use client';

import { Check, CircleSlash, RotateCcw, Trophy } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Menu } from '@/components/ui/menu';
import { showToast } from '@/components/ui/toast-queue';
import { useAction, type Outcome } from '@/components/ui/use-action';
import { isOpen, OPEN_STATES, type Conversion, type Lead, type LeadState, type StateChange } from '@/lib/leads/schema';
import { ConvertLead } from './convert-lead';
import { STATE_WORDS } from './lead-words';

export type ChangedLead = { id: string; state: LeadState; version: number; deal: { id: string; name: string } | null };
export type ChangeStateAction = (workspace: string, input: StateChange & { id: string }) => Promise<Outcome<ChangedLead>>;
export type ConvertAction = (workspace: string, input: Conversion & { id: string }) => Promise<Outcome<ChangedLead>>;

export interface ChangeStateProps {
  workspace: string;
  lead: Lead;
  change: ChangeStateAction;
  convert: ConvertAction;
}

/** The open states as steps (a click moves, and can be undone), the two ways in which a lead ends, and the way back. */
export function ChangeState({ workspace, lead, change, convert }: ChangeStateProps) {
  const router = useRouter();
  const action = useAction(change, workspace);
  const [converting, setConverting] = useState(false);
  const at = OPEN_STATES.findIndex((state) => state === lead.state);

  const moveTo = async (state: LeadState, version: number, undoes: Pick<StateChange, 'reason' | 'endedAt'> | null = null) => {
    const result = await action.run({ id: lead.id, state, version, ...undoes });
    if (!result) return;
    router.refresh();
    const back = { reason: lead.endReason, endedAt: lead.endedAt };
    showToast(undoes ? `Back to ${STATE_WORDS[state].toLowerCase()}` : `${lead.name} is ${STATE_WORDS[state].toLowerCase()} now`, { tone: 'opportunity', ...(undoes ? {} : { undo: () => void moveTo(lead.state, result.version, back) }) });
  };
  const problem = action.problem && <p role="alert" className="text-dense text-risk">{action.problem}</p>;

  if (!isOpen(lead.state)) {
    return (
      <div className="flex flex-wrap items-center gap-2">
        <Menu
          label="Open the lead again" trigger={<><RotateCcw aria-hidden /> Open again</>}
          groups={[{ key: 'states', label: 'In which state?', entries: OPEN_STATES.map((state) => ({ key: state, label: STATE_WORDS[state], onSelect: () => void moveTo(state, lead.version) })) }]}
        />
        {problem}
      </div>
    );
  }

  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <ol aria-label="States" className="flex min-w-0 overflow-x-auto rounded-box border border-hairline-strong bg-surface [scrollbar-width:none]">
        {OPEN_STATES.map((state, index) => {
          const current = index === at;
          return (
            <li key={state} className="flex shrink-0 not-first:border-s not-first:border-hairline">
              <button
                type="button" aria-current={current ? 'step' : undefined} aria-disabled={action.pending || current} aria-label={current ? undefined : `Mark as ${STATE_WORDS[state].toLowerCase()}`}
                onClick={() => !current && void moveTo(state, lead.version)}
                className={cx(
                  'flex h-7 items-center gap-1 px-2 text-xs outline-offset-[-2px] pointer-coarse:h-10',
                  current ? 'bg-action-soft font-medium text-action' : 'cursor-pointer text-muted hover:bg-surface-secondary hover:text-foreground',
                )}
              >
                {index < at && <Check size={12} aria-hidden />}
                {STATE_WORDS[state]}
              </button>
            </li>
          );
        })}
      </ol>
      <Button size="sm" className="h-7.5" aria-haspopup="dialog" onClick={() => setConverting(true)}>
        <Trophy aria-hidden />
        Convert
      </Button>
      <Button size="sm" className="h-7.5" onClick={() => void moveTo('disqualified', lead.version)}>
        <CircleSlash aria-hidden />
        Disqualify
      </Button>
      {problem}
      {converting && <ConvertLead workspace={workspace} lead={lead} convert={convert} undo={(version) => void moveTo(lead.state, version, {})} onClose={() => setConverting(false)} />}
    </div>
  );
}
