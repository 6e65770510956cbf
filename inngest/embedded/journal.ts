/**
 * Writes the progress of all runs at work, many in one statement: what arrives while a write is under way goes with the next. A
 * step's result is on disk before the run goes on, so a killed process repeats at most what was under way.
 */
import { saveProgress, type Progress, type Saved } from '@/lib/server/doors/jobs/leases';
import { sqlState } from '@/lib/server/errors';
import { log, safeError } from '@/lib/server/log';
import { comesTrue } from './expression';

/** Null: the lease was lost (another process has the run, or it was cancelled) and nothing was written. */
export type Save = (progress: Progress) => Promise<Saved | null>;

const MOST = 200;
const FIRST_WAIT = 200;
const LONGEST_WAIT = 5_000;

type Waiting = { progress: Progress; resolve: (saved: Saved | null) => void };

export function journal(owner: string, now: () => Date): { save: Save; stop: () => void } {
  let waiting: Waiting[] = [];
  let writing = false;
  let stopped = false;

  async function write(batch: Waiting[]): Promise<void> {
    for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      try {
        const saved = await saveProgress(owner, batch.map((w) => w.progress), comesTrue, now());
        for (const { progress, resolve } of batch) resolve(saved.get(progress.runId) ?? null);
        return;
      } catch (error) {
        if (stopped) return batch.forEach(({ resolve }) => resolve(null));
        if (batch.length > 1) {
          // One that cannot be stored must not keep the others: each for itself.
          for (const one of batch) await write([one]);
          return;
        }
        const [only] = batch;
        if (only && isRefusedData(error)) {
          log.error({ error: safeError(error), runId: only.progress.runId }, 'a job result cannot be stored');
          only.progress = unstorable(only.progress);
          continue;
        }
        // The database is away: what was done stays in hand until it is back or the lease has gone to another.
        log.warn({ error: safeError(error), again: wait }, 'job progress could not be written');
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  async function drain(): Promise<void> {
    if (writing) return;
    writing = true;
    try {
      while (waiting.length > 0) {
        const batch = waiting.slice(0, MOST);
        waiting = waiting.slice(MOST);
        await write(batch);
      }
    } finally {
      writing = false;
    }
  }

  return {
    save: (progress) => new Promise((resolve) => {
      waiting.push({ progress, resolve });
      // After the current turn of the event loop, so that answers that came together are written together.
      setImmediate(() => void drain());
    }),
    stop: () => void (stopped = true),
  };
}

/** PostgreSQL's class 22: the data itself is refused. */
const isRefusedData = (error: unknown): boolean => sqlState(error)?.startsWith('22') ?? false;

const unstorable = (progress: Progress): Progress => ({
  ...progress, status: 'failed', steps: [], waits: [], over: [], dueAt: null, output: null, event: null, finishedAt: progress.finishedAt ?? new Date(),
  error: { name: 'UnstorableResult', message: 'A step gave a result that the database cannot store.' },
});
