/**
 * How far apart chance alone puts two samples of one law, in Wasserstein-1: sqrt(nm / (n + m)) W comes to the integral of |B(F(x))| over x, B a Brownian
 * bridge (del Barrio, Giné and Matrán 1999). Its law depends on F, which is read from both samples together. Its mean and variance are exact; a gamma law
 * with these and with the skewness that a uniform F gives (Shepp 1982) stands in for it: within a fifth of the chance down to 1 in 400 where values
 * lie close together, too large a chance beyond and where there are few kinds. No random splits needed. Values with far outliers want to be capped first.
 */
import { chiSquareAbove } from '../distributions';
import { rootFrom } from '../quadrature';

export type WassersteinLaw = { mean: number; variance: number };

const PIECES = 128;

/** Of values in ascending order, both samples together. Nought twice when all are equal. */
export function wassersteinLaw(pooled: ArrayLike<number>): WassersteinLaw {
  // Steps between neighbours, gathered by how much of the sample lies below.
  const width = new Float64Array(PIECES), below = new Float64Array(PIECES);
  for (let i = 1; i < pooled.length; i++) {
    const step = pooled[i]! - pooled[i - 1]!, share = i / pooled.length, piece = Math.min(PIECES - 1, Math.floor(share * PIECES));
    width[piece]! += step;
    below[piece]! += step * share;
  }
  let mean = 0, variance = 0;
  const pieces = Array.from(width, (w, i) => ({ width: w, share: below[i]! / w })).filter((piece) => piece.width > 0).map((piece) => ({ ...piece, sd: Math.sqrt(piece.share * (1 - piece.share)) }));
  pieces.forEach((a, i) => {
    mean += Math.sqrt(2 / Math.PI) * a.sd * a.width;
    for (let j = 0; j <= i; j++) {
      const b = pieces[j]!;
      // Covariance of |X| and |Y|, normal with correlation r (b lies below a).
      const r = i === j ? 1 : Math.min(1, Math.sqrt((b.share * (1 - a.share)) / (a.share * (1 - b.share))));
      const together = (2 / Math.PI) * (Math.sqrt(1 - r * r) + r * Math.asin(r) - 1);
      variance += (i === j ? 1 : 2) * a.sd * b.sd * together * a.width * b.width;
    }
  });
  return { mean, variance };
}

/** Of the integral of |B| over a uniform F: from its moments sqrt(2 pi) / 8, 7 / 60 and 21 sqrt(2 pi) / 1024. */
const SKEWNESS = 1.2974;
const SHAPE = 4 / SKEWNESS ** 2;

const above = ({ mean, variance }: WassersteinLaw, x: number): number =>
  (variance > 0 ? chiSquareAbove(2 * (SHAPE + (Math.sqrt(SHAPE) * (x - mean)) / Math.sqrt(variance)), 2 * SHAPE) : x > 0 ? 0 : 1);

/** P(W >= `distance`) for samples of `n` and `m` when nothing has moved. */
export const wassersteinChance = (law: WassersteinLaw, distance: number, n: number, m: number): number => above(law, distance * Math.sqrt((n * m) / (n + m)));

/** The distance that chance alone reaches in `alpha` of checks. */
export function wassersteinThreshold(law: WassersteinLaw, n: number, m: number, alpha = 0.05): number {
  if (!(law.variance > 0)) return 0;
  return rootFrom((x) => alpha - above(law, x), 0, law.mean) / Math.sqrt((n * m) / (n + m));
}
