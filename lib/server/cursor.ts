/** Cursors of REST lists: the id after which to go on, opaque to the caller. */
import { invalid } from './errors';

export const encodeCursor = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');

/** The id in a cursor; null without one. Throws invalid when it was not made by `encodeCursor`. */
export function decodeCursor(cursor: string | null): string | null {
  if (cursor === null) return null;
  const hex = Buffer.from(cursor, 'base64url').toString('hex');
  if (hex.length !== 32) throw invalid('This cursor is not one of ours. Start again without it.');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** One page out of rows that were read one further than asked: newest first by id. */
export function cursorPage<T extends { id: string }>(found: readonly T[], limit: number): { data: T[]; nextCursor: string | null } {
  const data = found.slice(0, limit);
  return { data, nextCursor: found.length > limit ? encodeCursor(data.at(-1)!.id) : null };
}
