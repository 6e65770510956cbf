/** Every night what jobs left behind long ago goes, so that their tables stay as small as what people look at. */
import { forgetJobs } from '@/lib/server/doors/jobs/clock';

/** So long finished runs with their steps, events and sent outbox rows are kept. An event that comes again after that is a new one. */
export const KEEP_DAYS = 30;
const DAY = 86_400_000;
/** Rows a transaction: no lock is held for long. */
const PORTION = 2_000;

/** Removes what ended before `KEEP_DAYS`; gives how many rows went. Unfinished runs stay however old. Never inside a transaction. */
export async function forgetOldJobs(now: Date): Promise<{ runs: number; events: number; sent: number }> {
  const all = { runs: 0, events: 0, sent: 0 };
  for (;;) {
    const gone = await forgetJobs(new Date(now.getTime() - KEEP_DAYS * DAY), now, PORTION);
    for (const key of ['runs', 'events', 'sent'] as const) all[key] += gone[key];
    if (Math.max(gone.runs, gone.events, gone.sent) < PORTION) return all;
  }
}
