/** Tables as CSV that our reader reads back as they were, that Excel opens in the right encoding, and that runs nothing. */
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { neutralise } from './apostrophe';

/**
 * A stream of UTF-8 text (with byte order mark, for Excel) of `head` and `rows`, written as fast as it is read. RFC 4180: commas,
 * quotes doubled, CRLF. Rows whose cells are all empty are not read back.
 */
export function writeCsv(head: readonly string[], rows: AsyncIterable<readonly string[]> | Iterable<readonly string[]>): Readable {
  const stringifier = stringify({
    bom: true,
    record_delimiter: '\r\n',
    // Blanks at the ends are kept only inside quotes by many readers; a lone CR ends a row for some.
    quoted_match: /^[\s\ufeff]|[\s\ufeff]$|[\r\n;\t|]/,
    cast: { string: neutralise },
  });
  async function* records() {
    yield [...head];
    for await (const row of rows) yield [...row];
  }
  return Readable.from(records()).compose(stringifier) as Readable;
}
