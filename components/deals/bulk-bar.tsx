'use client';

import { ArrowRightLeft, CalendarDays, Download, Sparkles, UserRound, X } from 'lucide-react';
import { useState } from 'react';
import { downloadCsv } from '@/components/charts/chart-frame';
import { Button } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';
import { Progress } from '@/components/ui/progress';
import { showToast } from '@/components/ui/toast-queue';
import type { Outcome } from '@/components/ui/use-action';
import { MOST_SELECTED, type ListedDeals, type Stage } from '@/lib/deals/schema';
import type { ShownTable } from '@/lib/deals/shown-table';
import { BulkDate, BulkReason, LeftOut } from './bulk-dialogs';
import { countOf } from './deal-words';
import { useBulk, type BulkAction } from './use-bulk';

export interface BulkActions {
  change: BulkAction;
  select: (workspace: string, query: Partial<ListedDeals>) => Promise<Outcome<string[]>>;
  /** Null for someone who may not take data out. */
  exportCsv: ((workspace: string, input: { query: Partial<ListedDeals>; ids: string[] | null }) => Promise<Outcome<ShownTable>>) | null;
  /** Owners to hand deals to; null for someone who may not. */
  owners: readonly { id: string; name: string }[] | null;
}

export interface BulkBarProps {
  selected: ReadonlySet<string>;
  /** Deals that the filters hold. */
  count: number;
  onSelect: (ids: ReadonlySet<string>) => void;
  query: ListedDeals;
  stages: readonly Stage[];
  workspace: string;
  actions: BulkActions;
}

/** What can be done with the selected deals, while some are. */
export function BulkBar({ selected, count, onSelect, query, stages, workspace, actions }: BulkBarProps) {
  const bulk = useBulk(actions.change, workspace);
  const [asking, setAsking] = useState<Stage | 'date' | null>(null);
  const ids = [...selected];
  const most = Math.min(count, MOST_SELECTED);

  const all = async () => {
    const answer = await actions.select(workspace, query).catch(() => null);
    if (answer?.ok) onSelect(new Set(answer.data));
    else showToast(answer ? answer.error.message : 'The server could not be reached.', { tone: 'risk' });
  };
  const exportCsv = async () => {
    const answer = await actions.exportCsv?.(workspace, { query, ids }).catch(() => null);
    if (answer?.ok) downloadCsv('selected deals', answer.data);
    else showToast(answer ? answer.error.message : 'The server could not be reached.', { tone: 'risk' });
  };
  const moveTo = (stage: Stage) => (stage.kind === 'open' ? void bulk.change(ids, { kind: 'move', stageId: stage.id }, { label: 'Moving', done: `moved to ${stage.name}` }) : setAsking(stage));

  return (
    <>
      {(selected.size > 0 || bulk.progress) && (
        <section aria-label="Selected deals" className="bulk-bar">
          {bulk.progress ? (
            <div className="flex flex-1 items-end gap-3">
              <div className="flex-1">
                <Progress label={`${bulk.progress.label}: keep this page open`} value={bulk.progress.done} max={bulk.progress.total} text={`${bulk.progress.done} of ${bulk.progress.total}`} />
              </div>
              <Button size="sm" onClick={bulk.stop}>Stop</Button>
            </div>
          ) : (
            <>
              <p className="text-dense font-medium whitespace-nowrap" role="status">{countOf(selected.size, 'deal')} selected</p>
              {selected.size < most && (
                <button type="button" onClick={() => void all()} className="link cursor-pointer text-xs whitespace-nowrap">
                  Select {count > MOST_SELECTED ? `the first ${MOST_SELECTED.toLocaleString('en-US')}` : `all ${count.toLocaleString('en-US')}`}
                </button>
              )}
              <span className="ms-auto flex flex-wrap items-center gap-1.5">
                <Menu
                  size="sm" label="Move the selected deals" trigger={<><ArrowRightLeft aria-hidden />Move to</>}
                  groups={[
                    { key: 'open', entries: stages.filter((s) => s.kind === 'open').map((s) => ({ key: s.id, label: s.name, onSelect: () => moveTo(s) })) },
                    { key: 'ends', entries: stages.filter((s) => s.kind !== 'open').map((s) => ({ key: s.id, label: `Close as ${s.name.toLowerCase()}`, onSelect: () => moveTo(s) })) },
                  ]}
                />
                <Button size="sm" aria-haspopup="dialog" onClick={() => setAsking('date')}><CalendarDays aria-hidden />Close date</Button>
                {actions.owners && (
                  <Menu
                    size="sm" label="Hand the selected deals to" trigger={<><UserRound aria-hidden />Owner</>}
                    groups={[{ key: 'owners', entries: actions.owners.map((o) => ({ key: o.id, label: o.name, onSelect: () => void bulk.change(ids, { kind: 'owner', ownerId: o.id }, { label: 'Handing over', done: `handed to ${o.name}` }) })) }]}
                  />
                )}
                <Button size="sm" onClick={() => void bulk.change(ids, { kind: 'advice' }, { label: 'Asking for advice', done: 'get advice' })}><Sparkles aria-hidden />Get advice</Button>
                {actions.exportCsv && <Button size="sm" onClick={() => void exportCsv()}><Download aria-hidden />CSV</Button>}
                <Button size="sm" variant="ghost" iconOnly aria-label="Clear selection" onClick={() => onSelect(new Set())}><X aria-hidden /></Button>
              </span>
            </>
          )}
        </section>
      )}
      {asking === 'date' && <BulkDate count={ids.length} onClose={() => setAsking(null)} onSet={(day) => void bulk.change(ids, { kind: 'close_date', day }, { label: 'Setting the date', done: day ? 'have the new date' : 'have no date now' })} />}
      {asking !== null && asking !== 'date' && (
        <BulkReason stage={asking} count={ids.length} onClose={() => setAsking(null)} onGiven={(reason) => void bulk.change(ids, { kind: 'move', stageId: asking.id, reason }, { label: 'Closing', done: `closed as ${asking.kind}` })} />
      )}
      {bulk.skipped.length > 0 && !bulk.progress && <LeftOut skipped={bulk.skipped} onClose={bulk.forget} />}
    </>
  );
}
