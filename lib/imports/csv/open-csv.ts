/** A CSV file as rows of cells: its encoding and delimiter (comma, semicolon, tab or bar) found out, constant memory, trouble reported by row. */
import { Readable, pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { restore } from './apostrophe';
import { blankBeforeQuote, sniffDelimiter, type Delimiter } from './delimiter';
import { cleanHeader } from './header';
import { MAX_CELL_BYTES, MAX_ROW_BYTES } from './limits';
import { UnreadableFile } from './unreadable';
import { toUtf8, type TextFound } from './utf8';

export interface CsvRow {
  /** As a spreadsheet numbers it: the header is row 1, a cell with line breaks is still one row. */
  rowNo: number;
  /** One cell for each column, as it stands in the file. */
  values: string[];
  /** Why the row cannot be taken as it is; null when it can. */
  problem: string | null;
}

export interface CsvFile {
  columns: string[];
  /** Sentences about columns that were renamed. */
  notes: string[];
  delimiter: Delimiter;
  /** Final when the last row has been read. */
  found: TextFound;
  /** To be read once. Rows without any text are passed over. Throws UnreadableFile where a quote is opened and never closed. */
  rows: AsyncGenerator<CsvRow>;
}

const SAMPLE = 64 * 1024;

/** Takes the first pieces off for a look; `all` gives them again and then the rest. */
async function peek(pieces: AsyncGenerator<Buffer>): Promise<{ sample: string; whole: boolean; all: () => AsyncGenerator<Buffer> }> {
  const taken: Buffer[] = [];
  let size = 0;
  let whole = false;
  while (size < SAMPLE && !whole) {
    const next = await pieces.next();
    if (next.done) {
      whole = true;
    } else {
      taken.push(next.value);
      size += next.value.length;
    }
  }
  async function* all() {
    yield* taken.splice(0);
    yield* pieces;
  }
  return { sample: Buffer.concat(taken).toString('utf8'), whole, all };
}

/** Excel's own hint in the first line: `sep=;`. */
const separatorHint = (sample: string): { delimiter: Delimiter; line: RegExp } | null => {
  const match = /^"?sep=([,;|\t])"?(?:\r\n|\n|\r)/i.exec(sample);
  return match ? { delimiter: match[1] as Delimiter, line: /^"?sep=/i } : null;
};

function rowTooLong(error: unknown, row: number): unknown {
  if (!(error instanceof CsvError)) return error;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE') {
    return new UnreadableFile(`Row ${row} does not end: either a quote (") is opened in it and never closed, or it is larger than 1 MB. Correct that row and choose the file again.`);
  }
  return new UnreadableFile(`Row ${row} cannot be read as CSV. Correct that row and choose the file again.`);
}

const tooLarge = (cell: string): boolean => cell.length > MAX_CELL_BYTES / 3 && Buffer.byteLength(cell) > MAX_CELL_BYTES;

function checked(cells: string[], columns: readonly string[]): Pick<CsvRow, 'values' | 'problem'> {
  const values: string[] = new Array<string>(columns.length);
  let problem: string | null = null;
  for (let i = 0; i < columns.length; i++) {
    const cell = cells[i] ?? '';
    if (tooLarge(cell)) problem ??= `the cell in "${columns[i]}" is larger than 64 KB. Shorten it`;
    values[i] = restore(cell);
  }
  if (cells.length < columns.length) {
    problem ??= `the row has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} where the header has ${columns.length}. A cell with line breaks must stand in quotes`;
  } else if (cells.length > columns.length && cells.slice(columns.length).some((cell) => cell.trim() !== '')) {
    problem ??= `the row has ${cells.length} cells where the header has ${columns.length}. A cell that holds the delimiter must stand in quotes`;
  }
  return { values, problem };
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell === '' || restore(cell).trim() === '');

/**
 * Opens a file: reads as far as the header, and gives the rows to be read after that.
 * Throws UnreadableFile, with a sentence for the person who chose it, when it is empty, no CSV, or has too many columns.
 */
export async function openCsv(bytes: AsyncIterable<Uint8Array>, options: { delimiter?: Delimiter | 'auto' } = {}): Promise<CsvFile> {
  const found: TextFound = { encoding: 'utf-8', replaced: 0, nuls: 0 };
  const { sample, whole, all } = await peek(toUtf8(bytes, found));
  const hint = separatorHint(sample);
  const chosen = options.delimiter ?? 'auto';
  const delimiter = chosen !== 'auto' ? chosen : hint?.delimiter ?? sniffDelimiter(sample, whole);
  const parser = parse({
    delimiter, record_delimiter: ['\r\n', '\n', '\r'], relax_quotes: true, relax_column_count: true, max_record_size: MAX_ROW_BYTES,
    ltrim: blankBeforeQuote(sample, delimiter),
  });
  // Errors reach whoever iterates over the parser; both ends are closed when either stops.
  pipeline(Readable.from(all(), { objectMode: false, highWaterMark: SAMPLE }), parser, () => {});
  const records: AsyncIterator<string[]> = parser[Symbol.asyncIterator]();

  let row = 0;
  const next = async (): Promise<string[] | null> => {
    try {
      const result = await records.next();
      row++;
      return result.done ? null : result.value;
    } catch (error) {
      throw rowTooLong(error, parser.info.records + 1);
    }
  };

  let head = await next();
  if (head && hint?.line.test(head.join(delimiter))) head = await next();
  while (head && isBlank(head)) head = await next();
  if (!head) throw new UnreadableFile('The file is empty. Choose a CSV file with a header line and one row for each record.');
  const { columns, notes } = cleanHeader(head.map(restore));

  async function* rows(): AsyncGenerator<CsvRow> {
    try {
      for (let cells = await next(); cells; cells = await next()) {
        if (!isBlank(cells)) yield { rowNo: row, ...checked(cells, columns) };
      }
    } finally {
      parser.destroy();
    }
  }
  return { columns, notes, delimiter, found, rows: rows() };
}
