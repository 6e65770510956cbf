// Bundles what runs in threads of their own, and generates the Prisma client when the schema changed. The native schema engine is not needed for it and cannot be downloaded everywhere.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const schema = path.join(root, 'prisma/schema');
const stamp = path.join(root, 'lib/server/db/generated/.schema-hash');

const read = (file) => { try { return readFileSync(file, 'utf8'); } catch { return ''; } };

// A thread starts from a file: it has no bundler that knows our paths. Takes a tenth of a second, so it is made each time and never of yesterday.
const { build } = await import('esbuild');
const thread = path.join(root, 'lib/models/work/generated/entry.mjs');
const { outputFiles: [bundle] } = await build({
  absWorkingDir: root, entryPoints: ['lib/models/work/entry.ts'], outfile: thread, write: false, bundle: true, platform: 'node', format: 'esm', target: 'node20', alias: { '@': root }, logLevel: 'error',
  // Packages of old ask for what is Node's own by require, which a module does not have.
  banner: { js: `import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);` },
});
if (read(thread) !== bundle.text) {
  mkdirSync(path.dirname(thread), { recursive: true });
  // Renamed into place: whoever starts a thread just now finds the old one or the new one, whole.
  writeFileSync(`${thread}.${process.pid}`, bundle.text);
  renameSync(`${thread}.${process.pid}`, thread);
}

const hash = createHash('sha256').update(readFileSync(path.join(root, 'node_modules/prisma/package.json')));
for (const name of readdirSync(schema).sort()) hash.update(name).update(readFileSync(path.join(schema, name)));
const wanted = hash.digest('hex');

if (read(stamp) === wanted) process.exit(0);

const { status } = spawnSync(process.execPath, [path.join(root, 'node_modules/prisma/build/index.js'), 'generate'], {
  cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
});
if (status === 0) writeFileSync(stamp, wanted);
process.exit(status ?? 1);
