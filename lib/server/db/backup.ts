/** Writes a backup (backup-format.ts) of one moment of the database, while the server runs. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Connection } from './connection';
import { mustSeeEverything, sumOf, tablesInOrder, type Header, type Manifest } from './backup-format';

/** Writes `file` (readable by its owner alone); an existing one is replaced only when the new one is complete. */
export async function writeBackup(connection: Connection, file: string, progress: (text: string) => void): Promise<Manifest> {
  const part = `${file}.part`;
  const gzip = createGzip();
  const output = gzip.pipe(createWriteStream(part, { mode: 0o600 }));
  const written = finished(output);
  written.catch(() => {});
  const line = async (text: string): Promise<void> => {
    if (!gzip.write(`${text}\n`)) await Promise.race([once(gzip, 'drain'), written]);
  };
  try {
    const manifest: Manifest = {};
    await connection.snapshot(async (db) => {
      await mustSeeEverything(db);
      const migrations = await db.query<Header['migrations'][number]>(
        'select migration_name as name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null order by migration_name');
      const header: Header = { format: 1, createdAt: new Date().toISOString(), migrations };
      await line(`H${JSON.stringify(header)}`);
      for (const table of await tablesInOrder(db)) {
        await line(`T${table.name}`);
        const sum = await sumOf(db, table, async (rows) => line(rows.map((row) => `R${row}`).join('\n')));
        manifest[table.name] = sum;
        if (sum.rows > 0) progress(`${table.name}: ${sum.rows} rows`);
      }
    });
    gzip.end(`E${JSON.stringify(manifest)}\n`);
    await written;
    await rename(part, file);
    return manifest;
  } catch (error) {
    gzip.destroy();
    output.destroy();
    await rm(part, { force: true });
    throw error;
  }
}
