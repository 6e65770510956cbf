/** Ids as units have them, any number of them and the same every time. */

/** "1000000", "1000001", …: rows of a table. */
export const sequentialId = (i: number): string => String(1_000_000 + i);

/** Looks like a UUID of version 7: the front grows with time, so neighbours share most of their letters. */
export function uuidLikeId(i: number): string {
  const milliseconds = (0x19000000000 + Math.floor(i / 8)).toString(16).padStart(12, '0');
  const low = hex(Math.imul(i + 1, 0x9e3779b1)), high = hex(Math.imul(i + 7, 0x85ebca6b));
  return `${milliseconds.slice(0, 8)}-${milliseconds.slice(8)}-7${low.slice(0, 3)}-8${low.slice(3, 6)}-${low.slice(6)}${high}00`;
}

const FIRST = ['anna', 'ben', 'carla', 'dmitri', 'emma', 'farid', 'grace', 'hiro', 'ines', 'jonas', 'kim', 'lena', 'marek', 'noor', 'olga', 'paul'];
const COMPANY = ['northwind', 'acme', 'globex', 'initech', 'umbrella', 'hooli', 'stark', 'wayne'];
export const emailLikeId = (i: number): string => `${FIRST[i & 15]}.${(i >>> 7).toString(36)}@${COMPANY[(i >>> 4) & 7]}.example`;

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
