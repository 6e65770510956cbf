/**
 * Bytes of a text file in whatever encoding it was saved in, as UTF-8.
 *
 * UTF-16 shows itself by a byte order mark or by the zeros of its Latin letters. All else is taken for UTF-8 until a byte says
 * otherwise: up to there the text was ASCII, which reads the same in Windows-1252, so the change can be made in mid-stream and
 * no sample has to be looked at first.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { UnreadableFile } from './unreadable';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What was found on the way; final when the last byte has been read. */
export interface TextFound {
  encoding: Encoding;
  /** Characters that could not be read and stand as U+FFFD. */
  replaced: number;
  /** NUL characters taken out: no database text can hold them. */
  nuls: number;
}

const PIECE = 64 * 1024;
const NUL = Buffer.of(0);
/** 0x80..0x9f of Windows-1252; some versions of Node read that range as Latin-1. */
const CP1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const fromCp1252 = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString('latin1').replace(/[\x80-\x9f]/g, (c) => CP1252.charAt(c.charCodeAt(0) - 0x80)));

const PICTURE = 'This is a picture. Choose a CSV file: a table saved as text, one line for each record.';

const KINDS: readonly [start: readonly number[], message: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'This is an Excel workbook or a ZIP archive. Open it, save the sheet as "CSV UTF-8" and choose that file.'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'This is an old Excel workbook. Open it, save the sheet as "CSV UTF-8" and choose that file.'],
  [[0x1f, 0x8b], 'This file is compressed. Unpack it and choose the CSV file inside.'],
  [[0x89, 0x50, 0x4e, 0x47], PICTURE], [[0xff, 0xd8, 0xff], PICTURE], [[0x47, 0x49, 0x46, 0x38], PICTURE],
  [[0x25, 0x50, 0x44, 0x46], 'This is a PDF. Export the table as CSV and choose that file.'],
];

const startsWith = (bytes: Buffer, start: readonly number[]): boolean => start.every((byte, i) => bytes[i] === byte);

function encodingOf(head: Buffer): { encoding: Encoding; mark: number } {
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return { encoding: 'utf-8', mark: 3 };
  if (startsWith(head, [0xff, 0xfe])) return { encoding: 'utf-16le', mark: 2 };
  if (startsWith(head, [0xfe, 0xff])) return { encoding: 'utf-16be', mark: 2 };
  const looked = head.subarray(0, 1024);
  let even = 0;
  let odd = 0;
  looked.forEach((byte, i) => { if (byte === 0) { if (i % 2 === 0) even++; else odd++; } });
  if (odd * 4 > looked.length && even * 8 < odd) return { encoding: 'utf-16le', mark: 0 };
  if (even * 4 > looked.length && odd * 8 < even) return { encoding: 'utf-16be', mark: 0 };
  return { encoding: 'utf-8', mark: 0 };
}

/** Bytes at the end that begin a character whose rest is still to come. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

function withoutNuls(bytes: Buffer, found: TextFound): Buffer {
  if (!bytes.includes(NUL)) return bytes;
  const kept = bytes.filter((byte) => byte !== 0);
  found.nuls += bytes.length - kept.length;
  return Buffer.from(kept);
}

/** One piece of what was believed to be UTF-8; may change the belief in `found`. */
function utf8Piece(bytes: Buffer, found: TextFound, seen: { letters: boolean }): Buffer {
  if (isUtf8(bytes)) {
    seen.letters ||= !isAscii(bytes);
    return bytes;
  }
  const text = bytes.toString('utf8');
  const bad = count(text, /\ufffd/g);
  if (!seen.letters && count(text, /[^\x00-\x7f\ufffd]/g) <= bad) {
    found.encoding = 'windows-1252';
    return fromCp1252(bytes);
  }
  found.replaced += bad;
  seen.letters = true;
  return Buffer.from(text);
}

async function* pieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    const whole = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let at = 0; at < whole.length; at += PIECE) yield whole.subarray(at, at + PIECE);
  }
}

/** Enough of the start to judge by, in one piece. */
async function* withHead(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const piece of pieces(bytes)) {
    if (head === null) {
      yield piece;
    } else {
      head = Buffer.concat([head, piece]);
      if (head.length >= 1024) {
        yield head;
        head = null;
      }
    }
  }
  if (head !== null && head.length > 0) yield head;
}

/** The text as UTF-8 without byte order mark and NULs, in pieces. Throws UnreadableFile for workbooks, archives and the like. */
export async function* toUtf8(bytes: AsyncIterable<Uint8Array>, found: TextFound): AsyncGenerator<Buffer> {
  const seen = { letters: false };
  let wide: TextDecoder | null = null;
  let rest: Buffer = Buffer.alloc(0);
  let first = true;
  for await (let piece of withHead(bytes)) {
    if (first) {
      first = false;
      const kind = KINDS.find(([start]) => startsWith(piece, start));
      if (kind) throw new UnreadableFile(kind[1]);
      const { encoding, mark } = encodingOf(piece);
      found.encoding = encoding;
      if (encoding !== 'utf-8') wide = new TextDecoder(encoding, { ignoreBOM: true });
      piece = piece.subarray(mark);
    }
    if (wide) {
      const text = wide.decode(piece, { stream: true });
      found.replaced += count(text, /\ufffd/g);
      yield withoutNuls(Buffer.from(text), found);
    } else if (found.encoding === 'windows-1252') {
      yield withoutNuls(fromCp1252(piece), found);
    } else {
      const body: Buffer = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
      const cut = body.length - unfinished(body);
      rest = body.subarray(cut);
      const text = utf8Piece(body.subarray(0, cut), found, seen);
      // Reading the piece may have changed it.
      if ((found.encoding as Encoding) === 'windows-1252') {
        yield withoutNuls(Buffer.concat([text, fromCp1252(rest)]), found);
        rest = Buffer.alloc(0);
      } else {
        yield withoutNuls(text, found);
      }
    }
  }
  const tail = wide ? Buffer.from(wide.decode()) : rest.length > 0 ? utf8Piece(rest, found, seen) : rest;
  if (wide && tail.length > 0) found.replaced++;
  if (tail.length > 0) yield tail;
}
