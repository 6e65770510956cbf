/**
 * Imports a file of 100,000 deals in a process of its own, as the job's steps do, and prints how long it took and how far the
 * resident memory rose above idle: {"seconds", "megabytes", "created"}. Arguments: kind of database, file.
 */
import { createReadStream } from 'node:fs';
import { finishImport, importRows, surveyImport } from '@/lib/imports/run-import';
import { getImport } from '@/lib/imports/get-import';
import { startImport } from '@/lib/imports/start-import';
import { systemScope } from '@/lib/server/scope';
import { createWorkspace } from '@/lib/workspaces/create-workspace';
import { withFreshDatabase, type DatabaseKind } from './database';

const LOOK_EVERY_MS = 25;
const IDLE_MS = 3_000;

const [kind, file] = process.argv.slice(2) as [DatabaseKind, string];
const resident = (): number => process.memoryUsage.rss() / 2 ** 20;

await withFreshDatabase(kind, async () => {
  const { id } = await createWorkspace({ slug: 'bench', name: 'Bench', currency: 'USD', timezone: 'UTC' }, 'benchmark');
  const scope = systemScope(id, 'benchmark');
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  const idle = resident();
  let most = idle;
  const look = setInterval(() => (most = Math.max(most, resident())), LOOK_EVERY_MS);
  const started = performance.now();
  const importId = await startImport(scope, { entity: 'deals', filename: 'deals.csv' }, createReadStream(file));
  await surveyImport(scope, importId);
  while (await importRows(scope, importId)) most = Math.max(most, resident());
  await finishImport(scope, importId);
  const seconds = (performance.now() - started) / 1000;
  clearInterval(look);
  const { created, failed, error } = await getImport(scope, importId);
  if (error || failed > 0) throw new Error(`the import failed: ${error ?? `${failed} rows`}`);
  process.stdout.write(JSON.stringify({ seconds, megabytes: Math.max(most, resident()) - idle, created }));
});
