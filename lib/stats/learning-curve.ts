/** What more labels would bring: scores of models trained on more and more of the data, and where that leads. */
import tCdf from '@stdlib/stats-base-dists-t-cdf';

/** The score reached with `n` labels; `weight` is how much it counts, as one over its variance (for example the rows it was measured on). */
export type CurvePoint = { n: number; score: number; weight: number };
export type LearningCurve = {
  /** The largest n there is, with the fitted score. */
  now: { n: number; score: number };
  /** The n that was asked about, with the fitted score. */
  then: { n: number; score: number };
  /** Expected rise of the score from now to then, with its interval (credible, see below). */
  gain: number;
  low: number;
  high: number;
  /** gain / labels in between. */
  gainPerLabel: number;
  /** The fitted curve, from the smallest n to the one asked about. */
  fitted: { n: number; score: number }[];
  points: number;
};

/** Enough to leave two degrees of freedom for the noise, at enough different sizes to see a bend. */
const MIN_POINTS = 4;
const MIN_SIZES = 3;
/** From a slow, almost logarithmic rise to one that is soon over. */
const EXPONENTS = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 2];
const FITTED = 25;

type Fit = { weight: number; intercept: number; rise: number; riseError: number; x: (n: number) => number };

/**
 * The inverse power law of learning curves, score = a - b n^-c (Figueroa et al. 2012, BMC Med Inform Decis Mak 12:8). Few points do not tell c: every c of a
 * grid is fitted by weighted least squares and counted by its marginal likelihood, under flat priors on the level, on the rise over the range seen and on
 * the logarithm of the noise, so that each fit is a t distribution with points - 2 degrees of freedom and the answer a mixture of them. Where that mixture is wide, more labels are a guess.
 * `target` is the n asked about, twice the largest by default. Null under four points or three different sizes.
 */
export function learningCurve(points: readonly CurvePoint[], { target, level = 0.95 }: { target?: number; level?: number } = {}): LearningCurve | null {
  const usable = points.filter((point) => point.weight > 0);
  const sizes = [...new Set(usable.map((point) => point.n))].sort((a, b) => a - b);
  if (usable.length < MIN_POINTS || sizes.length < MIN_SIZES) return null;
  const first = sizes[0] as number, last = sizes.at(-1) as number;
  if (!(first > 0)) throw new RangeError('a learning curve starts with at least one label');
  const end = target ?? 2 * last;
  if (!(end > last)) throw new RangeError('the size asked about must be larger than the largest there is');
  const df = usable.length - 2;
  const fits = EXPONENTS.map((c) => fit(usable, first, last, c, df));
  const best = Math.max(...fits.map((f) => f.weight));
  const weights = fits.map((f) => Math.exp(f.weight - best));
  const total = weights.reduce((sum, w) => sum + w, 0);
  const average = (value: (f: Fit) => number): number => fits.reduce((sum, f, i) => sum + value(f) * (weights[i] as number), 0) / total;
  const scoreAt = (n: number): number => average((f) => f.intercept + f.rise * f.x(n));
  // x(last) is 1, so the gain is rise times what x still grows.
  const gains = fits.map((f, i) => ({ mean: f.rise * (f.x(end) - 1), error: f.riseError * (f.x(end) - 1), weight: (weights[i] as number) / total }));
  const below = (value: number): number => gains.reduce((sum, g) => sum + g.weight * tCdf((value - g.mean) / g.error, df), 0);
  const gain = gains.reduce((sum, g) => sum + g.weight * g.mean, 0);
  const reach = Math.max(...gains.map((g) => Math.abs(g.mean - gain) + 1e4 * g.error));
  const low = Math.min(gain, bisect(below, (1 - level) / 2, gain - reach, gain + reach));
  const high = Math.max(gain, bisect(below, (1 + level) / 2, gain - reach, gain + reach));
  const fitted = Array.from({ length: FITTED }, (_, i) => first * (end / first) ** (i / (FITTED - 1))).map((n) => ({ n, score: scoreAt(n) }));
  return { now: { n: last, score: scoreAt(last) }, then: { n: end, score: scoreAt(end) }, gain, low, high, gainPerLabel: gain / (end - last), fitted, points: usable.length };
}

/** Weighted least squares on x(n), which runs from 0 at the smallest n to 1 at the largest, so that the slope is the rise over the range seen, whatever c. */
function fit(points: readonly CurvePoint[], first: number, last: number, c: number, df: number): Fit {
  const span = first ** -c - last ** -c;
  const x = (n: number): number => (first ** -c - n ** -c) / span;
  let w = 0, sx = 0, sy = 0;
  for (const p of points) { w += p.weight; sx += p.weight * x(p.n); sy += p.weight * p.score; }
  const mx = sx / w, my = sy / w;
  let xx = 0, xy = 0, yy = 0;
  for (const p of points) { const dx = x(p.n) - mx, dy = p.score - my; xx += p.weight * dx * dx; xy += p.weight * dx * dy; yy += p.weight * dy * dy; }
  const rise = xy / xx;
  // A floor under the noise: no score is known to more than nine digits.
  const rss = Math.max(yy - rise * xy, w * 1e-18);
  return { x, rise, intercept: my - rise * mx, riseError: Math.sqrt(rss / df / xx), weight: -0.5 * Math.log(xx) - (df / 2) * Math.log(rss) };
}

function bisect(f: (value: number) => number, want: number, low: number, high: number): number {
  let a = low, b = high;
  for (let i = 0; i < 200 && b - a > 1e-12 * Math.max(1, Math.abs(a)); i++) {
    const middle = (a + b) / 2;
    if (f(middle) < want) a = middle; else b = middle;
  }
  return (a + b) / 2;
}
