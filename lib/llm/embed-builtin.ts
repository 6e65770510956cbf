/**
 * Embedding that needs no provider: hashed features, deterministic on every machine.
 *
 * Signed feature hashing (Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009): every feature
 * falls on pseudo-random places with pseudo-random signs, so that inner products are kept in expectation. Structure and
 * text have half of the dimensions each: a long note cannot drown the facts.
 *   - a category falls on 4 places, one in each quarter of its half, which evens out collisions;
 *   - a quantity is a set of cosines and sines whose inner product is a Gaussian kernel of the difference (random
 *     Fourier features, Rahimi and Recht 2007, with evenly spaced quantiles instead of random frequencies);
 *   - a text is its words and the three-letter pieces of its words, each bin damped by a square root (Perronnin et al. 2010),
 *     the whole brought to one weight whatever its length.
 */
import { EMBEDDING_DIMENSIONS, normalise, type Embedder, type EmbeddingInput } from '@/lib/llm/embed';

export const BUILTIN_EMBEDDING_MODEL = 'builtin-hash-v1';

const HALF = EMBEDDING_DIMENSIONS / 2;
const PLACES = 4;
const QUARTER = HALF / PLACES;
const TEXT_WEIGHT = 1;
const PIECE_WEIGHT = 0.3;
const TEXT_LIMIT = 4_000;

/** |z| at the middles of eight equal slices of the half-normal distribution: the frequencies of a Gaussian kernel. */
const FREQUENCIES = [0.078412, 0.237202, 0.402250, 0.579132, 0.776422, 1.009990, 1.318011, 1.862732];
const FREQUENCY_SCALE = 1 / Math.sqrt(FREQUENCIES.length);

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const step = (hash: number, unit: number): number => Math.imul(hash ^ unit, FNV_PRIME);

/** Spreads every input bit over the whole word (MurmurHash3's finaliser). */
function mix(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function hashText(seed: number, text: string): number {
  let hash = seed;
  for (let i = 0; i < text.length; i += 1) hash = step(hash, text.charCodeAt(i));
  return hash;
}

/** Adds a feature to one of `places` (a power of two) from `start` on: low bits choose the place, the top bit the sign. */
function add(half: Float32Array, hash: number, amount: number, start = 0, places = HALF): void {
  const mixed = mix(hash);
  const place = start + (mixed & (places - 1));
  half[place] = (half[place] ?? 0) + (mixed & 0x80000000 ? -amount : amount);
}

function addStructure(half: Float32Array, input: EmbeddingInput): void {
  for (const { name, value, weight } of input.fields) {
    const known = value.trim().toLowerCase();
    if (!known) continue;
    const hash = hashText(step(hashText(FNV_OFFSET, name), 0x1f), known);
    for (let part = 0; part < PLACES; part += 1) add(half, step(hash, part + 1), weight / Math.sqrt(PLACES), part * QUARTER, QUARTER);
  }
  for (const { name, value, width, weight } of input.numbers) {
    if (!Number.isFinite(value) || !(width > 0)) throw new RangeError(`embedding of ${name}: ${value} in widths of ${width}`);
    const hash = step(hashText(FNV_OFFSET, name), 0x1e);
    // Side by side, so that the parts of one quantity never collide and its kernel stays exact; signs part it from others.
    const start = mix(hash);
    for (const [k, frequency] of FREQUENCIES.entries()) {
      const angle = (frequency * value) / width;
      add(half, step(hash, 2 * k), weight * FREQUENCY_SCALE * Math.cos(angle), (start + 2 * k) & (HALF - 1), 1);
      add(half, step(hash, 2 * k + 1), weight * FREQUENCY_SCALE * Math.sin(angle), (start + 2 * k + 1) & (HALF - 1), 1);
    }
  }
}

/** Letter or digit of any script, roughly: everything beyond ASCII counts, ASCII punctuation separates. */
const isWordUnit = (unit: number): boolean =>
  (unit >= 97 && unit <= 122) || (unit >= 48 && unit <= 57) || (unit >= 0xaa && unit !== 0xd7 && unit !== 0xf7 && !(unit >= 0x2000 && unit <= 0x206f) && unit !== 0x3000);

function addText(half: Float32Array, text: string): void {
  const lower = text.slice(0, TEXT_LIMIT).toLowerCase();
  let start = -1;
  for (let i = 0; i <= lower.length; i += 1) {
    const inside = i < lower.length && isWordUnit(lower.charCodeAt(i));
    if (inside && start < 0) start = i;
    if (inside || start < 0) continue;
    let word = FNV_OFFSET;
    // A blank stands before and after the word, so that beginnings and ends are pieces of their own.
    let two = 0x20;
    let one = 0x20;
    for (let j = start; j <= i; j += 1) {
      const unit = j < i ? lower.charCodeAt(j) : 0x20;
      if (j < i) word = step(word, unit);
      if (j > start) add(half, step(step(step(FNV_PRIME, two), one), unit), PIECE_WEIGHT);
      two = one;
      one = unit;
    }
    add(half, word, 1);
    start = -1;
  }
}

/** The unit vector of one input. Throws RangeError on a quantity that is not finite. */
export function builtinVector(input: EmbeddingInput): Float32Array {
  const vector = new Float32Array(EMBEDDING_DIMENSIONS);
  addStructure(vector.subarray(0, HALF), input);
  const text = vector.subarray(HALF);
  addText(text, input.text);
  let length = 0;
  for (let i = 0; i < HALF; i += 1) {
    const x = text[i] ?? 0;
    // Squares of square roots: the damped half's squared length is the sum of magnitudes.
    length += Math.abs(x);
    text[i] = Math.sign(x) * Math.sqrt(Math.abs(x));
  }
  if (length > 0) for (let i = 0; i < HALF; i += 1) text[i] = ((text[i] ?? 0) * TEXT_WEIGHT) / Math.sqrt(length);
  // Nothing known about it at all: one agreed direction, since every stored vector has one.
  if (vector.every((x) => x === 0)) vector[0] = 1;
  return normalise(vector);
}

/** The built-in embedder. */
export const builtinEmbedder: Embedder = {
  model: BUILTIN_EMBEDDING_MODEL,
  dimensions: EMBEDDING_DIMENSIONS,
  embed: async (inputs) => inputs.map(builtinVector),
};
