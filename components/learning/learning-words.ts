/** What the learning page says in sentences. Pure: every number comes from the metrics. */
import { formatMoney, formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import type { StatProps } from '@/components/ui/stat';
import type { Comparison, LearningMetrics, Measure } from '@/lib/learning/schema';

type Look = 'share' | 'points' | 'stars' | 'people' | 'hours' | 'score';
const MINUS = '\u2212';

/** A duration that is read at a glance: "40 min", "7.5 h", "3.2 days". */
export function duration(hours: number, habits: ReadingHabits): string {
  if (hours < 1) return `${formatNumber(hours * 60, habits)} min`;
  return hours < 48 ? `${formatNumber(hours, habits, hours < 10 ? 1 : 0)} h` : `${formatNumber(hours / 24, habits, 1)} days`;
}

const plain = (value: number, look: Look, habits: ReadingHabits): string => {
  switch (look) {
    case 'share': return formatPercent(value, habits);
    case 'points': return `${formatNumber(value * 100, habits, 1)} points`;
    case 'hours': return duration(value, habits);
    case 'score': return value.toFixed(3);
    case 'stars':
    case 'people': return formatNumber(value, habits, 1);
  }
};

/** "58 to 68%", "3.9 to 4.4". */
export function range(low: number, high: number, look: Look, habits: ReadingHabits): string {
  if (look === 'share') return `${formatNumber(low * 100, habits)} to ${formatPercent(high, habits)}`;
  if (look === 'points') return `${formatNumber(low * 100, habits, 1)} to ${plain(high, look, habits)}`;
  return `${plain(low, look, habits)} to ${plain(high, look, habits)}`;
}

/** No sign before what rounds to nothing. */
const signed = (value: number, text: string): string => (/[1-9]/.test(text) ? `${value < 0 ? MINUS : '+'}${text}` : text);

/** "+4 points", "−0.2". */
export function change(value: number, look: Look, habits: ReadingHabits): string {
  if (look === 'share') {
    const size = Math.round(Math.abs(value) * 100);
    return size === 0 ? 'no change' : signed(value, `${formatNumber(size, habits)} ${size === 1 ? 'point' : 'points'}`);
  }
  const text = plain(Math.abs(value), look, habits);
  return /[1-9]/.test(text) ? signed(value, text) : 'no change';
}

/** "+4", "−0.2": without its unit, for the ends of a range. */
export const bare = (value: number, look: Look, habits: ReadingHabits, digits = 0) => signed(value, look === 'share' ? formatNumber(Math.abs(value) * 100, habits, digits) : plain(Math.abs(value), look, habits));

/** "+4 points (−2 to +10) on the 90 days before (59%)". */
export function comparedWords({ to, value, difference, low, high }: Comparison, look: Look, habits: ReadingHabits, on = 'against'): string {
  const sure = low === high ? '' : ` (${bare(low, look, habits)} to ${bare(high, look, habits)})`;
  return `${change(difference, look, habits)}${sure} ${on} ${to} (${plain(value, look, habits)})`;
}

export const count = (n: number, one: string, habits: ReadingHabits, many = `${one}s`): string => `${formatNumber(n, habits)} ${n === 1 ? one : many}`;

/** A figure for the page: number, interval, sample, comparison; where one is missing, why. */
export function statOf(measure: Measure, { label, look = 'share', of, groups = 'deal', habits }: { label: string; look?: Look; of: string; groups?: 'deal' | 'person' | null; habits: ReadingHabits }): StatProps {
  const { value, low, high, n, why, compared, whyNotCompared } = measure;
  const many = groups === 'person' ? 'people' : 'deals';
  const sample = n === 0 ? undefined : `${count(n, of, habits)}${groups && measure.groups !== null && measure.groups !== n ? ` of ${count(measure.groups, groups, habits, many)}` : ''}`;
  return {
    label,
    value: value === null ? '–' : plain(value, look, habits),
    interval: low === null || high === null ? undefined : range(low, high, look, habits),
    sample,
    compared: [why, compared ? comparedWords(compared, look, habits) : why ? null : whyNotCompared].filter(Boolean).join(' ') || undefined,
  };
}

/** Whether an interval of a difference leaves no doubt about its sign. */
const sure = ({ low, high }: { low: number; high: number }): boolean => low > 0 || high < 0;

/** The sentence of the page. */
export function headline({ quality: { accuracy }, insights, period }: LearningMetrics, habits: ReadingHabits): string {
  if (accuracy.value === null || accuracy.low === null || accuracy.high === null) {
    return insights === 0 ? `No insight was seen or resolved in ${inPeriod(period)}.` : `${count(insights, 'insight', habits)} in ${inPeriod(period)}; none that somebody saw is resolved yet.`;
  }
  const { compared } = accuracy;
  const beside = !compared ? '' : !sure(compared) ? `, which cannot be told from ${compared.to} (${formatPercent(compared.value, habits)})`
    : `, ${compared.difference > 0 ? 'better' : 'worse'} than ${compared.to} (${formatPercent(compared.value, habits)})`;
  return `Of ${count(accuracy.n, 'resolved insight', habits)} in ${inPeriod(period)}, ${formatPercent(accuracy.value, habits)} ${accuracy.n === 1 ? 'was' : 'were'} right (${range(accuracy.low, accuracy.high, 'share', habits)})${beside}.`;
}

const inPeriod = (period: string): string => (period.startsWith('the last') ? period : period === 'since the beginning' ? 'all time' : `the time ${period}`);

/** Finding of the reliability chart. */
export function calibrationTitle({ bins, ece, brier }: LearningMetrics['calibration'], habits: ReadingHabits): string {
  if (ece.value === null) return 'No forecast has met its outcome yet';
  const off = formatNumber(ece.value * 100, habits, 1);
  const high = bins.filter((bin) => bin.high !== null && bin.said > bin.high).reduce((n, bin) => n + bin.n, 0);
  const low = bins.filter((bin) => bin.low !== null && bin.said < bin.low).reduce((n, bin) => n + bin.n, 0);
  const lean = high === 0 && low === 0 ? 'within what chance allows' : high > low ? 'too hopeful' : 'too careful';
  const better = brier.compared && brier.compared.high < 0 ? '' : ', and no surer than always saying the win rate';
  return `Forecasts are ${off} points off on average: ${lean}${better}`;
}

/** Finding of accuracy by month. */
export function trendTitle({ trend, months }: Pick<LearningMetrics, 'trend' | 'months'>, habits: ReadingHabits): string {
  if (months.length === 0) return 'No insight that somebody saw was resolved in this period';
  if (!trend) return `Accuracy in ${count(months.length, 'month', habits)}: three are needed to see a trend`;
  const size = formatNumber(Math.abs(trend.slope) * 100, habits, 1);
  const sureRange = `${bare(trend.low, 'share', habits, 1)} to ${bare(trend.high, 'share', habits, 1)}`;
  if (trend.pValue >= 0.05) return `Accuracy neither rises nor falls clearly (${sureRange} points a month)`;
  return `Accuracy ${trend.slope > 0 ? 'rises' : 'falls'} by ${size} points a month (${sureRange})`;
}

export function curveTitle({ gain, why, points }: LearningMetrics['curve'], habits: ReadingHabits): string {
  if (points.length === 0) return 'Too few labels to see what they are worth';
  if (!gain) return why ?? 'Where more labels lead is not to be seen yet';
  const size = (value: number) => bare(value, 'share', habits, 1);
  if (gain.low <= 0 && gain.high >= 0) return `Nobody can say yet whether as many labels again would help: ${size(gain.value)} points (${size(gain.low)} to ${size(gain.high)})`;
  return `${formatNumber(gain.at, habits)} labels to learn from instead of ${formatNumber(points.at(-1)!.labels, habits)} would be worth ${size(gain.value)} points (${size(gain.low)} to ${size(gain.high)})`;
}

export function peopleTitle({ days, daily }: LearningMetrics['use'], habits: ReadingHabits): string {
  const busiest = Math.max(0, ...days.map((day) => day.people));
  if (busiest === 0) return 'Nobody opened or answered advice in the last 30 days';
  return `${formatNumber(daily.value ?? 0, habits, 1)} people a day used the advice in the last 30 days, at most ${formatNumber(busiest, habits)}`;
}

export function actionsTitle(actions: LearningMetrics['actions'], habits: ReadingHabits): string {
  const clear = actions.filter((a) => a.falseDiscovery !== null && a.falseDiscovery < 0.05 && a.difference !== null);
  const best = clear.toSorted((a, b) => b.difference! - a.difference!)[0];
  if (best) return `Deals in which “${ACTION_WORDS[best.action]}” was done ended ${best.difference! > 0 ? 'better' : 'worse'}: ${change(best.difference!, 'share', habits)}`;
  return actions.some((a) => a.difference !== null) ? 'No action stands out from chance yet' : 'Too few closed deals to compare any action';
}

export const ACTION_WORDS: Record<LearningMetrics['actions'][number]['action'], string> = {
  call: 'Call', email: 'E-mail', meeting: 'Meeting', multi_thread: 'Bring in more people', executive: 'Reach the decision maker', pricing: 'Talk about price',
  proposal: 'Proposal', close_plan: 'Agree a close plan', qualify: 'Qualify', other: 'Something else',
};

/** "412,000 USD (−30,000 to 854,000 USD)" or why there is none. */
export function revenueWords({ attributedMinor, lowMinor, highMinor, currency, why }: LearningMetrics['causal']['revenue'], habits: ReadingHabits): { value: string; interval?: string; why?: string } {
  if (attributedMinor === null || lowMinor === null || highMinor === null) return { value: '–', why: why ?? undefined };
  const money = (minor: number) => (minor < 0 ? MINUS : '') + formatMoney(Math.abs(minor), currency, habits, true);
  return { value: money(attributedMinor), interval: `${money(lowMinor)} to ${money(highMinor)}` };
}
