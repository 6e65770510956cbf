/** What a benchmark says, one row a figure. */
export type Result = {
  name: string;
  /** Null when it was not measured. */
  value: number | null;
  unit: string;
  /** At most this (for shares: at least). Null for a figure that has none. */
  budget: number | null;
  pass: boolean;
  /** Why it was not measured; never passed then. */
  skipped?: string;
  /** The same figure of something to compare with, and value / peer. */
  peer?: number;
  ratio?: number;
};

export type Benchmark = () => AsyncIterable<Result>;

const rounded = (value: number): number => Number(value.toPrecision(4));

/** Passes at or under the budget; without one it only informs. */
export const atMost = (name: string, value: number, unit: string, budget: number | null): Result => ({ name, value: rounded(value), unit, budget, pass: budget === null || value <= budget });
/** Passes at or over the budget. */
export const atLeast = (name: string, value: number, unit: string, budget: number): Result => ({ name, value: rounded(value), unit, budget, pass: value >= budget });
/** Passes from `low` to `high`; the table names the lower end as the budget. */
export const between = (name: string, value: number, unit: string, low: number, high: number): Result => ({ name, value: rounded(value), unit, budget: low, pass: low <= value && value <= high });
export const skipped = (name: string, unit: string, budget: number | null, why: string): Result => ({ name, value: null, unit, budget, pass: false, skipped: why });

/** Nearest-rank quantile of unsorted values, p in (0, 1]. Throws RangeError on none. */
export function quantile(values: readonly number[], p: number): number {
  const value = [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(p * values.length) - 1)];
  if (value === undefined) throw new RangeError('a quantile of nothing');
  return value;
}

/**
 * Median over five runs of the 95th percentile, in ms, of `work` over `inputs`; one unmeasured run warms up. `before` makes
 * of an input what the work needs, unmeasured.
 */
export function p95OfFive<T>(inputs: readonly T[], work: (input: T) => Promise<unknown>): Promise<number>;
export function p95OfFive<T, P>(inputs: readonly T[], work: (prepared: P) => Promise<unknown>, before: (input: T) => Promise<P>): Promise<number>;
export async function p95OfFive<T>(inputs: readonly T[], work: (input: unknown) => Promise<unknown>, before: (input: T) => Promise<unknown> = async (input) => input): Promise<number> {
  const runs: number[] = [];
  for (let run = 0; run <= 5; run++) {
    const times: number[] = [];
    for (const input of inputs) {
      const prepared = await before(input);
      const started = performance.now();
      await work(prepared);
      times.push(performance.now() - started);
    }
    if (run > 0) runs.push(quantile(times, 0.95));
  }
  return quantile(runs, 0.5);
}
