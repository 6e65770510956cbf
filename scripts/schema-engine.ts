/**
 * Prisma's schema engine as the npm package ships it (WebAssembly), so that migrations can be written and checked where its
 * native binary cannot be downloaded. It gets an empty in-memory Postgres with our migrations applied and compares.
 */
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { bindSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite/vector';
import { PrismaPGlite } from 'pglite-prisma-adapter';

type Engine = { diff(params: unknown): Promise<{ exitCode: number; stdout: string | null }> };
type Bindings = { __wbg_set_wasm(exports: WebAssembly.Exports): void; SchemaEngine: { new: (options: unknown, log: () => void, adapter: object) => Promise<Engine> } };

async function startEngine(root: string, adapter: object): Promise<Engine> {
  const folder = path.join(root, 'node_modules/@prisma/schema-engine-wasm');
  const bindings = (await import(path.join(folder, 'schema_engine_bg.js'))) as unknown as Bindings & WebAssembly.ModuleImports;
  const { instance } = await WebAssembly.instantiate(await readFile(path.join(folder, 'schema_engine_bg.wasm')), { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return bindings.SchemaEngine.new({ datamodels: undefined }, () => {}, adapter);
}

async function schemaFiles(root: string): Promise<{ path: string; content: string }[]> {
  const folder = path.join(root, 'prisma/schema');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.prisma')).sort();
  return Promise.all(names.map(async (name) => ({ path: path.join(folder, name), content: await readFile(path.join(folder, name), 'utf8') })));
}

/** Indexes that Prisma's schema has no word for; the engine would drop them. */
const BEYOND_PRISMA = /-- DropIndex\nDROP INDEX "\w+_hnsw";\n*/g;

/** The SQL that would take a database with `migrations` applied to the schema in prisma/schema; '' when they agree. */
export async function missingSql(root: string, migrations: readonly { sql: string }[]): Promise<string> {
  const pglite = await PGlite.create({ extensions: { vector } });
  try {
    for (const { sql } of migrations) await pglite.exec(sql);
    await pglite.exec(`RESET ROLE`);
    const engine = await startEngine(root, bindSqlAdapterFactory(new PrismaPGlite(pglite)));
    const files = await schemaFiles(root);
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: root },
      to: { tag: 'schemaDatamodel', files },
      script: true, exitCode: null, shadowDatabaseUrl: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return (stdout ?? '').replace(BEYOND_PRISMA, '').replace(/^--.*empty migration.*$/m, '').trim();
  } finally {
    await pglite.close();
  }
}
