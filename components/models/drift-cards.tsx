import { CheckSeries } from '@/components/charts/check-series';
import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import { EmptyState } from '@/components/ui/empty-state';
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { Badge } from '@/components/ui/badge';
import { Row, RowList } from '@/components/ui/row-list';
import type { DriftReport, PerformanceChange } from '@/lib/models/drift/schema';
import type { ModelName } from '@/lib/models/life/schema';
import { DriftBadge } from './badges';
import { driftModel, type DriftCheck } from './chart-models';
import { count, RECOMMENDATION_WORDS, score, signedRange, signedScore, subjectOf } from './model-words';

const MEASURES: Record<PerformanceChange['measure'], { name: string; what: string }> = {
  brier: { name: 'Error (Brier)', what: 'lower is better' }, accuracy: { name: 'On the right side of one half', what: 'higher is better' }, auc: { name: 'Pairs in the right order (AUC)', what: 'higher is better' }, performance: { name: 'Performance', what: 'higher is better' },
};

const figure = (value: number, measure: PerformanceChange['measure'], habits: ReadingHabits) => (measure === 'brier' || measure === 'performance' ? score(value) : formatPercent(value, habits, 1));

/** Drift check by check, and all that the latest one looked at. Checks oldest first. */
export function DriftCards({ checks, model, habits }: { checks: readonly DriftCheck[]; model: ModelName; habits: ReadingHabits }) {
  const last = checks.at(-1);
  if (!last) {
    return (
      <Card flush>
        <EmptyState title="It was not looked for drift yet">Each check compares how good it is on {subjectOf(model).many} that ended lately with how good it was when it was measured, and whether what it looks at has changed. The schedule says when.</EmptyState>
      </Card>
    );
  }
  return (
    <>
      <Card><CheckSeries level={2} habits={habits} model={driftModel(checks, model)} /></Card>
      <LatestCheck check={last} habits={habits} />
    </>
  );
}

function LatestCheck({ check: { at, version, report }, habits }: { check: DriftCheck; habits: ReadingHabits }) {
  const moved = report.features.filter((one) => one.moved);
  const still = report.features.filter((one) => !one.moved);
  return (
    <Card title="Latest check" line={<><DateText iso={at} look="minute" habits={habits} />, of <code className="font-mono text-xs">{version}</code></>} flush>
      <div className="flex flex-wrap items-start gap-x-2 gap-y-1 px-4 pb-3 text-dense">
        <DriftBadge status={report.drift_status} />
        <p className="min-w-0 flex-1 basis-64">{report.sentence} <span className="text-muted">{RECOMMENDATION_WORDS[report.recommendation]}</span></p>
      </div>
      {report.performance.length > 0 && <PerformanceTable report={report} habits={habits} />}
      <h3 className="border-t border-hairline px-4 pt-3 pb-2 text-dense font-semibold">
        {report.features.length === 0 ? 'What it looks at was not compared' : moved.length === 0 ? `None of the ${report.features.length} facts it looks at has moved` : `${moved.length} of the ${report.features.length} facts it looks at ${moved.length === 1 ? 'has' : 'have'} moved`}
      </h3>
      {moved.length > 0 && <Features features={moved} label="Facts that moved" habits={habits} />}
      {still.length > 0 && (
        <details className="border-t border-hairline">
          <summary className="cursor-pointer px-4 py-2.5 text-dense text-muted hover:text-foreground">{moved.length === 0 ? 'What was compared' : still.length === 1 ? 'The other one' : `The other ${still.length}`}</summary>
          <Features features={still} label="Facts that did not move" habits={habits} />
        </details>
      )}
    </Card>
  );
}

/** Before against lately, measure by measure. */
function PerformanceTable({ report: { performance, n }, habits }: { report: DriftReport; habits: ReadingHabits }) {
  return (
    <div role="region" aria-label="How good it was and is" tabIndex={0} className="data-table-scroll border-t border-hairline">
      <table className="data-table">
        <caption className="sr-only">How good it was when it was measured, and lately</caption>
        <thead>
          <tr>
            <th scope="col" className="max-sm:min-w-28">Measure</th>
            <th scope="col" className="text-end">When measured<span className="block font-normal">{count(n.baseline, 'outcome', habits)}</span></th>
            <th scope="col" className="text-end">Lately<span className="block font-normal">{count(n.recent, 'outcome', habits)}</span></th>
            <th scope="col" className="text-end">Difference</th>
            <th scope="col" className="text-end max-sm:hidden">p</th>
          </tr>
        </thead>
        <tbody>
          {performance.map(({ measure, before, recent, difference, low, high, p_value: p, counts }) => (
            <tr key={measure}>
              <th scope="row" className="max-sm:min-w-28">{MEASURES[measure].name}<span className="block text-xs font-normal text-muted">{MEASURES[measure].what}{!counts && '; raises no alarm by itself'}</span></th>
              <td className="text-end">{figure(before, measure, habits)}</td>
              <td className="text-end">{figure(recent, measure, habits)}</td>
              <td className="text-end">{signedScore(difference)}<span className="block text-xs text-muted">{signedRange({ value: difference, low, high })}</span></td>
              <td className="text-end max-sm:hidden">{pWords(p)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const pWords = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3));

const Features = ({ features, label, habits }: { features: DriftReport['features']; label: string; habits: ReadingHabits }) => (
  <RowList label={label}>
    {features.map(({ feature, moved, words, n, p_value: p }) => (
      <Row key={feature} title={feature.replaceAll('_', ' ')} aside={moved && <Badge tone="caution" plain>Moved</Badge>}>
        <p>{words}</p>
        <p className="text-xs text-muted">{formatNumber(n.recent, habits)} values lately, {formatNumber(n.baseline, habits)} before{p !== null && `; p ${pWords(p)}, adjusted for all that was compared`}</p>
      </Row>
    ))}
  </RowList>
);
