/**
 * Seeded randomness. Nothing in the pure core calls Math.random: whoever needs chance is handed an `Rng`, so that a
 * training run, a bootstrap or a simulation can be repeated to the last digit.
 */

/** Uniform draws in [0, 1), 32 bits each. */
export type Rng = () => number;

/** Four 32-bit words from a text (xmur3 by bryc, public domain): nearby seeds give unrelated streams. */
function hashSeed(seed: string): () => number {
  let h = 1779033703 ^ seed.length;
  for (let i = 0; i < seed.length; i++) {
    h = Math.imul(h ^ seed.charCodeAt(i), 3432918353);
    h = (h << 13) | (h >>> 19);
  }
  return () => {
    h = Math.imul(h ^ (h >>> 16), 2246822507);
    h = Math.imul(h ^ (h >>> 13), 3266489909);
    h ^= h >>> 16;
    return h >>> 0;
  };
}

/** sfc32 (Chris Doty-Humphrey, PractRand): small, fast, passes PractRand and BigCrush. */
export function createRng(seed: string): Rng {
  const word = hashSeed(seed);
  let a = word(), b = word(), c = word(), counter = 1;
  const next: Rng = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t | 0;
    return (t >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 15; i++) next();
  return next;
}

/** A uniform integer in [0, n). */
export const randomInt = (rng: Rng, n: number): number => Math.floor(rng() * n);

/** A standard normal draw (Box-Muller, one of the pair). */
export const randomNormal = (rng: Rng): number => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng());

/** A shuffled copy (Fisher-Yates). */
export function shuffled<T>(rng: Rng, rows: readonly T[]): T[] {
  const copy = [...rows];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = randomInt(rng, i + 1);
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}
