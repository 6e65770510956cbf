/**
 * Cells that a spreadsheet would run as a formula are written with an apostrophe in front, and read without it.
 * https://owasp.org/www-community/attacks/CSV_Injection
 *
 * So that nothing is lost a text that already has apostrophes before such a character gets one more: writing then reading is the
 * identity for every text. Numbers, negative ones too, stay as they are.
 */
const DANGEROUS = /^'*[=+\-@\t\r]/;
const GUARDED = /^'+[=+\-@\t\r]/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

export const neutralise = (cell: string): string => (DANGEROUS.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell);

export const restore = (cell: string): string => (cell.charCodeAt(0) === 0x27 && GUARDED.test(cell) ? cell.slice(1) : cell);
