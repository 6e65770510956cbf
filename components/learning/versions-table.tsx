import { DataTable, type Column } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { IntervalBar } from '@/components/ui/interval-bar';
import type { Measure, VersionRow } from '@/lib/learning/schema';
import { PROVIDER_WORDS } from './learning-filters';
import { range } from './learning-words';

function Share({ measure: { value, low, high, n, why }, label, habits }: { measure: Measure; label: string; habits: ReadingHabits }) {
  if (value === null || low === null || high === null) return <span className="text-muted" title={why ?? undefined}>–</span>;
  return (
    <span className="inline-flex items-center justify-end gap-2" title={`${range(low, high, 'share', habits)}, n = ${n}`}>
      <IntervalBar point={value} low={low} high={high} label={label} />
      <span className="w-9 text-end">{formatPercent(value, habits)}</span>
      <span className="w-10 text-end text-xs text-muted">{formatNumber(n, habits)}</span>
    </span>
  );
}

/** The main figures by what wrote the advice: each with its interval and how many it is counted from. */
export function VersionsTable({ rows, habits }: { rows: readonly VersionRow[]; habits: ReadingHabits }) {
  const share = (key: 'accuracy' | 'helpful' | 'actionRate', header: string, from?: Column<VersionRow>['from']): Column<VersionRow> => ({
    key, header, align: 'end', from, card: 'col-span-2', cell: (row) => <Share measure={row[key]} label={header} habits={habits} />,
  });
  return (
    <DataTable
      caption="By version"
      rows={rows}
      rowKey={(row) => `${row.promptVersion} ${row.provider} ${row.model}`}
      cards
      columns={[
        { key: 'version', header: 'Prompt', card: 'col-span-2', cell: (row) => `Version ${row.promptVersion}`, under: (row) => <p className="text-xs font-normal text-muted">{PROVIDER_WORDS[row.provider] ?? row.provider}{row.model && `, win model ${row.model}`}</p> },
        { key: 'shown', header: 'Seen', align: 'end', cell: (row) => formatNumber(row.shown, habits), explanation: 'Insights first seen in this period' },
        share('accuracy', 'Right of resolved'),
        share('helpful', 'Helpful of answers', 'md'),
        share('actionRate', 'Acted on of seen', 'lg'),
        { key: 'brier', header: 'Brier', align: 'end', from: 'lg', explanation: 'Error of its forecasts; lower is better, 0.25 is fifty-fifty', cell: ({ brier }) => (brier.value === null ? <span className="text-muted" title={brier.why ?? undefined}>–</span> : <span title={brier.low === null || brier.high === null ? brier.why ?? undefined : `${brier.low.toFixed(3)} to ${brier.high.toFixed(3)}, n = ${brier.n}`}>{brier.value.toFixed(3)}</span>) },
      ]}
      empty={<EmptyState title="No insight in this period">Each version of the prompt, with who wrote by it, will have a row here.</EmptyState>}
      footer="Bars are 95% intervals; the small number is how many it is counted from."
    />
  );
}
