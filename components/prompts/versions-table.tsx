import Link from 'next/link';
import { DataTable, type Column } from '@/components/ui/data-table';
import { DateText } from '@/components/ui/date-text';
import { EmptyState } from '@/components/ui/empty-state';
import { formatNumber, type ReadingHabits } from '@/components/ui/format';
import type { PromptVersionView } from '@/lib/prompts/schema';
import { LabelBadges } from './label-badges';
import { accuracyWords, costWords, helpfulWords, latencyWords, type RateWords } from './prompt-words';

const Rate = ({ value, fine }: RateWords) => (
  <>
    {value} <span className="block text-xs text-muted">{fine}</span>
  </>
);

/** Every version, newest first, and how each has done. The click shows its text below. */
export function VersionsTable({ path, versions, selected, judged, learning, habits }: {
  path: string; versions: readonly PromptVersionView[]; selected: string;
  /** What is written with it is resolved and answered. */
  judged: boolean;
  /** Address of the learning page: it tells more of what a version wrote. */
  learning: string; habits: ReadingHabits;
}) {
  const columns: Column<PromptVersionView>[] = [
    {
      key: 'version', header: 'Version', cell: ({ version }) => `Version ${version}`,
      under: ({ labels }) => (labels.length > 0 ? <span className="mt-0.5 flex flex-wrap gap-1"><LabelBadges labels={labels} /></span> : null),
    },
    { key: 'made', header: 'Made', from: 'sm', cell: ({ createdAt, createdBy }) => <><DateText iso={createdAt} habits={habits} /> <span className="block text-xs text-muted">{createdBy}</span></> },
    ...(judged ? judgedColumns(learning) : []),
    { key: 'cost', header: 'Cost an answer', align: 'end', from: 'lg', cell: ({ metrics }) => costWords(metrics), explanation: 'Failed calls and repairs included, replays left out' },
    { key: 'latency', header: 'Time, median', align: 'end', from: 'lg', cell: ({ metrics }) => latencyWords(metrics) },
  ];
  return (
    <DataTable
      caption="Versions" columns={columns} rows={versions} rowKey={({ id }) => id} rowHref={({ version }) => `${path}?version=${version}`} currentKey={selected}
      empty={<EmptyState title="No versions">The prompt that the product is shipped with becomes the first.</EmptyState>}
    />
  );
}

function judgedColumns(learning: string): Column<PromptVersionView>[] {
  return [
    { key: 'insights', header: 'Insights', align: 'end', from: 'md', cell: ({ metrics, version }) => (metrics.insights === 0 ? '0' : <Link className="underline" prefetch={false} href={`${learning}?prompt=${version}`}>{formatNumber(metrics.insights)}</Link>), explanation: 'Written with it by a language model' },
    { key: 'accuracy', header: 'Right', align: 'end', cell: ({ metrics }) => <Rate {...accuracyWords(metrics)} />, explanation: 'Of its insights that were resolved right or wrong, with 95% interval' },
    { key: 'helpful', header: 'Helpful', align: 'end', from: 'sm', cell: ({ metrics }) => <Rate {...helpfulWords(metrics)} />, explanation: 'Of the answers helpful, not helpful and incorrect, with 95% interval' },
  ];
}
