/** MurmurHash3 (x86, 32 bits; Austin Appleby, public domain) of a text's UTF-8 bytes: the same number in every process, program and browser. */

const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;
const utf8 = new TextEncoder();

/**
 * Hash of `text` as an unsigned 32-bit integer; different seeds give unrelated numbers. Halves of surrogate pairs that stand alone
 * count as U+FFFD, as everywhere in UTF-8. Ids are ASCII nearly always, where a character is its byte: these are read in place.
 */
export function murmur(text: string, seed: number): number {
  const length = text.length;
  const whole = length & ~3;
  let h = seed | 0;
  // One look at all characters at the end instead of one at each: bits above the seventh say that it was not ASCII.
  let seen = 0;
  for (let i = 0; i < whole; i += 4) {
    const a = text.charCodeAt(i), b = text.charCodeAt(i + 1), c = text.charCodeAt(i + 2), d = text.charCodeAt(i + 3);
    seen |= a | b | c | d;
    h = mixed(h, a | (b << 8) | (c << 16) | (d << 24));
  }
  let rest = 0;
  for (let i = length - 1; i >= whole; i--) {
    const code = text.charCodeAt(i);
    seen |= code;
    rest = (rest << 8) | code;
  }
  return seen > 0x7f ? murmurBytes(utf8.encode(text), seed) : finished(length === whole ? h : h ^ scrambled(rest), length);
}

/** The same of bytes. */
export function murmurBytes(bytes: Uint8Array, seed: number): number {
  const length = bytes.length;
  const whole = length & ~3;
  let h = seed | 0;
  for (let i = 0; i < whole; i += 4) h = mixed(h, bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24));
  let rest = 0;
  for (let i = length - 1; i >= whole; i--) rest = (rest << 8) | bytes[i]!;
  return finished(length === whole ? h : h ^ scrambled(rest), length);
}

function scrambled(block: number): number {
  const k = Math.imul(block, C1);
  return Math.imul((k << 15) | (k >>> 17), C2);
}

function mixed(hash: number, block: number): number {
  const h = hash ^ scrambled(block);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finished(hash: number, length: number): number {
  let h = hash ^ length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
