import { DataTable, type Column } from '@/components/ui/data-table';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import { EmptyState } from '@/components/ui/empty-state';
import type { ReadingHabits } from '@/components/ui/format';
import type { Tone } from '@/components/ui/tone';
import type { PromptVersionView } from '@/lib/prompts/schema';
import { foundWords } from '@/lib/replays/replay-words';
import type { ReplayDetail, ReplaySummary } from '@/lib/replays/schema';
import type { PageAction } from '@/components/settings/use-change';
import { ReplayProgress } from './replay-progress';
import { ReplayResult } from './replay-result';
import { TryForm, type TryAction } from './try-form';

const states: Record<ReplaySummary['status'], { word: string; tone: Tone }> = {
  queued: { word: 'Waiting', tone: 'action' }, running: { word: 'Running', tone: 'action' }, completed: { word: 'Done', tone: 'opportunity' },
  stopped: { word: 'Stopped', tone: 'caution' }, failed: { word: 'Failed', tone: 'risk' }, cancelled: { word: 'Cancelled', tone: 'neutral' },
};

/** Versions tried on past deals: start one, follow it, and what each found. */
export function PastDeals({ workspace, path, versions, production, chosen, canAsk, replays, open, habits, start, cancel }: {
  workspace: string; path: string; versions: readonly PromptVersionView[]; production: PromptVersionView; chosen: PromptVersionView | null;
  /** A language model has a key. */
  canAsk: boolean; replays: readonly ReplaySummary[]; open: ReplayDetail | null; habits: ReadingHabits; start: TryAction | null; cancel: PageAction<{ id: string }, unknown> | null;
}) {
  const others = versions.filter(({ id }) => id !== production.id);
  const columns: Column<ReplaySummary>[] = [
    { key: 'what', header: 'Replay', cell: ({ tried, against }) => `Version ${tried} beside version ${against}`, under: ({ createdAt, actorName }) => <span className="block text-xs font-normal text-muted"><DateText iso={createdAt} look="minute" habits={habits} />, {actorName}</span> },
    { key: 'status', header: 'State', cell: ({ status }) => <Badge tone={states[status].tone}>{states[status].word}</Badge> },
    { key: 'found', header: 'Found', from: 'sm', cell: ({ result, tried, against, error }) => <span className="block max-w-xl text-xs whitespace-normal text-muted">{result ? foundWords(result, tried, against) : error}</span> },
  ];
  return (
    <>
      {start && canAsk && (
        <Card title="Try a version on past deals" line="It is asked about closed deals as they were on a day in the past, and held against what happened, beside the version in production.">
          {others.length > 0 ? (
            <TryForm key={chosen?.id ?? ''} workspace={workspace} path={path} versions={others} production={production.version} chosen={(chosen ?? others[0])?.id ?? ''} costUsd={production.metrics.costUsd} start={start} />
          ) : (
            <p className="text-dense text-muted">There is only the version in production. Make another one, then try it here before it answers anybody.</p>
          )}
        </Card>
      )}
      {open && (open.status === 'queued' || open.status === 'running' ? <ReplayProgress workspace={workspace} replay={open} cancel={cancel} /> : <ReplayResult workspace={workspace} replay={open} habits={habits} />)}
      <DataTable
        caption="Replays" columns={columns} rows={replays} rowKey={({ id }) => id} rowHref={({ id }) => `${path}?tab=past-deals&replay=${id}`} {...(open ? { currentKey: open.id } : {})}
        empty={<EmptyState title="No version was tried on past deals yet">{canAsk ? 'It shows how often the predictions of each version came true on the same deals, with an interval.' : 'That needs a language model: without a key the built-in analyst answers every version alike.'}</EmptyState>}
      />
    </>
  );
}
