import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { command } from './command';
import { conflict } from './errors';
import { callServer, socketPath, takeCommands } from './socket';

const COMMANDS = {
  greet: command({
    summary: '', usage: '', input: z.object({ name: z.string() }),
    run: async ({ name }, progress) => {
      progress('thinking');
      progress('done');
      return `hello ${name}`;
    },
  }),
  refuse: command({ summary: '', usage: '', input: z.unknown(), run: () => Promise.reject(conflict('Not now.')) }),
  crash: command({ summary: '', usage: '', input: z.unknown(), run: () => Promise.reject(Object.assign(new Error('insert into secret values ($1)'), { name: 'DriverAdapterError', code: 'P2010' })) }),
  wipe: command({ summary: '', usage: '', alone: true, input: z.unknown(), run: async () => 'wiped' }),
};

let folder: string;
let closers: (() => Promise<void>)[] = [];
const take = async (at = folder) => void closers.push(await takeCommands(at, COMMANDS));
const call = (name: string, input: unknown = {}, progress: string[] = []) => callServer(folder, name, input, (text) => void progress.push(text));
const mode = async (file: string) => (await stat(file)).mode & 0o777;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'winloop-socket-'));
});
afterEach(async () => {
  for (const close of closers) await close();
  closers = [];
  await rm(folder, { recursive: true, force: true });
});

describe('the socket of the command line', () => {
  it('is open to its owner only, folder and all', async () => {
    const wide = path.join(folder, 'wide');
    await mkdir(wide, { mode: 0o755 });
    await take(wide);
    expect(await mode(socketPath(wide))).toBe(0o600);
    expect(await mode(wide)).toBe(0o700);
  });

  it('streams progress, then the result', async () => {
    await take();
    const progress: string[] = [];
    expect(await call('greet', { name: 'Ada' }, progress)).toBe('hello Ada');
    expect(progress).toEqual(['thinking', 'done']);
  });

  it('says that nobody is there when no server runs, also after a crash left the socket behind', async () => {
    expect(await call('greet')).toBeUndefined();
    await writeFile(socketPath(folder), '');
    expect(await call('greet')).toBeUndefined();
    await take();
    expect(await call('greet', { name: 'again' })).toBe('hello again');
  });

  it('passes on what can be mended and keeps the rest to itself', async () => {
    await take();
    await expect(call('refuse')).rejects.toThrow('Not now.');
    await expect(call('crash')).rejects.toThrow(/^(?!.*insert into)/);
    await expect(call('greet', { name: 5 })).rejects.toThrow();
    for (const name of ['nonsense', 'toString', '__proto__']) await expect(call(name)).rejects.toThrow(/does not know/);
  });

  it('refuses commands that need the data for themselves', async () => {
    await take();
    await expect(call('wipe')).rejects.toThrow(/Stop it first/);
  });

  it('stays with the server that has it', async () => {
    await take();
    await take();
    expect(await call('greet', { name: 'Ada' })).toBe('hello Ada');
    await closers.pop()?.();
    expect(await call('greet', { name: 'Ada' })).toBe('hello Ada');
  });

  it('is gone after the server', async () => {
    await take();
    await closers.pop()?.();
    await expect(stat(socketPath(folder))).rejects.toThrow('ENOENT');
  });

  it('moves to a private folder of the system where the path would be too long', async () => {
    const deep = path.join(folder, 'd'.repeat(120));
    const file = socketPath(deep);
    expect(Buffer.byteLength(file)).toBeLessThan(104);
    await take(deep);
    expect(await mode(file)).toBe(0o600);
    expect(await mode(path.dirname(file))).toBe(0o700);
    expect(await callServer(deep, 'greet', { name: 'deep' }, () => {})).toBe('hello deep');
    await closers.pop()?.();
    await rm(path.dirname(file), { recursive: true });
  });
});
