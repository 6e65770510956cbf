/**
 * Files that the product makes for people to fetch. Whole files only: one is there with all its bytes or not at all, and writing it
 * again replaces it.
 */
export interface FileStore {
  /** Keys are paths of small letters, digits, dots, dashes and underscores: `exports/<workspace>/<id>/train.jsonl`. */
  write: (key: string, bytes: Uint8Array) => Promise<void>;
  /** The file in pieces, or null when it is not there. */
  read: (key: string) => Promise<AsyncIterable<Uint8Array> | null>;
  /** Keys that begin with `prefix/`, in order. */
  list: (prefix: string) => Promise<string[]>;
  /** Removes what begins with `prefix/`; what is not there is no error. Gives how many files went. */
  remove: (prefix: string) => Promise<number>;
}

const KEY = /^[a-z0-9_-][a-z0-9._-]*(\/[a-z0-9_-][a-z0-9._-]*)*$/;

/** Throws when a key could lead out of the store. */
export function mustBeKey(key: string): string {
  if (!KEY.test(key)) throw new Error('not a key of the file store');
  return key;
}

/** The whole file; null when it is not there. For small ones. */
export async function readWhole(store: FileStore, key: string): Promise<Buffer | null> {
  const pieces = await store.read(key);
  if (!pieces) return null;
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}
