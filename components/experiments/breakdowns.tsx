import { Badge, Chip } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { DataTable, type Column } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { formatNumber, type ReadingHabits } from '@/components/ui/format';
import type { MetricResult, Results } from '@/lib/experiments/results-schema';
import { DISPOSITIONS, type Experiment } from '@/lib/experiments/schema';
import { effectDomain, sideOf } from './effect-axis';
import { EffectBar } from './effect-bar';
import { differenceWords, DISPOSITION_WORDS, lookIn, pWords, UNIT_WORDS } from './experiment-words';

interface Props {
  experiment: Experiment;
  metric: MetricResult;
  results: Results;
  habits: ReadingHabits;
}

const surelyOf = (p: number | null, effect: { low: number; high: number } | null, confidence: number, better: MetricResult['better']) =>
  p === null || p > 1 - confidence || !effect ? null : sideOf(effect, better);

/** The primary metric by the values of one attribute, corrected for looking at many. */
export function SegmentsTable({ experiment, metric, results: { segments }, habits }: Props) {
  if (segments.length === 0) return null;
  const kind = lookIn(experiment, metric);
  const names = new Map(experiment.variants.map(({ id, name }) => [id, name]));
  const domain = effectDomain(segments);
  const several = experiment.variants.length > 2;
  type Row = (typeof segments)[number];
  const columns: Column<Row>[] = [
    { key: 'segment', header: experiment.plan.segmentBy ?? 'Segment', card: '', cell: ({ segment }) => segment || 'not known', under: (row) => (several ? <span className="block text-xs font-normal text-muted">{names.get(row.variantId)}</span> : null) },
    { key: 'n', header: 'n', align: 'end', card: 'justify-self-end', cell: ({ n }) => <>{formatNumber(n, habits)} <span className="text-xs text-muted sm:hidden">{UNIT_WORDS[experiment.unit].many}</span></> },
    {
      key: 'effect', header: 'Against the control', card: 'col-span-2', cell: ({ difference }) => difference === null ? <span className="text-muted">too few to compare</span> : (
        <div className="flex flex-wrap items-center gap-x-3"><EffectBar effect={difference} domain={domain} better={metric.better} /><span>{differenceWords(difference, kind, habits)}</span></div>
      ),
    },
    { key: 'p', header: 'p, corrected', align: 'end', card: '', explanation: 'Chance of a difference like this where there is none, corrected for the number of segments', cell: ({ adjustedPValue }) => (adjustedPValue === null ? '–' : <><span className="text-xs text-muted sm:hidden">p </span>{pWords(adjustedPValue)}</>) },
    {
      key: 'says', header: 'Says', card: 'justify-self-end', cell: ({ adjustedPValue, difference }) => {
        const side = surelyOf(adjustedPValue, difference, experiment.plan.confidence, metric.better);
        return side === 'better' ? <Badge tone="opportunity" plain>better</Badge> : side === 'worse' ? <Badge tone="risk" plain>worse</Badge> : <span className="text-muted">may be chance</span>;
      },
    },
  ];
  return (
    <section aria-labelledby="segments" className="flex min-w-0 flex-col gap-2">
      <h2 id="segments" className="text-sm font-semibold">{metric.name} by {experiment.plan.segmentBy}</h2>
      <p className="text-dense text-muted">A segment tells where to look next, not what to decide: of twenty segments one differs by chance. The p-values are corrected for that.</p>
      <DataTable caption={`${metric.name} by segment`} columns={columns} rows={segments} rowKey={({ segment, variantId }) => `${segment} ${variantId}`} cards empty={<EmptyState title="No segments">None were asked for.</EmptyState>} />
    </section>
  );
}

/** What each factor does by itself, and which depend on each other. */
export function FactorsTable({ experiment, metric, results: { factors }, habits }: Props) {
  if (factors.length === 0) return null;
  const kind = lookIn(experiment, metric);
  const domain = effectDomain(factors.map(({ effect }) => ({ difference: effect })));
  type Row = (typeof factors)[number];
  const columns: Column<Row>[] = [
    { key: 'of', header: 'Factor', card: 'col-span-2', cell: ({ of, interaction }) => <>{of} {interaction && <Chip title="Whether one factor does more, or less, beside the other">together</Chip>}</> },
    { key: 'effect', header: 'Effect', card: 'col-span-2', cell: ({ effect }) => <div className="flex flex-wrap items-center gap-x-3"><EffectBar effect={effect} domain={domain} better={metric.better} /><span>{differenceWords(effect, kind, habits)}</span></div> },
    { key: 'p', header: 'p, corrected', align: 'end', card: '', cell: ({ adjustedPValue }) => <><span className="text-xs text-muted sm:hidden">p </span>{pWords(adjustedPValue)}</> },
  ];
  return (
    <section aria-labelledby="factors" className="flex min-w-0 flex-col gap-2">
      <h2 id="factors" className="text-sm font-semibold">What each factor does</h2>
      <p className="text-dense text-muted">Averaged over the levels of the others, on {metric.name.toLowerCase()}. Rows marked “together” say whether two factors do more or less side by side than each alone; p corrected for the number of rows.</p>
      <DataTable caption="Effects of the factors" columns={columns} rows={factors} rowKey={({ of }) => of} cards empty={<EmptyState title="No factors">The experiment has none.</EmptyState>} />
    </section>
  );
}

/** What was reported and did not count, with the reason: nothing disappears. */
export function SetAsideCard({ experiment, results: { setAside }, habits }: Omit<Props, 'metric'>) {
  const counts = setAside.filter(({ disposition, count }) => disposition !== 'counted' && count > 0);
  if (counts.length === 0) return null;
  const aside = counts.reduce((sum, { count }) => sum + count, 0);
  const name = (key: string) => experiment.plan.metrics.find((metric) => metric.key === key)?.name ?? key;
  const words = (of: string) => DISPOSITION_WORDS[DISPOSITIONS.find((one) => one === of) ?? 'counted'];
  return (
    <Card title="Outcomes set aside" line={`${formatNumber(aside, habits)} came in and did not count. They are kept, with the reason.`}>
      <ul className="flex flex-col gap-1 text-dense">
        {counts.map(({ metric, disposition, count }) => (
          <li key={`${metric} ${disposition}`}><span className="font-medium">{formatNumber(count, habits)}</span> of {name(metric)}: <span className="text-muted">{words(disposition)}</span></li>
        ))}
      </ul>
    </Card>
  );
}
