/** A file comes in: kept in pieces in the database, so that an import survives a restart and can run on any instance. */
import { letOthersIn } from '@/lib/server/db/let-others-in';
import { outsideTransaction, transaction } from '@/lib/server/db/tenancy';
import { AppError } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { addChunk, readChunk } from './store';

/** Some thousand rows: read without a pause. */
const PIECE = 256 * 1024;
export const MOST_BYTES = 200 * 1024 * 1024;

/** Stores the stream; gives the number of bytes. Throws too_large beyond 200 MB. */
export async function storeFile(scope: Scope, importId: string, stream: AsyncIterable<Uint8Array>): Promise<number> {
  let seq = 0, bytes = 0, waiting: Uint8Array[] = [], size = 0;
  const flush = async () => {
    if (size === 0) return;
    const piece = new Uint8Array(Buffer.concat(waiting));
    waiting = [];
    size = 0;
    await transaction(scope, () => addChunk(scope, importId, seq++, piece));
  };
  for await (const part of stream) {
    bytes += part.byteLength;
    if (bytes > MOST_BYTES) throw new AppError('too_large', 'The file is larger than 200 MB. Split it and import the parts one after the other.');
    waiting.push(part);
    size += part.byteLength;
    if (size >= PIECE) await flush();
  }
  await flush();
  return bytes;
}

/** The file again, piece by piece, each fetched when it is asked for. */
export async function* storedFile(scope: Scope, importId: string): AsyncGenerator<Buffer> {
  for (let seq = 0; ; seq++) {
    // The reader runs ahead of whoever consumes it, also while they are in a transaction.
    const piece = await outsideTransaction(() => transaction(scope, () => readChunk(scope, importId, seq)));
    if (!piece) return;
    await letOthersIn();
    yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
  }
}
