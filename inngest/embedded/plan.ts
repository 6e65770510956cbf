/** Which runs an event, or a tick of the clock, makes. Pure. */
import { createHash } from 'node:crypto';
import type { EventRow, NewRun } from '@/lib/server/doors/jobs';
import { holds, keyAt } from './expression';
import type { JobFunction } from './function-config';

/** Runs of a lane share the function's concurrency limit; without a key each workspace has its own, so that they take turns. */
export function laneOf(fn: JobFunction, event: EventRow, workspaceId: string | null): string {
  const key = fn.concurrency ? (fn.concurrency.key ? (keyAt(fn.concurrency.key, event) ?? '') : '') : (workspaceId ?? '');
  return `${fn.id}\n${key}`;
}

const hashed = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Until when a debounced function waits for another event of the same key. */
function debounceOf(fn: JobFunction, event: EventRow, now: Date): NewRun['debounce'] {
  if (!fn.debounce) return null;
  const { key, periodMs, timeoutMs } = fn.debounce;
  return { key: `${fn.id} ${hashed((key && keyAt(key, event)) ?? '')}`, until: new Date(now.getTime() + periodMs), longestMs: timeoutMs };
}

/** One run for each function that the event triggers, in the event's workspace. */
export function runsOf(event: EventRow, workspaceId: string | null, functions: readonly JobFunction[], now: Date): NewRun[] {
  return functions
    .filter((fn) => fn.triggers.some((trigger) => trigger.event === event.name && (!trigger.condition || holds(trigger.condition, event))))
    .map((fn) => {
      const key = fn.idempotency && keyAt(fn.idempotency, event);
      const debounce = debounceOf(fn, event, now);
      return {
        workspaceId, functionId: fn.id, event, lane: laneOf(fn, event, workspaceId), dueAt: debounce?.until ?? now, debounce,
        idempotencyKey: key === null ? `${fn.id} event ${event.id}` : `${fn.id} key ${hashed(key)}`,
        expires: key !== null,
      };
    });
}

/** The run of one tick: the same tick, however often it is found, is one run. */
export function runOfTick(fn: JobFunction, cron: string, tick: Date): NewRun {
  const id = `${fn.id} cron ${cron} ${tick.toISOString()}`;
  const event: EventRow = { id, name: 'inngest/scheduled.timer', data: { cron }, ts: tick.getTime() };
  return { workspaceId: null, functionId: fn.id, event, idempotencyKey: id, lane: laneOf(fn, event, null), dueAt: tick, expires: false, debounce: null };
}
