/** The public CRM data that the sample workspace is built from, and guesses for exports of other shapes. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { NameIndex, spellingNote } from './names';
import { understand } from './testing/read-file';

const folder = path.join(import.meta.dirname, '../../prisma/sample');
const file = (name: string) => readFileSync(path.join(folder, name));

it('reads the pipeline without an error, all columns understood', async () => {
  const { entity, mapping, records, errors, notes, questions } = await understand(file('sales_pipeline.csv'), { filename: 'sales_pipeline.csv' });
  expect(entity).toBe('deals');
  expect(mapping).toEqual({ opportunity_id: 'externalId', sales_agent: 'owner', product: 'product', account: 'account', deal_stage: 'stage', engage_date: 'openedAt', close_date: 'closedAt', close_value: 'amount' });
  expect([errors, questions]).toEqual([[], []]);
  expect(records).toHaveLength(8800);
  const deals = records.flatMap((record) => (record.entity === 'deals' ? [record] : []));
  expect(deals[0]).toEqual({
    entity: 'deals', externalId: '1C1I7A6R', name: 'Cancity · GTX Plus Basic', nameIsMade: true, owner: 'Moses Frase', product: 'GTX Plus Basic', account: 'Cancity',
    stage: { name: 'Won', kind: 'won', isNew: false }, amount: { minor: 105_400, currency: 'USD' }, openedAt: '2016-10-20T00:00:00.000Z', closedAt: '2017-03-01T00:00:00.000Z', custom: {},
  });
  const count = (kind: string) => deals.filter(({ stage }) => stage?.kind === kind).length;
  expect([count('won'), count('lost'), count('open')]).toEqual([4238, 2473, 2089]);
  expect(deals.filter(({ account }) => account === undefined)).toHaveLength(1425);
  expect(notes.map((note) => note.message)).toEqual(['deals without a name are called by their account and product, or what there is of them and their external id']);
});

it('reads accounts, products and sales teams', async () => {
  const accounts = await understand(file('accounts.csv'), { filename: 'accounts.csv', options: { scales: { revenue: 1e6 } } });
  expect(accounts.entity).toBe('accounts');
  expect(accounts.errors).toEqual([]);
  expect(accounts.records).toHaveLength(85);
  // The source's "technolgy" stays: whether it is a slip or a name is not the importer's to say.
  expect(accounts.records[0]).toEqual({ entity: 'accounts', name: 'Acme Corporation', industry: 'technolgy', foundedYear: 1996, revenue: { minor: 110_004_000_000, currency: 'USD' }, employees: 2822, country: 'United States', custom: {} });
  expect(accounts.records).toContainEqual(expect.objectContaining({ name: 'Bluth Company', parentName: 'Acme Corporation' }));

  const products = await understand(file('products.csv'), { filename: 'products.csv' });
  expect([products.entity, products.errors, products.records.length]).toEqual(['products', [], 7]);
  expect(products.records[1]).toEqual({ entity: 'products', name: 'GTX Pro', family: 'GTX', listPrice: { minor: 482_100, currency: 'USD' }, custom: {} });

  const members = await understand(file('sales_teams.csv'), { filename: 'sales_teams.csv' });
  expect([members.entity, members.errors, members.records.length]).toEqual(['members', [], 35]);
  expect(members.records[4]).toEqual({ entity: 'members', name: 'Moses Frase', manager: 'Dustin Brinkmann', office: 'Central', custom: {} });
});

it('finds "GTXPro" as "GTX Pro", and can say so', async () => {
  const { records } = await understand(file('products.csv'), { filename: 'products.csv' });
  const index = new NameIndex(records.map(({ name }, i) => ({ id: `p${i}`, name })));
  const found = index.find('GTXPro');
  expect(found).toEqual({ id: 'p1', name: 'GTX Pro', how: 'spelling' });
  expect(spellingNote('GTXPro', 'product', 'GTX Pro')).toBe('"GTXPro" was taken as the product "GTX Pro"');
  expect(index.find('GTX Pro')).toMatchObject({ how: 'name' });
  expect(index.find('GTX Max')).toBeNull();
});

it('knows two of one name from one, by id, e-mail and spelling', () => {
  const index = new NameIndex([{ id: '1', name: 'Acme', externalId: 'A1' }, { id: '2', name: 'Acme', externalId: 'A2' }, { id: '3', name: 'Jürgen Groß', email: 'JG@x.example' }]);
  expect(index.find('Acme')).toBe('ambiguous');
  expect(index.find('acme')).toBe('ambiguous');
  expect(index.find('A2')).toMatchObject({ id: '2', how: 'externalId' });
  expect(index.find('jg@X.example')).toMatchObject({ id: '3', how: 'email' });
  expect(index.find('Jurgen Gross')).toMatchObject({ id: '3', how: 'spelling' });
  expect(index.find('!!!')).toBeNull();
});
