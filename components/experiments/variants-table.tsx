import { Chip } from '@/components/ui/badge';
import { DataTable, type Column } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import type { MetricResult, VariantResult } from '@/lib/experiments/results-schema';
import type { Experiment } from '@/lib/experiments/schema';
import { effectDomain } from './effect-axis';
import { EffectBar } from './effect-bar';
import { bareDifference, chanceWords, differenceWords, lookIn, pWords, relativeWords, UNIT_WORDS, valueWords } from './experiment-words';

interface Props {
  metric: MetricResult;
  experiment: Experiment;
  habits: ReadingHabits;
}

/** One row a variant: how many, what they did, how it differs from the control and how sure that is. */
export function VariantsTable({ metric, experiment, habits }: Props) {
  const { better, variants } = metric;
  const { unit, winnerId } = experiment;
  const kind = lookIn(experiment, metric);
  const weights = experiment.status === 'running' ? experiment.weights : {};
  const domain = effectDomain(variants);
  const many = UNIT_WORDS[unit].many;
  const rate = kind === 'binomial';
  const columns: Column<VariantResult>[] = [
    {
      key: 'variant', header: 'Variant', card: '', cell: (v) => <>{v.name} {v.control && <Chip>control</Chip>} {v.variantId === winnerId && <Chip>chosen</Chip>}</>,
      under: (v) => (weights[v.variantId] === undefined ? null : <span className="block text-xs font-normal text-muted">{formatPercent(weights[v.variantId]!, habits, 1)} of new {many}</span>),
    },
    {
      key: 'n', header: 'n', align: 'end', card: 'justify-self-end text-end', explanation: `${many} whose days are over: what the figures rest on`,
      cell: (v) => <>{formatNumber(v.n, habits)} <span className="text-xs text-muted sm:block">{v.waiting > 0 ? `and ${formatNumber(v.waiting, habits)} waiting` : many}</span></>,
    },
    {
      key: 'value', header: rate ? 'Rate' : 'Average', align: 'end', card: '', explanation: 'With the 95% interval of the variant’s own figure',
      cell: (v) => v.mean === null ? <span className="text-muted">nothing yet</span> : (
        <>
          <span className="text-xs text-muted sm:hidden">{rate ? 'rate ' : 'average '}</span>{valueWords(v.mean, kind, habits)}
          {v.low !== null && v.high !== null && <span className="text-xs text-muted max-sm:ms-1 sm:block">{valueWords(v.low, kind, habits)} to {valueWords(v.high, kind, habits)}</span>}
        </>
      ),
    },
    {
      key: 'effect', header: rate ? 'Against the control, points' : 'Against the control', card: 'col-span-2', explanation: 'Difference with its always-valid interval, which may be looked at any day; all rows are drawn on one axis, the dashed line is no difference',
      cell: (v) => v.control ? <span className="text-muted max-sm:hidden">what the others are held against</span> : v.difference === null ? <span className="block max-w-72 whitespace-normal text-muted">{v.missing ?? 'No comparison yet.'}</span> : (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
          <EffectBar effect={v.difference} domain={domain} better={better} />
          <span>
            <span className="font-medium">{differenceWords(v.difference, kind, habits)}</span>
            {v.relative && <span className="block text-xs text-muted">{relativeWords(v.relative.value, habits)} of the control ({relativeWords(v.relative.low, habits)} to {relativeWords(v.relative.high, habits)})</span>}
          </span>
        </div>
      ),
    },
    {
      key: 'chance', header: 'Likely better', align: 'end', card: '', explanation: 'Bayesian chance that it is better than the control. Look once: whoever looks every day and stops at 95% is wrong more often than not',
      cell: (v) => v.chanceToBeat === null ? (v.control ? null : <span className="text-muted">–</span>) : <>{chanceWords(v.chanceToBeat, habits)}<span className="text-xs text-muted sm:hidden"> likely better</span></>,
    },
    {
      key: 'risk', header: 'Risk', align: 'end', card: 'justify-self-end', explanation: 'What is lost on average if it were chosen and is worse, in the unit of the metric',
      cell: (v) => v.risk === null ? (v.control ? null : <span className="text-muted">–</span>) : <><span className="text-xs text-muted sm:hidden">risk </span>{rate && v.risk < 0.0005 ? 'under 0.1' : bareDifference(v.risk, kind, habits).replace('+', '')}{rate && <span className="text-xs text-muted"> pts</span>}</>,
    },
    {
      key: 'p', header: 'p', align: 'end', from: 'xl', explanation: 'Always valid: chance of a difference like this, at any look, where there is none. Below it, as if looked at once, corrected for the number of variants and metrics',
      cell: (v) => v.sequentialPValue === null && v.fixed === null ? null : <>{v.sequentialPValue === null ? '–' : pWords(v.sequentialPValue)}{v.fixed && <span className="block text-xs text-muted">once {pWords(v.fixed.adjustedPValue)}</span>}</>,
    },
  ];
  return (
    <DataTable
      caption={`${metric.name} by variant`} columns={columns} rows={variants} rowKey={({ variantId }) => variantId} cards
      footer={<p className="whitespace-normal">{better === 'higher' ? 'Higher is better.' : 'Lower is better.'} Statistics: {metric.model}. “Likely better” and risk are for one look; whether it may be stopped rests on the interval, which may be looked at any day.</p>}
      empty={<EmptyState title="No variants">An experiment has at least two.</EmptyState>}
    />
  );
}
