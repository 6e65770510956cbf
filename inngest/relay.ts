/**
 * Sends the outbox to an Inngest server: at least once, under the event's own id, by which the server knows what it has. Rows are
 * taken for a minute at a time, so several instances do not send the same ones and those of a killed process come again.
 */
import { claimOutbox, markSent, postponeOutbox, type OutboxRow } from '@/lib/server/doors/jobs/events';
import { log, safeError } from '@/lib/server/log';
import { backoff } from './embedded/backoff';

export type SentEvent = { id: string; name: string; data: Record<string, unknown>; ts: number };
export type RelayOptions = {
  send: (events: SentEvent[]) => Promise<unknown>;
  now: () => Date;
  random: () => number;
  lookMs?: number;
};
export type Relay = { wake(): void; stop(): Promise<void> };

const TAKEN_FOR = 60_000;
/** After so many failures an event is sent alone: one that the server refuses must not keep the others. */
const ALONE_AFTER = 3;

export function outboxRelay({ send, now, random, lookMs = 5_000 }: RelayOptions): Relay {
  let stopped = false;
  let again = false;
  let working: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    if (stopped) return;
    again = true;
    working ??= work().finally(() => (working = null));
  }

  async function work(): Promise<void> {
    while (again && !stopped) {
      again = false;
      try {
        const rows = await claimOutbox(now(), new Date(now().getTime() + TAKEN_FOR));
        if (rows.length > 0) again = true;
        const together = rows.filter((row) => row.attempts <= ALONE_AFTER);
        if (together.length > 0) await deliver(together);
        for (const row of rows) if (row.attempts > ALONE_AFTER) await deliver([row]);
      } catch (error) {
        log.warn({ error: safeError(error) }, 'the outbox could not be read; it is tried again');
      }
    }
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(wake, lookMs);
  }

  async function deliver(rows: OutboxRow[]): Promise<void> {
    const ids = rows.map((row) => row.id);
    try {
      await send(rows.map(({ eventId, name, data, createdAt }) => ({ id: eventId, name, data, ts: createdAt.getTime() })));
    } catch (error) {
      const attempts = Math.max(...rows.map((row) => row.attempts));
      log.warn({ error: safeError(error), events: rows.length, attempts }, 'events could not be sent; they are tried again');
      await postponeOutbox(ids, new Date(now().getTime() + backoff(attempts - 1, random)));
      return;
    }
    await markSent(ids, now());
  }

  return {
    wake,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await working;
    },
  };
}
