/**
 * Do forecasts lately come out worse than before? The last `RECENT` resolved ones against up to `BASELINE` before them: the share that
 * was right (Newcombe's interval, Fisher's exact test) and the Brier score (Welch's t). An alarm needs 50 on each side, a change for
 * the worse of at least 0.1, and p < 0.05 for two looks (Bonferroni: 0.025 each). Pure.
 */
import { compareMeans } from '@/lib/stats/means';
import { compareRates, fisherExact } from '@/lib/stats/rates';
import type { DriftReport } from './schema';

export type Forecast = { probability: number; won: boolean };

export const RECENT = 100;
export const BASELINE = 500;
export const LEAST = 50;
const LEAST_CHANGE = 0.1;
const ALPHA = 0.05 / 2;

const isRight = ({ probability, won }: Forecast): boolean => probability >= 0.5 === won;
const brier = ({ probability, won }: Forecast): number => (probability - (won ? 1 : 0)) ** 2;

export type DriftLook = {
  /** The measure that has drifted, the worse one first; null: none has. */
  drift: DriftReport | null;
  /** Both measures, for whoever wants to see; empty with too few forecasts. */
  reports: DriftReport[];
  n: { before: number; recent: number };
};

/** `forecasts` newest first. */
export function lookForDrift(forecasts: readonly Forecast[]): DriftLook {
  // With little of it, half is lately.
  const size = Math.min(RECENT, Math.floor(forecasts.length / 2));
  const [recent, before] = [forecasts.slice(0, size), forecasts.slice(size, size + BASELINE)];
  const n = { before: before.length, recent: recent.length };
  if (recent.length < LEAST || before.length < LEAST) return { drift: null, reports: [], n };
  const right = (list: readonly Forecast[]) => ({ hits: list.filter(isRight).length, n: list.length });
  const [a, b] = [right(recent), right(before)];
  const rates = compareRates(a, b);
  const accuracy: DriftReport = {
    measure: 'accuracy', before: { value: b.hits / b.n, n: b.n }, recent: { value: a.hits / a.n, n: a.n },
    difference: rates.difference, low: rates.low, high: rates.high, pValue: fisherExact(a, b),
  };
  const means = compareMeans(recent.map(brier), before.map(brier))!;
  const mean = (list: readonly Forecast[]) => list.reduce((sum, f) => sum + brier(f), 0) / list.length;
  const squared: DriftReport = {
    measure: 'brier', before: { value: mean(before), n: b.n }, recent: { value: mean(recent), n: a.n }, difference: means.difference, low: means.low, high: means.high, pValue: means.pValue,
  };
  const worse = ({ measure, difference }: DriftReport) => (measure === 'accuracy' ? -difference : difference);
  const alarms = [accuracy, squared].filter((report) => report.pValue < ALPHA && worse(report) >= LEAST_CHANGE).sort((x, y) => worse(y) - worse(x));
  return { drift: alarms[0] ?? null, reports: [accuracy, squared], n };
}
