import { DataTable, type Column } from '@/components/ui/data-table';
import { DateText } from '@/components/ui/date-text';
import { EmptyState } from '@/components/ui/empty-state';
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { MODELS, type ModelName, type VersionSummary } from '@/lib/models/life/schema';
import type { Measured } from '@/lib/models/schema';
import { AliasBadges } from './badges';
import { score, scoreRange, sentenceCase, shareRange, SIGNAL_WORDS, signedRange, signedScore, subjectOf, VERDICT_WORDS } from './model-words';

const Figure = ({ value, fine }: { value: string; fine?: string }) => (
  <>
    {value} {fine && <span className="block text-xs whitespace-nowrap text-muted">{fine}</span>}
  </>
);

/** Every version, newest first: how good it is, what taught it, and what it is used for. The click sets it beside the one in use. */
export function VersionsTable({ model, path, versions, habits }: { model: ModelName; /** Of the model's page. */ path: string; versions: readonly VersionSummary[]; habits: ReadingHabits }) {
  const { learnsFrom } = MODELS[model];
  const subject = subjectOf(model);
  const champion = versions.find(({ aliases }) => aliases.some(({ alias }) => alias === 'champion'));
  const measured = (key: string, header: string, read: (metrics: NonNullable<VersionSummary['metrics']>) => Measured, look: 'score' | 'share', explanation: string, from?: Column<VersionSummary>['from']): Column<VersionSummary> => ({
    key, header, align: 'end', from, explanation,
    cell: ({ metrics }) => {
      if (!metrics) return <span className="text-muted" title={`Too few ${learnsFrom} to hold any out`}>–</span>;
      const m = read(metrics);
      return look === 'score' ? <Figure value={score(m.value)} fine={scoreRange(m)} /> : <Figure value={formatPercent(m.value, habits)} fine={shareRange(m, habits)} />;
    },
  });
  const columns: Column<VersionSummary>[] = [
    {
      key: 'version', header: 'Version', cell: ({ version }) => <code className="font-mono text-xs">{version}</code>,
      under: ({ aliases, signal }) => <span className="mt-0.5 flex flex-wrap items-center gap-1 text-xs font-normal text-muted"><AliasBadges aliases={aliases} habits={habits} />{SIGNAL_WORDS[signal].name}</span>,
    },
    { key: 'trained', header: 'Trained', from: 'sm', cell: ({ createdAt, parent }) => <><DateText iso={createdAt} look="minute" habits={habits} />{parent && <span className="block text-xs text-muted">after <code className="font-mono">{parent}</code></span>}</>, explanation: 'And the version that was in use then' },
    measured('brier', 'Error (Brier)', ({ brier }) => brier, 'score', `On ${subject.many} that ended after everything it learned from; lower is better`),
    measured('auc', 'AUC', ({ auc }) => auc, 'share', `How often it ranks one that was ${subject.happened} above one that was not; 50% is a coin`, 'md'),
    {
      key: 'against', header: 'Against that one', align: 'end', from: 'lg', explanation: 'Difference of the error on the same hold-out, paired; below 0 it is better',
      cell: ({ comparison }) => (comparison ? <Figure value={VERDICT_WORDS[comparison.verdict].name} fine={`${signedScore(comparison.difference.value)} (${signedRange(comparison.difference)})`} /> : <span className="text-muted">–</span>),
    },
    {
      key: 'live', header: 'Live error', align: 'end', from: 'xl', explanation: `On ${subject.many} that it judged and that have ended since`,
      cell: ({ live }) => <Figure value={live.brier ? score(live.brier.value) : '–'} fine={`${formatNumber(live.resolved, habits)} of ${formatNumber(live.predictions, habits)} ended`} />,
    },
    {
      key: 'taught', header: sentenceCase(learnsFrom), align: 'end', from: 'sm',
      cell: ({ trainedOn, windowFrom, windowTo }) => <>{formatNumber(trainedOn, habits)}{windowFrom && windowTo && <span className="block text-xs whitespace-nowrap text-muted"><DateText iso={windowFrom} habits={habits} /> to <DateText iso={windowTo} habits={habits} /></span>}</>,
    },
  ];
  const beside = (version: string) => (champion && champion.version !== version ? `${path}?tab=compare&a=${version}&b=${champion.version}` : `${path}?tab=compare&a=${version}`);
  return (
    <DataTable
      caption="Versions" columns={columns} rows={versions} rowKey={({ version }) => version} rowHref={({ version }) => beside(version)} currentKey={champion?.version}
      empty={<EmptyState title="No version yet">The first training makes one.</EmptyState>} footer="Newest first. The small numbers are 95% intervals. A version never changes."
    />
  );
}
