/**
 * A backup is one gzipped text file that both databases write and read, so that it also moves an installation from the embedded
 * database to PostgreSQL. Lines: `H` header, then for each table `T` its name and `R` its rows as JSON in the order of the
 * primary key, last `E` with the rows and the SHA-256 of every table. A file without its `E` was cut off.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../errors';
import type { ScriptConnection } from './connection';

export const header = z.object({
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  /** What was applied to the database, in order. */
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
});
export type Header = z.infer<typeof header>;

export const tableSum = z.object({ rows: z.number().int(), sha256: z.string() });
export const manifest = z.record(z.string(), tableSum);
export type Manifest = z.infer<typeof manifest>;

export type Table = { name: string; key: string[]; hasBytes: boolean };

/** Every table but the migrations' own, each after those that it refers to. */
export async function tablesInOrder(db: ScriptConnection): Promise<Table[]> {
  const tables = await db.query<{ name: string; key: string[]; hasBytes: boolean }>(`
    select c.relname as name,
      coalesce((select array_agg(quote_ident(a.attname) order by array_position(i.indkey::int2[], a.attnum)) from pg_index i
        join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey) where i.indrelid = c.oid and i.indisprimary), '{}')::text[] as key,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.atttypid = 'bytea'::regtype and not a.attisdropped) as "hasBytes"
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> '_prisma_migrations' order by c.relname`);
  const references = await db.query<{ child: string; parent: string }>(`
    select distinct k.conrelid::regclass::text as child, k.confrelid::regclass::text as parent from pg_constraint k
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace and k.conrelid <> k.confrelid`);
  const parents = (name: string) => references.filter((r) => r.child === name).map((r) => r.parent);
  const done = new Set<string>();
  const ordered: Table[] = [];
  while (ordered.length < tables.length) {
    const next = tables.filter((table) => !done.has(table.name) && parents(table.name).every((parent) => done.has(parent)));
    if (next.length === 0) throw new Error('Tables refer to each other in a circle: the order of a backup is not defined.');
    for (const table of next) {
      done.add(table.name);
      ordered.push(table);
    }
  }
  return ordered;
}

/** The rows of a table as JSON texts in the order of its key, in portions that fit in memory. */
export async function* rowsOf(db: ScriptConnection, { name, key, hasBytes }: Table): AsyncGenerator<string[]> {
  await db.exec(`DECLARE backup_rows NO SCROLL CURSOR FOR SELECT to_jsonb(t)::text AS row FROM "${name}" t ORDER BY ${key.join(', ')}`);
  try {
    for (;;) {
      const rows = await db.query<{ row: string }>(`FETCH ${hasBytes ? 50 : 2000} FROM backup_rows`);
      if (rows.length === 0) return;
      yield rows.map(({ row }) => row);
    }
  } finally {
    await db.exec('CLOSE backup_rows');
  }
}

export async function sumOf(db: ScriptConnection, table: Table, each: (rows: string[]) => Promise<void> = async () => {}): Promise<z.infer<typeof tableSum>> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const rows of rowsOf(db, table)) {
    for (const row of rows) hash.update(row).update('\n');
    count += rows.length;
    await each(rows);
  }
  return { rows: count, sha256: hash.digest('hex') };
}

/** Row-level security holds for the owner too (FORCE): only a role that may bypass it sees, or writes, everything. */
export async function mustSeeEverything(db: ScriptConnection): Promise<void> {
  const [role] = await db.query<{ may: boolean }>('select rolsuper or rolbypassrls as may from pg_roles where rolname = current_user');
  if (!role?.may) {
    throw new AppError('forbidden', 'The database role of DATABASE_URL sees one workspace at a time and cannot copy them all. Run this with a role that has BYPASSRLS (or as superuser).');
  }
}
