/** How a chart writes its values. */
import { formatPercent, type ReadingHabits } from '@/components/ui/format';

/** A share of 1 as a percentage, or a score as it is with three decimals. */
export type Look = 'share' | 'score';

export const writeValue = (value: number, look: Look, habits: ReadingHabits): string => (look === 'share' ? formatPercent(value, habits) : value.toFixed(3).replace('-', '\u2212'));

/** As a cell of the table under the chart: a number, so that it can be reckoned with. */
export const cellOf = (value: number, look: Look): number => (look === 'share' ? Math.round(value * 1000) / 10 : Math.round(value * 10_000) / 10_000);
