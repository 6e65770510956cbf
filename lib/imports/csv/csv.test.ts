import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inPieces, readAll } from '../testing/files';
import { neutralise, restore } from './apostrophe';
import { sniffDelimiter } from './delimiter';
import { openCsv } from './open-csv';
import { writeCsv } from './write-csv';

async function written(head: string[], rows: string[][]): Promise<string> {
  let text = '';
  for await (const piece of writeCsv(head, rows)) text += String(piece);
  return text;
}
const cells = async (content: string | Uint8Array, size?: number) => (await readAll(content, size)).rows.map((row) => row.values);

/** Well-formed text without NUL, rich in what CSV readers stumble over. */
const cell = fc.oneof(
  fc.string({ unit: 'binary' }).map((s) => s.replaceAll('\0', '')),
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\n', '\r', '\t', "'", '=', '-', '+', '@', '|', ' ', 'a', '1', '\ufeff', 'é') }),
);

describe('writing, then reading', () => {
  it('gives every table back', async () => {
    const tables = fc.integer({ min: 1, max: 6 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 }));
    await fc.assert(fc.asyncProperty(tables, fc.integer({ min: 1, max: 40 }), async (rows, size) => {
      const head = Array.from(rows[0] ?? ['x'], (_, i) => `h${i}`);
      const text = await written(head, rows);
      const file = await readAll(text, size);
      expect(file.columns).toEqual(head);
      expect(file.rows.map((row) => row.values)).toEqual(rows.filter((row) => row.some((c) => c.trim() !== '')));
      expect(file.rows.every((row) => row.problem === null)).toBe(true);
    }), { numRuns: 300 });
  });

  it('never writes a cell that a spreadsheet would run, and keeps numbers bare', () => {
    fc.assert(fc.property(cell, (text) => {
      const safe = neutralise(text);
      expect(restore(safe)).toBe(text);
      if (/^[=+\-@\t\r]/.test(safe)) expect(safe).toMatch(/^-?\d+(\.\d+)?$/);
    }));
    expect(['-5', '-1.25', '12', "'x"].map(neutralise)).toEqual(['-5', '-1.25', '12', "'x"]);
    expect(['=1+1', '+49 30', '-', '@me', '-2+3', '-5\n', "'=x"].map(neutralise)).toEqual(["'=1+1", "'+49 30", "'-", "'@me", "'-2+3", "'-5\n", "''=x"]);
  });
});

describe('encodings', () => {
  const text = 'name;city\r\nMüller & Söhne;Zürich\r\nCafé “Rê€”;Łódź\r\n';
  const rows = [['Müller & Söhne', 'Zürich'], ['Café “Rê€”', 'Łódź']];
  const be = (s: string) => Buffer.from(s, 'utf16le').swap16();
  it.each([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with mark', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['UTF-16 LE with mark', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 LE without', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE with mark', be(`\ufeff${text}`), 'utf-16be'],
    ['UTF-16 BE without', be(text), 'utf-16be'],
  ])('%s, in pieces of any size', async (_, bytes, encoding) => {
    for (const size of [1, 2, 3, 7, 1000]) {
      const file = await readAll(bytes, size);
      expect(file.rows.map((row) => row.values)).toEqual(rows);
      expect(file.found).toEqual({ encoding, replaced: 0, nuls: 0 });
    }
  });

  it('Windows-1252, also when the first umlaut comes late', async () => {
    const late = Buffer.concat([Buffer.from('name,price\n'), Buffer.from('plain,1\n'.repeat(20_000)), Buffer.from([0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0x2c, 0x80, 0x35, 0x0a])]);
    const file = await readAll(late, 4096);
    expect(file.rows.at(-1)?.values).toEqual(['Müller', '€5']);
    expect(file.found.encoding).toBe('windows-1252');
  });

  it('keeps UTF-8 with a few broken bytes, and counts them', async () => {
    const broken = Buffer.concat([Buffer.from('name\nÄpfel & Öle\nx'), Buffer.from([0xff]), Buffer.from('y\n')]);
    const file = await readAll(broken);
    expect(file.rows.map((row) => row.values[0])).toEqual(['Äpfel & Öle', 'x\ufffdy']);
    expect(file.found).toMatchObject({ encoding: 'utf-8', replaced: 1 });
  });

  it('takes NULs out and counts them', async () => {
    const file = await readAll('name,x\nA\0cme,1\n');
    expect(file.rows[0]?.values).toEqual(['Acme', '1']);
    expect(file.found.nuls).toBe(1);
  });

  it('leaves no lone surrogate', async () => {
    const file = await readAll(Buffer.from('\ufeffname,x\na\ud800b,1\n', 'utf16le'));
    expect(file.rows[0]?.values[0]?.isWellFormed()).toBe(true);
    expect(file.found.replaced).toBe(1);
  });

  it.each([
    ['an Excel workbook', [0x50, 0x4b, 0x03, 0x04, 0x14], /Excel workbook/],
    ['gzip', [0x1f, 0x8b, 0x08], /compressed/],
    ['nothing', [], /empty/],
    ['blank lines', [10, 10, 32, 10], /empty/],
  ])('says what to do with %s', async (_, bytes, message) => {
    await expect(openCsv(inPieces(Uint8Array.from(bytes)))).rejects.toThrow(message);
  });
});

describe('shapes', () => {
  it.each([
    ['name,amount\n"a;b;c",1\n"d;e;f",2\n', ','],
    ['name;amount\nA;1,5\nB;2,5\nC;3,5\n', ';'],
    ['a\tb\tc\n1,5\t2\t3\n', '\t'],
    ['a|b\n"x|y"|2\n', '|'],
    ['name\nx\ny\n', ','],
    ['note,x\n"one;\ntwo;three\n",1\n"four;;;;",2\n', ','],
  ])('sniffs %j', (text, delimiter) => expect(sniffDelimiter(text, true)).toBe(delimiter));

  it('reads quoted line breaks, doubled quotes, mixed line ends and quotes in mid-cell', async () => {
    expect(await cells('a,b\r\n"one\r\ntwo","say ""hi"""\n5" pipe,x\ry,z', 1)).toEqual([['one\r\ntwo', 'say "hi"'], ['5" pipe', 'x'], ['y', 'z']]);
  });

  it('numbers rows as a spreadsheet does, blank ones counted and passed over', async () => {
    const { rows } = await readAll('a,b\n"1\n1",x\n\n,\n2,y\n');
    expect(rows.map((row) => [row.rowNo, row.values[1]])).toEqual([[2, 'x'], [5, 'y']]);
  });

  it('honours sep= and blanks before quotes', async () => {
    expect((await readAll('sep=;\na;b,c\n1;2,5\n')).columns).toEqual(['a', 'b,c']);
    expect(await cells('a, "b"\n1, "x, y"\n')).toEqual([['1', 'x, y']]);
  });

  it('names empty and repeated columns', async () => {
    const file = await readAll('Name,,Name,__proto__, \n1,2,3,4,\n');
    expect(file.columns).toEqual(['Name', 'Column 2', 'Name (2)', 'proto']);
    expect(file.notes).toHaveLength(2);
  });

  it('reports ragged rows and goes on', async () => {
    const { rows } = await readAll('a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n5,6,7\n');
    expect(rows.map((row) => row.problem)).toEqual([expect.stringContaining('2 cells where the header has 3'), expect.stringContaining('4 cells'), null, null]);
  });

  it('refuses too many columns, reports too large a cell, stops at a row without end', async () => {
    await expect(readAll(`${Array.from({ length: 501 }, (_, i) => `c${i}`).join(',')}\n`)).rejects.toThrow('501 columns');
    const { rows } = await readAll(`a,b\n${'x'.repeat(65_537)},1\n2,3\n`);
    expect(rows.map((row) => row.problem)).toEqual([expect.stringContaining('64 KB'), null]);
    await expect(readAll('a,b\n1,2\n"open,3\n4,5\n')).rejects.toThrow(/^Row 3 does not end/);
    await expect(readAll(`a,b\n1,2\n"${'y,\n'.repeat(400_000)}`)).rejects.toThrow(/^Row 3 does not end/);
  });

  it('stops reading the source when its reader stops', async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given++;
        yield Buffer.from('a,b\n'.repeat(5000));
      }
    }
    const file = await openCsv(endless());
    for await (const row of file.rows) if (row.rowNo > 100) break;
    const before = given;
    await new Promise((done) => setTimeout(done, 20));
    expect(given - before).toBeLessThan(20);
  });
});
