/** Which character parts the cells. Judged by reading the first rows with each candidate, so that quotes cannot mislead. */
import { parse } from 'csv-parse/sync';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

const ROWS = 60;

/** The first rows of `sample` (text that may end in mid-row), read leniently. Null when that fails. */
function firstRows(sample: string, delimiter: Delimiter): string[][] | null {
  try {
    return parse(sample, { delimiter, to: ROWS, relax_quotes: true, relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n', '\r'], bom: true });
  } catch {
    return null;
  }
}

/** Share of rows as wide as the header, then the number of columns. Zero for a single column: it says nothing. */
function fit(rows: string[][] | null): { share: number; columns: number } {
  const columns = rows?.[0]?.length ?? 0;
  if (!rows || columns < 2) return { share: 0, columns: 0 };
  return { share: rows.filter((row) => row.length === columns).length / rows.length, columns };
}

/**
 * The delimiter of a sample of text; a comma when there is only one column. `whole` says that the sample ends where the file ends:
 * otherwise its last line is left out, since it may be cut.
 */
export function sniffDelimiter(sample: string, whole: boolean): Delimiter {
  const cut = whole ? sample.length : Math.max(sample.lastIndexOf('\n'), sample.lastIndexOf('\r')) + 1;
  const text = cut > 0 ? sample.slice(0, cut) : sample;
  let best: { delimiter: Delimiter; share: number; columns: number } = { delimiter: ',', share: 0, columns: 0 };
  for (const delimiter of DELIMITERS) {
    const found = fit(firstRows(text, delimiter));
    const better = found.share > best.share + 0.05 || (found.share > best.share - 0.05 && found.columns > best.columns);
    if (better) best = { delimiter, ...found };
  }
  return best.delimiter;
}

/** Files that put a blank after the delimiter and a quote after the blank: `a, "b, c"`. The blank is no part of the cell there. */
export const blankBeforeQuote = (sample: string, delimiter: Delimiter): boolean => {
  const after = sample.split(`${delimiter} "`).length - 1;
  return after > 0 && after > sample.split(`${delimiter}"`).length - 1;
};
