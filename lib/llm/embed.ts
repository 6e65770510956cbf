/**
 * Vectors by which deals (and whatever else is compared) are near or far. One dimension throughout; the model's name is
 * stored with each vector, since vectors of different models must never be compared.
 */
export const EMBEDDING_DIMENSIONS = 256;

/** A category: equal values are alike, others are not. Empty values say nothing and are left out. */
export type EmbeddingField = { name: string; value: string; weight: number };

/**
 * A quantity. `value` is on the scale on which differences matter (log10 of an amount, not the amount); two values one
 * `width` apart are still fairly alike (kernel 0.61), three widths apart hardly at all (0.04). `shown` is how a person reads it.
 */
export type EmbeddingNumber = { name: string; value: number; width: number; weight: number; shown: string };

export type EmbeddingInput = { fields: readonly EmbeddingField[]; numbers: readonly EmbeddingNumber[]; text: string };

export type Embedder = {
  model: string;
  dimensions: typeof EMBEDDING_DIMENSIONS;
  /** One unit vector per input, in order. */
  embed(inputs: readonly EmbeddingInput[], options?: { signal?: AbortSignal }): Promise<Float32Array[]>;
};

/** The input as a text for embedding models: heaviest facts first, then the free text, at most `limit` characters. */
export function embeddingText(input: EmbeddingInput, limit = 6_000): string {
  const facts = [
    ...input.fields.filter((field) => field.value.trim()).map(({ name, value, weight }) => ({ weight, line: `${name}: ${value}` })),
    ...input.numbers.map(({ name, shown, weight }) => ({ weight, line: `${name}: ${shown}` })),
  ].sort((a, b) => b.weight - a.weight);
  const text = [...facts.map((fact) => fact.line), input.text.trim()].filter(Boolean).join('\n');
  // Providers refuse an empty text.
  return text.slice(0, limit).toWellFormed() || 'nothing known';
}

/** Cosine similarity of two unit vectors of the same model, -1 to 1. Throws RangeError when their lengths differ. */
export function similarity(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) throw new RangeError(`vectors of ${a.length} and ${b.length} dimensions`);
  let dot = 0;
  for (let i = 0; i < a.length; i += 1) dot += (a[i] ?? 0) * (b[i] ?? 0);
  return dot;
}

/** Scales to length 1 in place. Throws RangeError on a zero or non-finite vector. */
export function normalise(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const x of vector) sum += x * x;
  if (!(sum > 0) || !Number.isFinite(sum)) throw new RangeError('a vector without direction');
  const scale = 1 / Math.sqrt(sum);
  for (let i = 0; i < vector.length; i += 1) vector[i] = (vector[i] ?? 0) * scale;
  return vector;
}
