/**
 * What the product counts by itself of the units of an experiment, fact by fact: an answer, a prediction that came true, a deal that was won.
 * Each fact is recorded once as an outcome, and corrected by the difference when it changes: "helpful" taken back is one less. Pure.
 */
import type { Measure, MetricKind, OutcomeReport } from './schema';

/** The kinds of metric that make sense of each measure; the first is the usual one. */
export const MEASURE_KINDS: Record<Measure, readonly [MetricKind, ...MetricKind[]]> = {
  helpful: ['ratio', 'binomial', 'count'], answered: ['binomial', 'count'], acted: ['binomial', 'count'], incorrect: ['binomial', 'count'],
  accurate: ['ratio', 'binomial', 'count'], won: ['binomial', 'count'], revenue: ['revenue', 'mean'],
};

export const MEASURE_WORDS: Record<Measure, { name: string; what: string; better: 'higher' | 'lower' }> = {
  helpful: { name: 'Helpful answers', what: 'answers “helpful” among all answers to its insights', better: 'higher' },
  answered: { name: 'Answered', what: 'somebody said whether an insight helped', better: 'higher' },
  acted: { name: 'Acted on', what: 'somebody did what was advised', better: 'higher' },
  incorrect: { name: 'Called incorrect', what: 'somebody said that an insight is wrong', better: 'lower' },
  accurate: { name: 'Came true', what: 'insights that came true among those that were decided and not acted on', better: 'higher' },
  won: { name: 'Won', what: 'a deal was won', better: 'higher' },
  revenue: { name: 'Revenue', what: 'amount of what was won, in the workspace’s currency', better: 'higher' },
};

export type Fact =
  | { of: 'answer'; id: string; at: number; kind: string | null; acted: boolean; actedAt: number | null }
  | { of: 'decided'; id: string; at: number; right: boolean }
  | { of: 'won'; id: string; at: number; /** Major units of the workspace's currency; null where it cannot be converted. */ amount: number | null };

type Counted = { value: number; denominator: number; at: number };
type MeasuredMetric = { key: string; kind: MetricKind; measure: Measure };

/** What a fact adds to a measure; null: nothing, ever. */
function counts(measure: Measure, fact: Fact): { value: number; of: number; at: number } | null {
  const yes = (value: boolean, at = fact.at) => ({ value: Number(value), of: 1, at });
  switch (measure) {
    case 'helpful': case 'answered': case 'incorrect': {
      if (fact.of !== 'answer' || fact.kind === null) return null;
      return yes(measure === 'answered' || fact.kind === measure);
    }
    case 'acted': return fact.of === 'answer' && fact.acted ? yes(true, fact.actedAt ?? fact.at) : null;
    case 'accurate': return fact.of === 'decided' ? yes(fact.right) : null;
    case 'won': return fact.of === 'won' ? yes(true) : null;
    case 'revenue': return fact.of === 'won' && fact.amount !== null ? { value: fact.amount, of: 1, at: fact.at } : null;
  }
}

/** What a metric counts of a unit's facts, by fact. A metric that is no ratio has no second number. */
export function countedBy({ kind, measure }: Omit<MeasuredMetric, 'key'>, facts: readonly Fact[]): Map<string, Counted> {
  return new Map(facts.flatMap((fact) => {
    const counted = counts(measure, fact);
    return counted ? [[`${fact.of}:${fact.id}`, { value: counted.value, denominator: kind === 'ratio' ? counted.of : 0, at: counted.at }] as const] : [];
  }));
}

/** Outcomes that the product recorded carry this before their fact, unit and number. */
export const PRODUCT = 'product ';
export type Recorded = { metric: string; outcomeId: string; value: number; denominator: number; at: number };

const factOf = (outcomeId: string): string => outcomeId.slice(PRODUCT.length).split(' ')[0]!;
const nearly = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/**
 * What must be recorded so that all that was recorded of a unit adds up to what is so now. A correction counts where what it corrects counted: it
 * carries the time of the first report. Done again, nothing is left to record; done twice at once, both give the same ids.
 */
export function differences(unitId: string, metrics: readonly MeasuredMetric[], facts: readonly Fact[], recorded: readonly Recorded[]): OutcomeReport[] {
  return metrics.flatMap((metric) => {
    const present = countedBy(metric, facts);
    const before = new Map<string, Recorded[]>();
    for (const row of recorded) if (row.metric === metric.key) before.set(factOf(row.outcomeId), [...(before.get(factOf(row.outcomeId)) ?? []), row]);
    return [...new Set([...present.keys(), ...before.keys()])].flatMap((fact): OutcomeReport[] => {
      const rows = before.get(fact) ?? [];
      const have = rows.reduce((sum, row) => ({ value: sum.value + row.value, denominator: sum.denominator + row.denominator }), { value: 0, denominator: 0 });
      const want = present.get(fact) ?? { value: 0, denominator: 0, at: 0 };
      const [value, denominator] = [want.value - have.value, want.denominator - have.denominator];
      if (nearly(want.value, have.value) && nearly(want.denominator, have.denominator)) return [];
      const occurredAt = new Date(rows.length > 0 ? Math.min(...rows.map(({ at }) => at)) : want.at).toISOString();
      const report = (n: number, value: number, denominator: number): OutcomeReport => ({ outcomeId: `${PRODUCT}${fact} ${unitId} ${rows.length + n}`, unitId, metric: metric.key, value, denominator, occurredAt });
      // A ratio whose second number stays is taken back whole and said anew: a part of a ratio is none.
      return metric.kind === 'ratio' && denominator === 0 ? [report(0, -have.value, -have.denominator), report(1, want.value, want.denominator)] : [report(0, value, denominator)];
    });
  });
}
