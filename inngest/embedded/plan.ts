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

/** One run for each function that the event triggers, in the event's workspace. */
export function runsOf(event: EventRow, workspaceId: string | null, functions: readonly JobFunction[], now: Date): NewRun[] {
  return functions
    .filter((fn) => fn.triggers.some((trigger) => trigger.event === event.name && (!trigger.condition || holds(trigger.condition, event))))
    .map((fn) => {
      const key = fn.idempotency && keyAt(fn.idempotency, event);
      return {
        workspaceId, functionId: fn.id, event, lane: laneOf(fn, event, workspaceId), dueAt: now,
        idempotencyKey: key === null ? `${fn.id} event ${event.id}` : `${fn.id} key ${createHash('sha256').update(key).digest('hex')}`,
        expires: key !== null,
      };
    });
}

/** The run of one tick: the same tick, however often it is found, is one run. */
export function runOfTick(fn: JobFunction, cron: string, tick: Date): NewRun {
  const id = `${fn.id} cron ${cron} ${tick.toISOString()}`;
  const event: EventRow = { id, name: 'inngest/scheduled.timer', data: { cron }, ts: tick.getTime() };
  return { workspaceId: null, functionId: fn.id, event, idempotencyKey: id, lane: laneOf(fn, event, null), dueAt: tick, expires: false };
}
