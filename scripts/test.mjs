/**
 * `npm test`: gets what it needs, then types, lint, import rules, schema check, unit and database tests, a production build and
 * the browser tests against it. Goes on after a failure so that one run tells everything; the last line is the sum.
 * `--database` runs the database tests alone, on the PostgreSQL of TEST_DATABASE_URL. The environment's own keys and databases
 * are kept out: tests say themselves what they need.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mustHaveBrowser } from './browser.mjs';
import { build, checkNode, generate, install, Problem, root } from './prepare.mjs';

const KEPT = /^(PATH|HOME|USER|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|TERM|CI|SHELL|NODE_OPTIONS|npm_.*|PLAYWRIGHT_.*|CHROME_PATH|TEST_DATABASE_URL|FORCE_COLOR|NO_COLOR)$/i;
for (const name of Object.keys(process.env)) if (!KEPT.test(name)) delete process.env[name];
process.env.NEXT_TELEMETRY_DISABLED = '1';

const bin = (name) => path.join(root, 'node_modules', name);
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(0)} s`;

/** Runs a program of node's to its end and answers whether it went well. Quiet ones are heard only when they fail. */
function passes(label, args, { env = {}, quiet = false } = {}) {
  const since = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part) => (said += part));
    child.once('exit', (code) => {
      if (quiet) console.log(`${code === 0 ? '✓' : '✗'} ${label} (${seconds(since)})${code === 0 ? '' : `\n${said}`}`);
      resolve(code === 0);
    });
  });
}

const freePort = () => new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

/** What is said of each failure once more at the very end, where a log that was cut still shows it. */
const failures = [];
function fail(label, name, reason = '') {
  const words = reason.replace(/\u001b\[[0-9;]*m/g, '').replace(/\s+/g, ' ').trim();
  failures.push(`FAILED ${label}: ${name}${words ? `: ${words.slice(0, 300)}` : ''}`);
}

/** Passed and failed of a report; a run that wrote none, or that failed without a failed test, counts as one failure. */
async function tally(label, file, read, ok) {
  const counts = await readFile(file, 'utf8').then((text) => read(JSON.parse(text)), () => ({ passed: 0, failed: 0 }));
  if (ok || counts.failed > 0) return counts;
  fail(label, 'ended badly, without a failed test');
  return { ...counts, failed: 1 };
}

function ofVitest({ numPassedTests, testResults }) {
  let failed = 0;
  for (const { name, status, message, assertionResults } of testResults) {
    const file = path.relative(root, name);
    const bad = assertionResults.filter((result) => result.status === 'failed');
    for (const { fullName, failureMessages } of bad) fail(file, fullName, failureMessages[0]);
    // A file that could not even be loaded has no failed test in it.
    if (status === 'failed' && bad.length === 0) fail(file, 'the file itself', message);
    failed += status === 'failed' ? Math.max(1, bad.length) : 0;
  }
  return { passed: numPassedTests, failed };
}

/** A test that passed at its second try is passed, and told. */
function ofPlaywright({ stats, errors, suites }) {
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
  for (const { file, title, tests } of suites.flatMap(specs)) {
    for (const { status, results } of tests) {
      const reason = results.find((result) => result.error)?.error.message;
      if (status === 'unexpected') fail(file, title, reason);
      if (status === 'flaky') console.log(`Passed only when repeated: ${file}: ${title}: ${reason ?? ''}`);
    }
  }
  for (const { message } of errors) fail('browser tests', 'outside of a test', message);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
}

/** Types, lint, import rules, schema: how many failed. */
async function checks() {
  const cruise = ['--config', '.dependency-cruiser.cjs', 'app', 'components', 'lib', 'inngest', 'scripts', 'e2e'];
  const [types, lint] = await Promise.all([
    passes('types', [bin('typescript/bin/tsc'), '--noEmit'], { quiet: true }),
    passes('lint', [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'], { quiet: true }),
  ]);
  const imports = await passes('imports', [bin('dependency-cruiser/bin/dependency-cruise.mjs'), ...cruise], { quiet: true });
  const schema = await passes('schema and migrations agree', ['--import', 'tsx', 'scripts/migration.ts', 'check'], { quiet: true });
  const results = { types, lint, imports, schema };
  const bad = Object.keys(results).filter((name) => !results[name]);
  for (const name of bad) fail('checks', name, 'see above');
  return bad.length;
}

async function vitest(reports, ...args) {
  const report = path.join(reports, 'vitest.json');
  return tally('tests', report, ofVitest, await passes('tests', [bin('vitest/vitest.mjs'), 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`, ...args]));
}

async function browserTests(reports, browser) {
  const report = path.join(reports, 'playwright.json');
  const env = { PLAYWRIGHT_CHROMIUM: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: report, E2E_PORT: String(await freePort()), E2E_DATA_DIR: path.join(reports, 'data') };
  return tally('browser tests', report, ofPlaywright, await passes('browser tests', [bin('@playwright/test/cli.js'), 'test', '--reporter=line,json'], { env }));
}

async function main() {
  checkNode();
  await install();
  await generate();
  const reports = await mkdtemp(path.join(tmpdir(), 'winloop-tests-'));
  const sums = [];
  if (process.argv.includes('--database')) {
    // Only the database tests, on the PostgreSQL of TEST_DATABASE_URL.
    if (!process.env.TEST_DATABASE_URL) throw new Problem('TEST_DATABASE_URL is not set.');
    sums.push(await vitest(reports, '--project', 'db'));
  } else {
    delete process.env.TEST_DATABASE_URL;
    const browser = await mustHaveBrowser();
    const failed = await checks();
    sums.push({ passed: 0, failed }, await vitest(reports));
    try {
      await build();
      sums.push(await browserTests(reports, browser));
    } catch (error) {
      console.error(error.message);
      fail('build', error.message);
      sums.push({ passed: 0, failed: 1 });
    }
  }
  await rm(reports, { recursive: true, force: true });
  if (failures.length > 0) console.log(`\n${failures.join('\n')}`);
  const total = (key) => sums.reduce((sum, counts) => sum + counts[key], 0);
  console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
  process.exit(total('failed') === 0 ? 0 : 1);
}

main().catch((error) => {
  console.error(error instanceof Problem ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exit(1);
});
