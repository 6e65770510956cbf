/** How a vector is written for pgvector: '[0.1,-0.2,…]', cast in the statement. */
import { EMBEDDING_DIMENSIONS } from '@/lib/llm/embed';
import { invalid } from '@/lib/server/errors';

/**
 * Six decimals: far below what the storage's single precision and any comparison can tell, and half the bytes.
 * Throws AppError invalid on a wrong length, on a component that is not finite, and on a vector without direction.
 */
export function vectorText(vector: Float32Array): string {
  if (vector.length !== EMBEDDING_DIMENSIONS) throw invalid(`An embedding must have ${EMBEDDING_DIMENSIONS} dimensions, this one has ${vector.length}.`);
  let some = false;
  const parts = new Array<number>(vector.length);
  for (let i = 0; i < vector.length; i += 1) {
    const rounded = Math.round(vector[i]! * 1e6) / 1e6;
    if (!Number.isFinite(rounded)) throw invalid('An embedding must be made of finite numbers.');
    some ||= rounded !== 0;
    parts[i] = rounded;
  }
  if (!some) throw invalid('An embedding of zeros has no direction to compare.');
  return `[${parts.join(',')}]`;
}
