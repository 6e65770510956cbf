import { Badge } from '@/components/ui/badge';
import { formatNumber, type ReadingHabits } from '@/components/ui/format';
import type { PlanItem } from '@/lib/plans/schema';
import { asExpected, intervalWords, measuredWords, METRIC_WORDS, signedPoints } from './plan-words';

type Span = { difference: number; low: number; high: number };

/** Expected and measured effect under each other on one axis of points, zero in the middle; each is also said in words. */
export function Effects({ item, habits }: { item: Pick<PlanItem, 'expected' | 'measured' | 'status' | 'appliedAt'>; habits: ReadingHabits }) {
  const { expected, measured } = item;
  const spans = [expected, ...(measured?.metrics ?? [])].flatMap((one) => (one && one.difference !== null && one.low !== null && one.high !== null ? [one as Span] : []));
  const reach = Math.max(0.05, ...spans.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]));
  const fits = measured && asExpected(expected, measured.metrics);
  return (
    <dl className="flex flex-col gap-2 text-dense">
      <Line
        name={expected ? `Expected ${METRIC_WORDS[expected.metric].name.toLowerCase()}` : 'Expected effect'} span={expected} reach={reach} habits={habits}
        words={expected ? `n = ${formatNumber(expected.n, habits)}, ${expected.basis}` : 'none stated: nothing was computed for it'}
      />
      {measured?.metrics.map((metric) => (
        <Line
          key={metric.metric} name={`Measured ${METRIC_WORDS[metric.metric].name.toLowerCase()}`} reach={reach} habits={habits} words={measuredWords(metric, measured, habits)}
          span={metric.difference === null ? null : { difference: metric.difference, low: metric.low!, high: metric.high! }}
        />
      ))}
      {item.appliedAt && !measured && item.status === 'applied' && <Line name="Measured effect" span={null} reach={reach} habits={habits} words="not yet: it is measured every night" />}
      {measured && (
        <p className="text-xs text-muted">
          Of {measured.of}, {formatNumber(Math.max(1, measured.days), habits)} {Math.round(Math.max(1, measured.days)) === 1 ? 'day' : 'days'} since against as many before. {fits === true && <Badge tone="opportunity" plain>Inside what was expected</Badge>}
          {fits === false && <Badge tone="caution" plain>Outside what was expected</Badge>}
        </p>
      )}
    </dl>
  );
}

function Line({ name, span, reach, words, habits }: { name: string; span: Span | null; reach: number; words: string; habits: ReadingHabits }) {
  return (
    <div className="grid items-center gap-x-4 gap-y-0.5 sm:grid-cols-[9rem_7rem_minmax(0,1fr)]">
      <dt className="text-muted">{name}</dt>
      <dd className="contents">
        {span && <Bar span={span} reach={reach} />}
        <span className={span ? undefined : 'sm:col-span-2'}>
          {span && <span className="font-medium">{signedPoints(span.difference, habits)} points <span className="font-normal">({intervalWords(span, habits)})</span>, </span>}
          <span className="text-muted">{words}</span>
        </span>
      </dd>
    </div>
  );
}

/** 112 pixels wide, zero in the middle. */
function Bar({ span: { difference, low, high }, reach }: { span: Span; reach: number }) {
  const x = (value: number) => 56 + (value / reach) * 52;
  return (
    <svg width="112" height="14" viewBox="0 0 112 14" aria-hidden className="overflow-visible">
      <line x1="0" x2="112" y1="7" y2="7" className="stroke-hairline" />
      <line x1="56" x2="56" y1="1" y2="13" className="stroke-muted" />
      <rect x={x(low)} y="5" width={Math.max(1, x(high) - x(low))} height="4" rx="2" className={low > 0 ? 'fill-opportunity-mark' : high < 0 ? 'fill-risk-mark' : 'fill-forecast-mark'} />
      <circle cx={x(difference)} cy="7" r="3" className="fill-foreground" />
    </svg>
  );
}
