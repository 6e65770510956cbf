/** Have the shares of kinds moved? Below 1,000 rows by chi-square, from there on by how far the shares are apart (Jensen-Shannon, base 2). */
import { chiSquareAbove } from '@/lib/stats/distributions';
import { homogeneity } from '@/lib/stats/drift/contingency';
import { jensenShannonDistance, stabilityThreshold } from '@/lib/stats/drift/histogram-distance';
import { MANY, type Move } from './move';

/** Rows of a kind that the smaller side must be able to expect: rarer ones are taken together, so that chi-square's law holds. The distance needs more than the test. */
const LEAST_EXPECTED = { test: 5, distance: 20 };

/** Counts of the same kinds on both sides, neither side empty. Null when fewer than two kinds are frequent enough to compare. */
export function categoryMove(baseline: readonly number[], recent: readonly number[], alpha: number, leastMove: number): Move | null {
  const n = total(baseline), m = total(recent), many = Math.min(n, m) >= MANY;
  const kinds = gathered(baseline, recent, ((many ? LEAST_EXPECTED.distance : LEAST_EXPECTED.test) * (n + m)) / Math.min(n, m));
  if (kinds.length < 2) return null;
  const [a, b] = [kinds.map(([count]) => count), kinds.map(([, count]) => count)];
  const pieces = 1 / n + 1 / m, freedom = kinds.length - 1;
  // The stability index of unchanged shares is chi-square times 1/n + 1/m; divided by it, chi-square remains.
  const critical = stabilityThreshold(n, m, kinds.length, alpha) / pieces;
  if (!many) {
    const table = homogeneity(a, b);
    return table.available ? { method: 'chi_square', statistic: table.statistic, threshold: critical, chance: table.pValue, linear: false } : null;
  }
  // For small differences the divergence in nats is (1/n + 1/m) / 8 of chi-square.
  const statistic = jensenShannonDistance(a, b), nats = statistic ** 2 * Math.LN2;
  return {
    method: 'jensen_shannon', statistic, linear: true, chance: chiSquareAbove((8 * nats) / pieces, freedom),
    threshold: Math.max(leastMove, Math.sqrt((critical * pieces) / 8 / Math.LN2)),
  };
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** Kinds with fewer than `least` rows on both sides together become one, with the next frequent ones until it has enough. */
function gathered(baseline: readonly number[], recent: readonly number[], least: number): [number, number][] {
  const kinds = baseline.map((count, i): [number, number] => [count, recent[i]!]).filter(([a, b]) => a + b > 0).sort((x, y) => y[0] + y[1] - x[0] - x[1]);
  let rest: [number, number] = [0, 0];
  for (let last = kinds.at(-1); last && (last[0] + last[1] < least || (rest[0] + rest[1] > 0 && rest[0] + rest[1] < least)); last = kinds.at(-1)) {
    rest = [rest[0] + last[0], rest[1] + last[1]];
    kinds.pop();
  }
  return rest[0] + rest[1] > 0 ? [...kinds, rest] : kinds;
}
