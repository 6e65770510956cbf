/**
 * The command line: `npm run winloop -- <command> …`. A running server does the work (it owns the embedded database); without
 * one it is done here. Results go to standard output, everything else to standard error.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { MODEL_EVALUATE, modelEvaluate } from './model-evaluate';
import { stats, STATS } from './stats';

// Statistics of what is on standard input: nothing else is loaded for it.
if (process.argv[2] === 'stats') process.exit(await stats(process.argv.slice(3)));

if (process.argv[2] === 'model' && process.argv[3] === 'evaluate') process.exit(await modelEvaluate(process.argv.slice(4)));

// Before anything of ours is loaded: standard output belongs to results.
process.env.WINLOOP_LOG_LEVEL = 'silent';
try {
  process.loadEnvFile();
} catch { /* no .env */ }

const { COMMANDS } = await import('../lib/server/commands');
const { fieldOf } = await import('../lib/server/command');
const { AppError } = await import('../lib/server/errors');
const { env } = await import('../lib/server/env');
const { callServer } = await import('../lib/server/socket');
const { openProduct, startProblem } = await import('../lib/server/open');
const { closeDatabase } = await import('../lib/server/db/client');

function help(): string {
  const lines = Object.entries({ ...COMMANDS, 'model evaluate': MODEL_EVALUATE, stats: STATS }).map(([name, { usage, summary }]) => `  ${name} ${usage}\n      ${summary}`);
  return `Usage: npm run winloop -- <command>\n\n${lines.join('\n')}\n`;
}

class Misuse extends Error {}

/** Which command the words mean, and its checked input. */
function read(words: string[]) {
  const name = Object.keys(COMMANDS).sort((a, b) => b.length - a.length).find((known) => known.split(' ').every((word, i) => words[i] === word));
  const command = name ? COMMANDS[name] : undefined;
  if (!name || !command) throw new Misuse(help());
  const options = Object.fromEntries(Object.entries(command.options).map(([option, type]) => [option, { type }]));
  const { values, positionals } = (() => {
    try {
      return parseArgs({ args: words.slice(name.split(' ').length), options, allowPositionals: command.positionals.length > 0 });
    } catch (error) {
      throw new Misuse(`${(error as Error).message}\nUsage: npm run winloop -- ${name} ${command.usage}`);
    }
  })();
  if (positionals.length > command.positionals.length) throw new Misuse(`Too many words. Usage: npm run winloop -- ${name} ${command.usage}`);
  const raw: Record<string, unknown> = Object.fromEntries(Object.entries(values).map(([option, value]) => [fieldOf(option), value]));
  positionals.forEach((value, i) => (raw[command.positionals[i] ?? ''] = value));
  // npm runs scripts in the package's folder; INIT_CWD is where the person is.
  for (const field of command.files) if (typeof raw[field] === 'string') raw[field] = path.resolve(process.env.INIT_CWD ?? process.cwd(), raw[field]);
  const parsed = command.input.safeParse(raw);
  if (!parsed.success) throw new Misuse(`${problemOf(parsed.error)}\nUsage: npm run winloop -- ${name} ${command.usage}`);
  return { name, command, raw, input: parsed.data };
}

function problemOf(error: z.ZodError): string {
  return error.issues.map(({ path: at, message }) => (message.startsWith('--') || message.startsWith('Say') ? message : `--${at.join('.')}: ${message}`)).join('\n');
}

async function main(): Promise<void> {
  const { name, command, raw, input } = read(process.argv.slice(2));
  const progress = (text: string) => void process.stderr.write(`${text}\n`);
  const { WINLOOP_DATA_DIR } = env();
  const fromServer = await callServer(WINLOOP_DATA_DIR, name, raw, progress);
  if (fromServer !== undefined) {
    process.stdout.write(`${fromServer}\n`);
    return;
  }
  try {
    if (!command.alone) await openProduct();
    process.stdout.write(`${await command.run(input, progress)}\n`);
  } finally {
    await closeDatabase();
  }
}

main().then(() => process.exit(0), (error: unknown) => {
  process.stderr.write(`${error instanceof Misuse || error instanceof AppError ? error.message : startProblem(error)}\n`);
  process.exit(error instanceof Misuse ? 2 : 1);
});
