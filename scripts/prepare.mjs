/**
 * What must be there before the product can run: a fitting Node, the packages of the lock file, the generated database client,
 * a build of the sources as they are. Each step looks first and does nothing when nothing changed. Plain Node: it runs before
 * anything is installed.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

/** A problem that is told as one sentence, without a stack. */
export class Problem extends Error {}

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) throw new Problem(`Winloop needs Node 20.19 or newer; this is ${process.version}. See https://nodejs.org.`);
}

export function loadEnvironment() {
  try {
    process.loadEnvFile(path.join(root, '.env'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw new Problem(`.env cannot be read: ${error.message}`);
  }
  process.env.NEXT_TELEMETRY_DISABLED ??= '1';
}

/** Prints what is being done, then how long it took. */
export async function step(label, work) {
  const start = performance.now();
  process.stdout.write(`${label} … `);
  const result = await work();
  process.stdout.write(`done in ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  return result;
}

/** Runs a command quietly; its output is shown when it fails. */
export function run(command, args, { env = process.env, visible = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: visible ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout?.on('data', (data) => (said += data));
    child.stderr?.on('data', (data) => (said += data));
    child.once('error', (error) => reject(new Problem(`${command} could not be run: ${error.message}`)));
    child.once('exit', (code, signal) => (code === 0 ? resolve(said) : reject(new Problem(`\n${said}\n${[command, ...args].join(' ')} failed (${signal ?? `exit code ${code}`}).`))));
  });
}

/** Are the packages of package-lock.json the ones in node_modules? npm writes its own list there as the last thing it does. */
async function installed() {
  const packages = async (file) => JSON.parse(await readFile(path.join(root, file), 'utf8')).packages;
  const wanted = await packages('package-lock.json');
  const there = await packages('node_modules/.package-lock.json').catch(() => ({}));
  return Object.entries(wanted).every(([at, { version, optional, devOptional, peer }]) => at === '' || optional || devOptional || peer || there[at]?.version === version);
}

export async function install() {
  if (await installed()) return;
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const install = (command) => run(npm[0], [...npm.slice(1), command, '--include=dev', '--no-audit', '--no-fund', '--loglevel=error', ...(command === 'install' ? ['--no-save'] : [])]);
  await step('Installing packages (a minute or two, the first time only)', () => install('ci').catch((error) => {
    // A registry that lacks other systems' optional binaries gave a lock file without them; `ci` refuses that, `install` does not.
    if (!error.message.includes('EUSAGE')) throw error;
    return install('install');
  }));
}

export const generate = () => run(process.execPath, [path.join(root, 'scripts/generate.mjs')]);

const SOURCES = [
  'app', 'components', 'lib', 'inngest', 'public', 'prisma/schema', 'next.config.mjs', 'proxy.ts', 'instrumentation.ts',
  'postcss.config.mjs', 'tailwind.config.ts', 'tsconfig.json', 'package-lock.json',
];
const NOT_BUILT = /\.(?:db\.)?test\.tsx?$|\.md$|^lib\/(?:server\/db|models\/work)\/generated\//;

async function filesUnder(name) {
  const entries = await readdir(path.join(root, name), { withFileTypes: true, recursive: true }).catch((error) => {
    if (error.code === 'ENOTDIR') return null;
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (entries === null) return [name];
  return entries.filter((entry) => entry.isFile()).map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}

/** SHA-256 over the names and contents of what a build is made from. */
export async function sourcesHash() {
  const names = (await Promise.all(SOURCES.map(filesUnder))).flat().filter((name) => !NOT_BUILT.test(name)).sort();
  const hash = createHash('sha256').update(process.version);
  for (const name of names) hash.update(`\0${name}\0`).update(await readFile(path.join(root, name)));
  return hash.digest('hex');
}

export async function build() {
  const stamp = path.join(root, '.next/winloop-sources');
  const hash = await sourcesHash();
  if ((await readFile(stamp, 'utf8').catch(() => '')) === hash) return;
  // A build that does not come to its end leaves no stamp.
  await rm(stamp, { force: true });
  await step('Building', () => run(process.execPath, [path.join(root, 'node_modules/next/dist/bin/next'), 'build'], { env: { ...process.env, NODE_ENV: 'production' } }));
  await writeFile(stamp, hash);
}
