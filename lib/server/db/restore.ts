/** Reads a backup (backup-format.ts) into a database in one transaction and checks every table against the file's sums. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { conflict, invalid } from '../errors';
import { header, manifest, mustSeeEverything, sumOf, tablesInOrder, type Header, type Manifest, type Table } from './backup-format';
import type { Connection, ScriptConnection } from './connection';
import { migrate, type Migration } from './migrate';

const PORTION = 4 * 1024 * 1024;
const cutOff = () => invalid('The backup file is not complete: it was cut off or is not a Winloop backup.');

/** The file's lines (cut at line feeds only: JSON may hold other separators); a damaged file ends in `invalid`. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const part of gunzip) {
      const lines = (rest + decoder.decode(part as Buffer, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT') throw invalid(`There is no file ${file}.`);
    if (code.startsWith('Z_')) throw cutOff();
    throw error;
  } finally {
    source.destroy();
  }
}

async function headerOf(file: string): Promise<Header> {
  for await (const line of linesOf(file)) {
    const parsed = line.startsWith('H') ? header.safeParse(JSON.parse(line.slice(1))) : null;
    if (parsed?.success) return parsed.data;
    break;
  }
  throw invalid(`${file} is not a Winloop backup.`);
}

/** Brings the schema to where it was when the backup was made. Throws conflict where that cannot be. */
async function prepareSchema(connection: Connection, wanted: Header['migrations'], known: readonly Migration[]): Promise<void> {
  if (wanted.some(({ name, checksum }, i) => known[i]?.name !== name || known[i].checksum !== checksum)) {
    throw conflict('The backup was made by a newer or different Winloop. Restore it with that version.');
  }
  const applied = await connection.script(async (db) => {
    const [there] = await db.query<{ there: boolean }>(`select to_regclass('public._prisma_migrations') is not null as there`);
    return there?.there ? db.query<{ name: string }>('select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null') : [];
  });
  if (applied.length > wanted.length) {
    throw conflict('The database is already at a newer version than the backup. Restore into an empty one (another WINLOOP_DATA_DIR or database); it is brought up to date there.');
  }
  await migrate(connection, known.slice(0, wanted.length));
}

async function emptyTables(db: ScriptConnection, tables: readonly Table[], force: boolean): Promise<void> {
  const filled: string[] = [];
  for (const { name } of tables) {
    const [row] = await db.query<{ some: boolean }>(`select exists (select from "${name}") as some`);
    if (row?.some) filled.push(name);
  }
  if (filled.length === 0) return;
  if (!force) throw conflict('The database is not empty. Restore into an empty one, or add --force to replace everything in it.');
  await db.exec(`TRUNCATE ${tables.map(({ name }) => `"${name}"`).join(', ')}`);
}

async function load(db: ScriptConnection, file: string, tables: readonly Table[], progress: (text: string) => void): Promise<Manifest> {
  const known = new Set(tables.map(({ name }) => name));
  let table = '';
  let rows: string[] = [];
  let size = 0;
  const flush = async () => {
    if (rows.length === 0) return;
    await db.query(`INSERT INTO "${table}" SELECT * FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`, [`[${rows.join(',')}]`]);
    progress(`${table}: ${rows.length} rows`);
    rows = [];
    size = 0;
  };
  for await (const line of linesOf(file)) {
    const rest = line.slice(1);
    if (line[0] === 'R') {
      rows.push(rest);
      if ((size += rest.length) > PORTION) await flush();
    } else if (line[0] === 'T') {
      await flush();
      if (!known.has(rest)) throw conflict(`The backup has a table that this version does not know: ${rest}.`);
      table = rest;
    } else if (line[0] === 'E') {
      await flush();
      return manifest.parse(JSON.parse(rest));
    }
  }
  throw cutOff();
}

/** Rows came with the numbers that they had: every sequence goes on after the highest of its column. */
async function goOnCounting(db: ScriptConnection): Promise<void> {
  const counters = await db.query<{ sequence: string; table: string; column: string }>(
    `select s.relname as sequence, t.relname as table, a.attname as column from pg_class s join pg_depend d on d.objid = s.oid and d.deptype in ('a', 'i')
     join pg_class t on t.oid = d.refobjid join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid where s.relkind = 'S' and s.relnamespace = 'public'::regnamespace`);
  for (const { sequence, table, column } of counters) await db.query(`select setval('"${sequence}"'::regclass, (select coalesce(max("${column}"), 0) + 1 from "${table}"), false)`);
}

/** Replaces the content of the database by the backup's: entirely or, when anything is wrong, not at all. */
export async function restoreBackup(
  connection: Connection, known: readonly Migration[], file: string, { force }: { force: boolean }, progress: (text: string) => void,
): Promise<Manifest> {
  const { migrations } = await headerOf(file);
  await prepareSchema(connection, migrations, known);
  const restored = await connection.snapshot(async (db) => {
    await mustSeeEverything(db);
    const tables = await tablesInOrder(db);
    await emptyTables(db, tables, force);
    const sums = await load(db, file, tables, progress);
    for (const table of tables) {
      const sum = await sumOf(db, table);
      if (sum.sha256 !== sums[table.name]?.sha256) throw new Error(`${table.name} differs from the backup after the restore; nothing was changed.`);
    }
    await goOnCounting(db);
    return sums;
  });
  await migrate(connection, known);
  return restored;
}
