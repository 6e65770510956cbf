/**
 * Where the command line reaches the running server: HTTP over a unix socket that only the owner of the data folder can open.
 * The embedded database has one owner, so a command is carried to it instead of opening the data a second time. Answers are
 * JSON lines: any number of progress, then a result or a problem.
 */
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Command, Progress } from './command';
import { AppError } from './errors';
import { log, safeError } from './log';
import { startProblem } from './open';

/** Systems take about 104 bytes. */
const LONGEST_PATH = 100;
const LARGEST_CALL = 1024 * 1024;

const call = z.object({ command: z.string(), input: z.unknown() });
const answer = z.union([z.object({ progress: z.string() }), z.object({ result: z.string() }), z.object({ problem: z.string() })]);
type Answer = z.infer<typeof answer>;

/** The socket of a data folder: in it, or, where that path is too long, in a folder of the owner's in the system's temporary one. */
export function socketPath(folder: string): string {
  const inside = path.join(folder, 'winloop.sock');
  if (Buffer.byteLength(inside) <= LONGEST_PATH) return inside;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  return path.join(tmpdir(), `winloop-${process.getuid?.() ?? 0}-${name}`, 'winloop.sock');
}

/** Makes the folder ours alone; refuses one that somebody else put there. */
function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stat = lstatSync(folder);
  if (!stat.isDirectory() || (process.getuid && stat.uid !== process.getuid())) throw new Error(`${folder} belongs to somebody else.`);
  chmodSync(folder, 0o700);
}

/** Takes commands at the data folder's socket until the returned function is called. */
export async function takeCommands(folder: string, commands: Readonly<Record<string, Command>>): Promise<() => Promise<void>> {
  const file = socketPath(folder);
  makePrivate(path.dirname(file));
  if (await isTaken(file)) {
    log.warn('another server of this data folder takes the commands of the command line');
    return async () => {};
  }
  rmSync(file, { force: true });
  const server = createServer((incoming, response) => void handle(incoming, response, commands));
  const mask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(file, resolve));
  } finally {
    process.umask(mask);
  }
  return async () => {
    await new Promise((resolve) => server.close(resolve));
    rmSync(file, { force: true });
  };
}

async function handle(incoming: IncomingMessage, response: ServerResponse, commands: Readonly<Record<string, Command>>): Promise<void> {
  const tell = (line: Answer) => void response.write(`${JSON.stringify(line)}\n`);
  try {
    const { command, input } = call.parse(JSON.parse(await bodyOf(incoming)));
    const known = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (!known) throw new AppError('not_found', `The running server does not know the command "${command}".`);
    if (known.alone) throw new AppError('conflict', 'The server is running. Stop it first: this command needs the data for itself.');
    tell({ result: await known.run(known.input.parse(input), (progress) => tell({ progress })) });
  } catch (error) {
    if (!(error instanceof AppError)) log.error({ error: safeError(error) }, 'command failed');
    tell({ problem: error instanceof AppError ? error.message : startProblem(error) });
  }
  response.end();
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of incoming) {
    body += String(part);
    if (body.length > LARGEST_CALL) throw new AppError('too_large', 'The command is too large.');
  }
  return body;
}

const isTaken = (file: string): Promise<boolean> => new Promise((resolve) => {
  request({ socketPath: file, method: 'HEAD' }, (response) => resolve(response.resume() !== null)).once('error', () => resolve(false)).end();
});

/** Has the running server do it; undefined when none runs on this data folder. Throws AppError with the server's words. */
export async function callServer(folder: string, command: string, input: unknown, progress: Progress): Promise<string | undefined> {
  const response = await new Promise<IncomingMessage | undefined>((resolve, reject) => {
    request({ socketPath: socketPath(folder), method: 'POST', path: '/' }, resolve)
      .once('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' || error.code === 'ECONNREFUSED' ? resolve(undefined) : reject(error)))
      .end(JSON.stringify({ command, input }));
  });
  if (!response) return undefined;
  for await (const line of createInterface({ input: response })) {
    const said = answer.parse(JSON.parse(line));
    if ('result' in said) return said.result;
    if ('problem' in said) throw new AppError('invalid', said.problem);
    progress(said.progress);
  }
  throw new AppError('unavailable', 'The server stopped before the command was done.');
}
