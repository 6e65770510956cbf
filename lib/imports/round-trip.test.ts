/** What our export writes our import reads: for every record, whatever its texts hold. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { writeCsv } from './csv/write-csv';
import { FIELDS } from './fields/catalogue';
import type { DealRecord } from './schema';
import { STAGES, understand } from './testing/read-file';

/** Texts as the database can hold them: well-formed, without NUL, trimmed, not empty; with what CSV and we treat specially. */
const text = (max: number) => fc.oneof(
  fc.string({ unit: 'binary', maxLength: max }),
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\n', "'", '=', '-', '+', '@', '\t', ' ', 'a', '1', 'é'), maxLength: max }),
  fc.constantFrom('n/a', 'Select', 'null', '-', '-None-', '31/02/2026', '1.234', '=1+1', "'=x", 'won', '-5'),
).map((s) => s.replaceAll('\0', '').trim()).filter((s) => s !== '' && s.length <= max);
const moment = fc.date({ min: new Date('1971-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString());
const exponents = { USD: 2, JPY: 0, KWD: 3 } as const;
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const deal = fc.record({
  id: fc.uuid({ version: 7 }), externalId: maybe(text(60)), name: text(200), account: maybe(text(200)), product: maybe(text(200)), owner: maybe(text(200)),
  stage: fc.constantFrom(...STAGES), amount: maybe(fc.record({ minor: fc.integer({ min: 0, max: 1e12 }), currency: fc.constantFrom('USD', 'JPY', 'KWD') })),
  openedAt: moment, expectedCloseAt: maybe(moment), closedAt: moment, closeReason: maybe(text(200)), leadSource: maybe(text(120)), competitor: maybe(text(120)),
  discount: maybe(fc.integer({ min: 0, max: 1e6 }).map((n) => n / 1e6)), region: maybe(text(60)),
}).map(({ region, ...d }): DealRecord => {
  const [early = '', late = ''] = [d.openedAt, d.closedAt].sort();
  const record = { ...d, openedAt: early, closedAt: d.stage.kind === 'open' ? undefined : late, stage: { ...d.stage, isNew: false }, entity: 'deals' as const, nameIsMade: false, custom: region === undefined ? {} : { Region: region } };
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as DealRecord;
});

const decimal = (minor: number, currency: string): string => {
  const places = exponents[currency as keyof typeof exponents];
  const digits = String(minor).padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
};

function cells(record: DealRecord): string[] {
  return [...FIELDS.deals.filter(({ name }) => !['outcome', 'contacts', 'notes'].includes(name)).map(({ name }) => {
    if (name === 'stage') return record.stage?.name ?? '';
    if (name === 'amount') return record.amount ? decimal(record.amount.minor, record.amount.currency) : '';
    if (name === 'currency') return record.amount?.currency ?? '';
    if (name === 'discount') return typeof record.discount === 'number' ? `${Number((record.discount * 100).toFixed(8))}%` : '';
    const value = record[name as keyof DealRecord];
    return typeof value === 'string' ? value : '';
  }), record.custom['Region'] ?? ''];
}

it('gives every deal back', async () => {
  const head = [...FIELDS.deals.filter(({ name }) => !['outcome', 'contacts', 'notes'].includes(name)).map(({ label }) => label), 'Region'];
  await fc.assert(fc.asyncProperty(fc.array(deal, { minLength: 1, maxLength: 5 }), async (records) => {
    const pieces: Buffer[] = [];
    for await (const piece of writeCsv(head, records.map(cells))) pieces.push(Buffer.from(piece as Buffer));
    const read = await understand(Buffer.concat(pieces));
    expect(read.errors).toEqual([]);
    expect(read.entity).toBe('deals');
    expect(read.records).toEqual(records);
  }), { numRuns: 100 });
}, 30_000);
