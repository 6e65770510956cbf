/**
 * `npm run winloop -- stats <family> --json`: the product's statistics on numbers from standard input, for comparing them with other implementations.
 * Needs no database and no server, and loads neither.
 */
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { FAMILIES } from '../lib/stats/reference/families';

export const STATS = {
  usage: '<family> [--json] < inputs.json',
  summary: `Computes one kind of statistics from inputs on standard input (shapes: lib/stats/reference): ${Object.keys(FAMILIES).join(', ')}`,
};

/** Prints the answer on standard output and gives the exit code: 2 for what the caller can mend. */
export async function stats(words: string[]): Promise<number> {
  const misuse = (problem: string): number => {
    process.stderr.write(`${problem}\nUsage: npm run winloop -- stats ${STATS.usage}\n`);
    return 2;
  };
  let name: string | undefined, json: boolean;
  try {
    const { values, positionals } = parseArgs({ args: words, options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
    if (positionals.length > 1) return misuse('One family at a time.');
    [name] = positionals;
    json = values.json;
  } catch (error) {
    return misuse((error as Error).message);
  }
  const load = name !== undefined && Object.hasOwn(FAMILIES, name) ? FAMILIES[name] : undefined;
  if (!load) return misuse(`${name === undefined ? 'Say which family' : `There is no family "${name}"`}: ${Object.keys(FAMILIES).join(', ')}.`);
  const [family, given] = await Promise.all([load(), process.stdin.isTTY ? '' : text(process.stdin)]);
  let inputs: unknown;
  try {
    inputs = JSON.parse(given);
  } catch {
    return misuse(given.trim() === '' ? 'Nothing on standard input: it takes the inputs as JSON.' : 'Standard input is no JSON.');
  }
  try {
    const answer = family(inputs);
    process.stdout.write(`${JSON.stringify(answer, null, json ? undefined : 2)}\n`);
    return 0;
  } catch (error) {
    const problem = problemOf(error);
    if (problem === null) throw error;
    return misuse(problem);
  }
}

/** What is wrong with the inputs; null when the inputs are not to blame. */
function problemOf(error: unknown): string | null {
  if (error instanceof RangeError) return error.message;
  if (!(error instanceof Error) || !('issues' in error)) return null;
  const issues = error.issues as { path: PropertyKey[]; message: string }[];
  return issues.map(({ path, message }) => (path.length > 0 ? `${path.map(String).join('.')}: ${message}` : message)).join('\n');
}
