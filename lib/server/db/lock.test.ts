import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataFolderInUse, lockDataFolder } from './lock';
import { startChild, type Child } from './testing/child';

let folder: string;
let children: Child[] = [];
const owner = () => (JSON.parse(readFileSync(path.join(folder, 'owner.lock'), 'utf8')) as { pid: number }).pid;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'winloop-lock-'));
});
afterEach(async () => {
  await Promise.all(children.map((child) => child.kill()));
  children = [];
  rmSync(folder, { recursive: true, force: true });
});

const start = () => {
  const child = startChild('take-lock.ts', folder);
  children.push(child);
  return child;
};

describe('the lock of a data folder', { timeout: 60_000 }, () => {
  it('refuses a second process with a sentence that names the first', async () => {
    const first = start();
    expect(await first.firstLine).toBe('taken');
    expect(() => lockDataFolder(folder)).toThrow(DataFolderInUse);
    expect(() => lockDataFolder(folder)).toThrow(new RegExp(`in use by process ${first.process.pid}.*WINLOOP_DATA_DIR`));
  });

  it('is free again after kill -9', async () => {
    const first = start();
    await first.firstLine;
    await first.kill();
    const unlock = lockDataFolder(folder);
    expect(owner()).toBe(process.pid);
    unlock();
    expect(() => owner()).toThrow();
  });

  it('is free when the process id was given to another program', () => {
    writeFileSync(path.join(folder, 'owner.lock'), JSON.stringify({ pid: process.ppid, started: 'another time' }));
    lockDataFolder(folder)();
  });

  it('is free when it was left half-written', () => {
    const file = path.join(folder, 'owner.lock');
    writeFileSync(file, '{"pid"');
    utimesSync(file, new Date(0), new Date(0));
    lockDataFolder(folder)();
  });

  it('goes to exactly one of many who find it stale at once', async () => {
    for (let round = 0; round < 3; round++) {
      writeFileSync(path.join(folder, 'owner.lock'), JSON.stringify({ pid: 2 ** 22 - 1, started: '1' }));
      const said = await Promise.all(Array.from({ length: 6 }, () => start().firstLine));
      expect(said.filter((word) => word === 'taken')).toHaveLength(1);
      await Promise.all(children.map((child) => child.kill()));
    }
  });

  it('makes the folder private', () => {
    const fresh = path.join(folder, 'fresh');
    lockDataFolder(fresh)();
    expect(statSync(fresh).mode & 0o777).toBe(0o700);
  });
});
