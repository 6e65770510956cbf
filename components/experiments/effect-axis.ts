/** The common axis on which the differences of all variants of a metric are drawn. Pure. */
import type { VariantResult } from '@/lib/experiments/results-schema';

/**
 * Ends of the axis, nought always inside. Set by the points and the near halves of their intervals as well: one interval that is
 * wider by far than the others is cut, and does not press the others to a dot.
 */
export function effectDomain(variants: readonly Pick<VariantResult, 'difference'>[]): [number, number] {
  const spans = variants.flatMap(({ difference }) => (difference ? [difference] : []));
  if (spans.length === 0) return [-1, 1];
  const widths = spans.map(({ low, high }) => high - low).sort((a, b) => a - b);
  const most = Math.max(widths[Math.floor((widths.length - 1) / 2)]! * 3, ...spans.map(({ value }) => Math.abs(value))) || 1;
  const low = Math.min(0, ...spans.map((span) => Math.max(span.low, span.value - most)));
  const high = Math.max(0, ...spans.map((span) => Math.min(span.high, span.value + most)));
  const room = (high - low || 1) * 0.06;
  return [low - room, high + room];
}

/** Which side of nought an interval is on, by which way is better. */
export function sideOf({ low, high }: { low: number; high: number }, better: 'higher' | 'lower'): 'better' | 'worse' | 'open' {
  if (low > 0) return better === 'higher' ? 'better' : 'worse';
  if (high < 0) return better === 'higher' ? 'worse' : 'better';
  return 'open';
}
