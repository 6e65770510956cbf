/**
 * `npm run db:migration -- <name>` writes the next migration from the difference between migrations and schema;
 * `npm run db:check` fails when there is a difference.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readMigrations } from '../lib/server/db/migrate';
import { missingSql } from './schema-engine';

const root = path.resolve(import.meta.dirname, '..');
const [command = 'check', name = 'change'] = process.argv.slice(2);
const migrations = await readMigrations(root).catch(() => []);
const sql = await missingSql(root, migrations);

if (command === 'check') {
  if (sql) {
    console.error(`Schema and migrations differ. Run: npm run db:migration -- <name>\n\n${sql}`);
    process.exit(1);
  }
  console.log(`Schema and ${migrations.length} migrations agree.`);
} else if (!sql) {
  console.log('Nothing to do: schema and migrations agree.');
} else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = path.join(root, 'prisma/migrations', `${stamp}_${name.replace(/\W+/g, '_').toLowerCase()}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'migration.sql'), `${sql}\n`);
  console.log(`Wrote ${path.relative(root, folder)}/migration.sql. Protect new tenant tables with: select protect_tenant_table('name');`);
}
process.exit(0);
