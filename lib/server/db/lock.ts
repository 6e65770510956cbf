/**
 * One process owns an embedded data folder. Two would overwrite each other's pages and lose acknowledged rows without an
 * error, so the second is refused. The lock names the process by id *and* start time: after a crash, or when the id was
 * given to another program, it is recognised as stale and taken over at once.
 */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, unlinkSync, writeSync } from 'node:fs';
import path from 'node:path';

type Owner = { pid: number; started: string };

/** Start time of a live process in clock ticks since boot (field 22 of /proc/<pid>/stat); '' where the system has no /proc. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return owner.started === startOf(owner.pid);
}

export class DataFolderInUse extends Error {
  constructor(readonly folder: string, readonly pid: number) {
    super(
      `The data folder ${folder} is in use by process ${pid}. The embedded database has one owner. ` +
        'Stop that process, choose another folder with WINLOOP_DATA_DIR, or set DATABASE_URL to run several processes on PostgreSQL.',
    );
    this.name = 'DataFolderInUse';
  }
}

/** Takes the lock of `folder` (created if missing) and returns the function that gives it back. Throws DataFolderInUse. */
export function lockDataFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'owner.lock');
  const me: Owner = { pid: process.pid, started: startOf(process.pid) };
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      const fd = openSync(file, 'wx', 0o600);
      writeSync(fd, JSON.stringify(me));
      closeSync(fd);
      return () => {
        try {
          if ((JSON.parse(readFileSync(file, 'utf8')) as Owner).pid === me.pid) unlinkSync(file);
        } catch { /* already gone */ }
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = readOwner(file);
    if (owner && isAlive(owner)) throw new DataFolderInUse(folder, owner.pid);
    removeStale(file);
    pause(30);
  }
  throw new DataFolderInUse(folder, readOwner(file)?.pid ?? 0);
}

/** Somebody may be between making a file and writing into it. */
const BEING_WRITTEN = 1_000;
/** Far longer than taking over lasts: who holds the guard that long is dead. */
const GUARD_LIFE = 5_000;

/**
 * Takes a dead owner's lock away. A guard file lets one newcomer at a time look again and remove it: without it the second could
 * remove the lock that the first has just made.
 */
function removeStale(file: string): void {
  const guard = `${file}.takeover`;
  try {
    closeSync(openSync(guard, 'wx', 0o600));
  } catch {
    if (ageOf(guard) > GUARD_LIFE) rmSync(guard, { force: true });
    return;
  }
  try {
    const owner = readOwner(file);
    if (owner ? !isAlive(owner) : ageOf(file) > BEING_WRITTEN) rmSync(file, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

const ageOf = (file: string): number => Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());

const pause = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

function readOwner(file: string): Owner | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return null;
  }
}
