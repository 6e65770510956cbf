/** Words that stand for nothing, and for yes and no. */

/** Nothing was entered, whatever the column. "None" is not here: it is an answer ("no competitor"). */
const EMPTY = new Set([
  '-', '--', '---', '–', '—', '.', '?', 'n/a', '#n/a', 'n.a.', 'null', '(null)', '<null>', '\\n', 'nil', 'nan', '#null!', 'undefined', '(blank)', '(empty)', '[empty]',
  '-none-', '--none--', '- none -', 'select', 'please select', '-select-', '- select -', '--select--', '-- select --', 'not set', '(not set)', 'keine angabe', 'k.a.', 's/o', 'n/d',
  '0000-00-00', '0000-00-00 00:00:00',
]);
/** Also a country or somebody's name: empty only where the column holds no text. */
const EMPTY_BUT_IN_TEXT = new Set(['na', 'none', 'unknown', 'tbd', 'tba', 'offen']);

/** Is the trimmed cell empty, or a word for it? `isText`: a column of texts, where a short word may be the text. */
export function isEmptyWord(cell: string, isText: boolean): boolean {
  if (cell.length > 20) return false;
  const word = cell.toLowerCase();
  return EMPTY.has(word) || (!isText && EMPTY_BUT_IN_TEXT.has(word));
}

const YES = new Set(['1', 'true', 'yes', 'y', 't', 'x', 'ja', 'j', 'wahr', 'oui', 'o', 'vrai', 'si', 'sí', 's', 'verdadero', '✓', '✔', 'checked', 'on']);
const NO = new Set(['0', 'false', 'no', 'n', 'f', 'nein', 'falsch', 'non', 'faux', 'falso', 'unchecked', 'off']);

export function readBoolean(cell: string): boolean | null {
  const word = cell.trim().toLowerCase();
  return YES.has(word) ? true : NO.has(word) ? false : null;
}
