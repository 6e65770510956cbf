/** Shares: "12%", "12,5 %", and bare numbers that are percent (12) or fractions (0.12) as the column has them. */
import type { DecimalMark } from '../schema';
import { readDigits, takeApart, toNumber, times } from './number';
import { quoted, type Reading } from './reading';

/** A fraction: 0.12 for "12%". */
export function readPercent(text: string, bare: 'percent' | 'fraction', mark: DecimalMark | null): Reading<number> {
  const parts = takeApart(text);
  const unit = parts ? `${parts.before}${parts.after}`.toLowerCase() : null;
  if (!parts || unit === null || !['', '%', 'percent', 'prozent', 'pct'].includes(unit)) return { error: `${quoted(text)} is not a percentage` };
  const read = readDigits(parts.body, mark);
  if ('error' in read) return read;
  const value = toNumber(times(read.value, unit !== '' || bare === 'percent' ? 0.01 : 1));
  return { value: parts.negative ? -value : value };
}
