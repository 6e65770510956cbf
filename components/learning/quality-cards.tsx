import { IntervalSeries } from '@/components/charts/interval-series';
import { Reliability } from '@/components/charts/reliability';
import { Card } from '@/components/ui/card';
import { formatDate, formatNumber, type ReadingHabits } from '@/components/ui/format';
import { Stat, StatList } from '@/components/ui/stat';
import type { LearningMetrics } from '@/lib/learning/schema';
import { calibrationTitle, count, curveTitle, statOf, trendTitle } from './learning-words';

interface Props {
  metrics: LearningMetrics;
  habits: ReadingHabits;
}

/** Was the advice right, liked, used, and is there any. */
export function QualityCard({ metrics: { quality: q }, habits }: Props) {
  const left = q.notTestable > 0 ? ` ${count(q.notTestable, 'insight', habits)} could not be tested and ${q.notTestable === 1 ? 'is' : 'are'} in no figure.` : '';
  return (
    <Card title="Quality" line={`Only what somebody saw is held to account. Insights of one deal share its luck, so the intervals count deals.${left}`}>
      <StatList>
        <Stat {...statOf(q.accuracy, { label: 'Accuracy: right of resolved', of: 'insight', habits })} />
        <Stat {...statOf(q.base, { label: 'Claims of winning or losing', of: 'claim', habits })} />
        <Stat {...statOf(q.actedOn, { label: 'Warnings acted on: averted', of: 'warning', habits })} />
        <Stat {...statOf(q.helpful, { label: 'Called helpful', of: 'answer', habits })} />
        <Stat {...statOf(q.stars, { label: 'Stars, of 5', look: 'stars', of: 'rating', habits })} />
        <Stat {...statOf(q.actionRate, { label: 'Acted on, of those seen', of: 'insight', habits })} />
        <Stat {...statOf(q.coverage, { label: 'Open deals with something to do', of: 'open deal', groups: null, habits })} />
        <Stat {...statOf(q.personalised, { label: 'Right, by rules proven here by now', of: 'insight', habits })} />
      </StatList>
    </Card>
  );
}

/** Whether a probability means what it says. */
export function CalibrationCard({ metrics: { calibration: c }, habits }: Props) {
  const points = c.bins.flatMap((bin) => (bin.value === null || bin.low === null || bin.high === null ? [] : [{ from: bin.from, to: bin.to, said: bin.said, happened: bin.value, low: bin.low, high: bin.high, n: bin.n }]));
  const line = c.ece.n > 0 ? `${count(c.ece.n, 'forecast', habits)} of ${count(c.ece.groups ?? 0, 'closed deal', habits)}, by tenths of the probability; 95% intervals over deals.` : undefined;
  return (
    <Card>
      <Reliability level={2} habits={habits} model={{ title: calibrationTitle(c, habits), line, points, empty: `${c.ece.why ?? ''} Each forecast will stand here by what it said against how often such deals were won.`, fileName: 'calibration' }} />
      <StatList>
        <Stat {...statOf(c.brier, { label: 'Error (Brier; lower is better)', look: 'score', of: 'forecast', habits })} />
        <Stat {...statOf(c.ece, { label: 'Off by, on average (ECE)', look: 'points', of: 'forecast', habits })} />
      </StatList>
    </Card>
  );
}

/** Accuracy by month, and what more labels would bring. */
export function OverTimeCard({ metrics: { months, trend, curve }, habits }: Props) {
  const utc = { ...habits, timeZone: 'UTC' };
  const points = months.flatMap((m) => (m.value === null || m.low === null || m.high === null ? [] : [{ label: formatDate(m.month, 'day-year', utc).replace(/^\d+\s/, ''), value: m.value, low: m.low, high: m.high, n: m.n }]));
  const line = trend ? `By the month in which they were resolved; Cochran-Armitage test of no trend: p ${trend.pValue < 0.001 ? 'below 0.001' : `= ${trend.pValue.toFixed(3)}`}.` : 'By the month in which they were resolved, with 95% intervals.';
  const gain = curve.points.length > 0 && curve.gain ? ` ${formatNumber(curve.labels, habits)} labels of ${count(curve.deals, 'deal', habits)} now.` : '';
  const scores = curve.points.flatMap((p) => [p.low, p.high]);
  const domain = [Math.min(0, Math.floor(Math.min(0, ...scores) * 10) / 10), Math.min(1, Math.ceil(Math.max(0.2, ...scores) * 10) / 10)] as const;
  return (
    <div className="grid min-w-0 items-start gap-4 lg:grid-cols-2">
      <Card>
        <IntervalSeries level={2} habits={habits} model={{ title: trendTitle({ trend, months }, habits), line, points, measure: 'Right of resolved insights', across: 'Month', counted: 'Insights', empty: 'A point a month, with its interval, once insights that somebody saw have been resolved.', fileName: 'accuracy-by-month' }} />
      </Card>
      <Card>
        <IntervalSeries
          level={2}
          habits={habits}
          model={{
            title: curveTitle(curve, habits), line: `How much of not knowing which advice is good is gone (0%: fifty-fifty, 100%: knowing), tried on deals that were not learnt from.${gain}`,
            points: curve.points.map((p) => ({ label: formatNumber(p.labels, habits), value: p.score, low: p.low, high: p.high, n: null })),
            measure: 'Ignorance gone', across: 'Labels', domain, empty: curve.why ?? '', fileName: 'learning-curve',
          }}
        />
      </Card>
    </div>
  );
}

