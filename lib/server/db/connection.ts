/**
 * The one place where a database is opened: embedded Postgres (PGlite with pgvector, in this process) or PostgreSQL through a
 * pool. Both give the same thing: a Prisma client that nobody but tenancy.ts uses, and a way to run migration scripts.
 */
import path from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { PrismaClient } from './generated/client';
import { lockDataFolder } from './lock';
import { withPreparedStatements } from './prepared';

/** A single connection that can run scripts, for migrations and backups. Values come back as the driver gives them. */
export type ScriptConnection = {
  exec(script: string): Promise<void>;
  query<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
};

export type Connection = {
  kind: 'embedded' | 'postgres';
  prisma: PrismaClient;
  /** Runs `work` on one connection of its own (PostgreSQL) or on the embedded one, alone. */
  script<T>(work: (connection: ScriptConnection) => Promise<T>): Promise<T>;
  /**
   * Runs `work` in one transaction of the owner that sees a single moment of the database, while others go on (PostgreSQL) or
   * wait (embedded). All of it is committed, or nothing when `work` throws.
   */
  snapshot<T>(work: (connection: ScriptConnection) => Promise<T>): Promise<T>;
  /** The whole embedded database as a tar.gz; undefined on PostgreSQL (pg_dump does that). */
  dump?: () => Promise<Blob>;
  close(): Promise<void>;
};

const TRANSACTION = { maxWait: 30_000, timeout: 120_000 } as const;

export type EmbeddedOptions = {
  /** Folder of the data, or null for a database in memory. */
  folder: string | null;
  /** A dump to start from. */
  from?: Blob;
};

/** Pages that the embedded database keeps in its own memory; others come from the system's cache. Its default of 128 MB is a third of an idle server. */
const SHARED_BUFFERS = '32MB';

export async function openEmbedded({ folder, from }: EmbeddedOptions): Promise<Connection> {
  const [{ PGlite }, { vector }, { PrismaPGlite }] = await Promise.all([
    import('@electric-sql/pglite'), import('@electric-sql/pglite/vector'), import('pglite-prisma-adapter'),
  ]);
  const unlock = folder ? lockDataFolder(folder) : () => {};
  try {
    const pglite = await PGlite.create({
      ...(folder ? { dataDir: path.join(folder, 'postgres') } : {}),
      ...(from ? { loadDataDir: from } : {}),
      extensions: { vector },
      startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${SHARED_BUFFERS}`],
    });
    // Elsewhere the adapter shifts timestamptz by the host's offset.
    await pglite.exec(`SET TIME ZONE 'UTC'`);
    await keepParsers(pglite);
    const prisma = new PrismaClient({ adapter: new PrismaPGlite(withPreparedStatements(pglite)), transactionOptions: TRANSACTION });
    return {
      kind: 'embedded',
      prisma,
      script: (work) => work({
        exec: async (sql) => void (await pglite.exec(sql)),
        query: async <Row>(sql: string, values?: unknown[]) => (await pglite.query<Row>(sql, values)).rows,
      }),
      snapshot: (work) => pglite.transaction((tx) => work({
        exec: async (sql) => void (await tx.exec(sql)),
        query: async <Row>(sql: string, values?: unknown[]) => (await tx.query<Row>(sql, values)).rows,
      })),
      dump: () => pglite.dumpDataDir('gzip'),
      close: async () => {
        await prisma.$disconnect();
        await pglite.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Types whose arrays are read as arrays, as the driver of PostgreSQL reads them. */
const READ = ['bool', 'int2', 'int4', 'int8', 'float4', 'float8', 'numeric', 'text', 'varchar', 'uuid', 'date', 'timestamptz', 'json', 'jsonb', 'bytea'];

/**
 * PGlite copies its whole table of parsers for each result, and holds one for arrays of every type there is, rows of tables
 * included: longer to copy than most queries take. Only those of `READ` stay.
 */
async function keepParsers(pglite: PGlite): Promise<void> {
  const { rows } = await pglite.query<{ oid: number }>('select unnest(array[oid, typarray])::int as oid from pg_type where oid = any($1::regtype[])', [READ]);
  pglite.parsers = Object.fromEntries(rows.flatMap(({ oid }) => (pglite.parsers[oid] ? [[oid, pglite.parsers[oid]]] : [])));
}

export async function openPostgres(url: string): Promise<Connection> {
  const [{ default: pg }, { PrismaPg }] = await Promise.all([import('pg'), import('@prisma/adapter-pg')]);
  const config = { connectionString: url, max: 10, options: '-c timezone=UTC', connectionTimeoutMillis: 10_000 };
  const prisma = new PrismaClient({ adapter: new PrismaPg(config), transactionOptions: TRANSACTION });
  const script: Connection['script'] = async (work) => {
    const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
    await client.connect();
    try {
      return await work({
        exec: async (sql) => void (await client.query(sql)),
        query: async <Row>(sql: string, values?: unknown[]) => (await client.query(sql, values)).rows as Row[],
      });
    } finally {
      await client.end();
    }
  };
  return {
    kind: 'postgres',
    prisma,
    script,
    snapshot: (work) => script(async (connection) => {
      await connection.exec('BEGIN ISOLATION LEVEL REPEATABLE READ');
      try {
        const result = await work(connection);
        await connection.exec('COMMIT');
        return result;
      } catch (error) {
        await connection.exec('ROLLBACK');
        throw error;
      }
    }),
    close: () => prisma.$disconnect(),
  };
}
