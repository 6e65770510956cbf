// Generates the Prisma client when the schema changed. The native schema engine is not needed for it and cannot be downloaded everywhere.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const schema = path.join(root, 'prisma/schema');
const stamp = path.join(root, 'lib/server/db/generated/.schema-hash');

const hash = createHash('sha256').update(readFileSync(path.join(root, 'node_modules/prisma/package.json')));
for (const name of readdirSync(schema).sort()) hash.update(name).update(readFileSync(path.join(schema, name)));
const wanted = hash.digest('hex');

const read = (file) => { try { return readFileSync(file, 'utf8'); } catch { return ''; } };
if (read(stamp) === wanted) process.exit(0);

const { status } = spawnSync(process.execPath, [path.join(root, 'node_modules/prisma/build/index.js'), 'generate'], {
  cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
});
if (status === 0) writeFileSync(stamp, wanted);
process.exit(status ?? 1);
