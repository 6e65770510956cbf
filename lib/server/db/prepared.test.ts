import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { withPreparedStatements } from './prepared';

let plain: PGlite, prepared: PGlite;
beforeAll(async () => {
  plain = await PGlite.create();
  prepared = withPreparedStatements(plain);
  await plain.exec('create table t (id int primary key, name text); insert into t values (1, \'a\'), (2, null)');
}, 60_000);
afterAll(() => plain.close());

const both = async (sql: string, values: unknown[]) => {
  const expected = await plain.transaction((tx) => tx.query(sql, values));
  for (let time = 0; time < 7; time++) {
    const { rows, fields, affectedRows } = await prepared.transaction((tx) => tx.query(sql, values));
    expect({ rows, fields, affectedRows }).toEqual({ rows: expected.rows, fields: expected.fields, affectedRows: expected.affectedRows });
  }
};

it('answers as PGlite itself does, however often it is asked', async () => {
  await both('select * from t where id >= $1 order by id', [1]);
  await both('select $1::text as nothing, $2::bool as yes, $3::int8 as big, $4::jsonb as json, $5::text[] as list, $6::uuid[] as ids, $7::timestamptz as at', [
    null, true, 12n, { a: [1, 'ü"\\'] }, ['a,b', null, 'c"d'], ['0192a3b4-0000-7000-8000-000000000000'], '2026-01-02 03:04:05.678',
  ]);
  await both('update t set name = $1 where id = any($2::int[])', ['x', [1, 2]]);
  await both('select 1 as a, 2 as a', []);
  await both('select id from t where id = any($1::int[]) order by id', [Array.from({ length: 50 }, (_, i) => i)]);
});

it('passes errors on, and the text works again afterwards', async () => {
  const half = (n: number) => prepared.transaction((tx) => tx.query<{ q: number }>('select 6 / $1::int as q', [n]));
  await expect(half(0)).rejects.toMatchObject({ code: '22012' });
  expect((await half(3)).rows).toEqual([{ q: 2 }]);
  await expect(prepared.transaction((tx) => tx.query('select nonsense'))).rejects.toMatchObject({ code: '42703' });
  await expect(prepared.transaction((tx) => tx.query('insert into t values (1, $1)', ['again']))).rejects.toMatchObject({ code: '23505' });
});

it('keeps or undoes what a transaction did', async () => {
  await prepared.transaction(async (tx) => {
    await tx.query('insert into t values ($1, $2)', [3, 'gone']);
    await tx.rollback();
  });
  await prepared.transaction((tx) => tx.query('insert into t values ($1, $2)', [3, 'kept']));
  expect((await plain.query('select name from t where id = 3')).rows).toEqual([{ name: 'kept' }]);
});

it('recovers when the schema changes under a statement', async () => {
  const all = () => prepared.transaction((tx) => tx.query('select * from t where id = $1', [1]));
  await all();
  await plain.exec('alter table t add column more int');
  await expect(all()).rejects.toMatchObject({ code: '0A000' });
  expect((await all()).fields.map((f) => f.name)).toEqual(['id', 'name', 'more']);
});

it('forgets what was used longest ago, and prepares it again when it comes back', async () => {
  await prepared.transaction(async (tx) => {
    for (let i = 0; i < 500; i++) expect((await tx.query(`select ${i} as n`)).rows).toEqual([{ n: i }]);
    expect((await tx.query<{ n: number }>('select count(*)::int as n from pg_prepared_statements')).rows[0]!.n).toBeLessThanOrEqual(400);
    expect((await tx.query('select 0 as n')).rows).toEqual([{ n: 0 }]);
  });
});

it('plans anew when a table has grown', async () => {
  const sql = 'select id from grown where key = $1';
  const ask = () => prepared.transaction((tx) => tx.query(sql, [7]));
  const plan = async () => {
    const { rows } = await plain.query<{ name: string }>('select name from pg_prepared_statements where statement = $1', [sql]);
    return JSON.stringify((await plain.query(`explain execute ${rows[0]!.name}(7)`)).rows);
  };
  await plain.exec('create table grown (id int, key int); create index on grown (key); insert into grown select i, i from generate_series(1, 5) i; analyze grown');
  for (let time = 0; time < 7; time++) await ask();
  expect(await plan()).toContain('Seq Scan');
  await plain.exec('insert into grown select i, i from generate_series(1, 20000) i');
  const now = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
  await ask();
  now.mockRestore();
  expect(await plan()).not.toContain('Seq Scan');
});
