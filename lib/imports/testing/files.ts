/** Files for tests, as bytes in pieces of a chosen size. */
import { openCsv, type CsvFile, type CsvRow } from '../csv/open-csv';

export async function* inPieces(content: string | Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export interface ReadFile extends Omit<CsvFile, 'rows'> { rows: CsvRow[] }

/** The whole file at once. */
export async function readAll(content: string | Uint8Array, size?: number): Promise<ReadFile> {
  const file = await openCsv(inPieces(content, size));
  const rows: CsvRow[] = [];
  for await (const row of file.rows) rows.push(row);
  return { ...file, rows };
}
