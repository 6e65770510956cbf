/** `npm run bench -- [capability…] [--json]`: a table of figures against their budgets; with --json one last line for machines. */
import { ownPostgres } from './database';
import type { Benchmark, Result } from './result';

const CAPABILITIES: Record<string, () => Promise<{ default: Benchmark }>> = {
  insights: () => import('./insights'),
  jobs: () => import('./jobs'),
  learning: () => import('./learning'),
  experiments: () => import('./experiments'),
  models: () => import('./models'),
};

const show = (value: number | null): string => (value === null ? '-' : value.toLocaleString('en-US', Math.abs(value) < 0.1 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 3 }));
const verdict = (r: Result): string => (r.skipped ? `skipped: ${r.skipped}` : r.budget === null ? '' : r.pass ? 'ok' : 'OVER BUDGET');
const line = (r: Result): string =>
  [r.name.padEnd(72), show(r.value).padStart(10), r.unit.padEnd(6), (r.budget === null ? '' : `budget ${show(r.budget)}`).padEnd(16), verdict(r), r.ratio === undefined ? '' : `(${show(r.ratio)} x peer)`].join(' ').trimEnd();

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = names.filter((name) => !Object.hasOwn(CAPABILITIES, name));
if (unknown.length > 0) {
  console.error(`No such benchmark: ${unknown.join(', ')}. There are: ${Object.keys(CAPABILITIES).join(', ')}.`);
  process.exit(2);
}

await ownPostgres();
const results: Result[] = [];
for (const name of names.length > 0 ? names : Object.keys(CAPABILITIES)) {
  console.log(`\n${name}`);
  const { default: benchmark } = await CAPABILITIES[name]!();
  for await (const result of benchmark()) {
    results.push(result);
    console.log(`  ${line(result)}`);
  }
}
if (process.argv.includes('--json')) console.log(JSON.stringify({ results }));
process.exitCode = results.some((r) => !r.pass && !r.skipped) ? 1 : 0;
