/** A table as text for a spreadsheet: a heading for each column, then rows of text or numbers. */
export interface CsvTable {
  head: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}

/** Starts that a spreadsheet takes for a formula (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r]/;

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180 text of a table. Text that a spreadsheet would run gets an apostrophe in front; numbers stay bare. */
export function toCsv({ head, rows }: CsvTable): string {
  return [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}
