/** Which runs an event, a tick of the clock or an invoking step makes, and which runs an event ends. Pure. */
import { createHash } from 'node:crypto';
import type { EventRow } from '@/lib/server/doors/jobs/events';
import type { Ending, NewRun } from '@/lib/server/doors/jobs/runs';
import { holds, keyOf, type Expression } from './expression';
import type { JobFunction } from './function-config';

/** Runs of a lane share the function's concurrency limit; without a key each workspace has its own, so that they take turns. */
export function laneOf(fn: JobFunction, event: EventRow, workspaceId: string | null): string {
  const key = fn.concurrency ? (fn.concurrency.key ? (keyOf(fn.concurrency.key, event) ?? '') : '') : (workspaceId ?? '');
  return `${fn.id}\n${key}`;
}

const hashed = (text: string): string => createHash('sha256').update(text).digest('hex');
/** Of all events with the same value, or of all of the function's. */
const shared = (fn: JobFunction, key: Expression | null, event: EventRow): string => `${fn.id} ${hashed((key && keyOf(key, event)) ?? '')}`;

const MOST_PRIORITY = 600;

/** Seconds by which a run goes before others of its function, as Inngest bounds them. */
function priorityOf(fn: JobFunction, event: EventRow): number {
  const value = fn.priority?.value({ event });
  return typeof value === 'number' && Number.isFinite(value) ? Math.max(-MOST_PRIORITY, Math.min(MOST_PRIORITY, Math.trunc(value))) : 0;
}

type Gates = Pick<NewRun, 'debounce' | 'rate' | 'throttle' | 'singleton'>;
const NO_GATES: Gates = { debounce: null, rate: null, throttle: null, singleton: null };

/** What stands between an event and its run. */
const gatesOf = (fn: JobFunction, event: EventRow, now: Date): Gates => ({
  debounce: fn.debounce && { key: shared(fn, fn.debounce.key, event), until: new Date(now.getTime() + fn.debounce.periodMs), longestMs: fn.debounce.timeoutMs },
  rate: fn.rateLimit && { key: shared(fn, fn.rateLimit.key, event), limit: fn.rateLimit.limit, periodMs: fn.rateLimit.periodMs },
  throttle: fn.throttle && { key: shared(fn, fn.throttle.key, event), apartMs: fn.throttle.periodMs / fn.throttle.limit, burst: fn.throttle.burst },
  singleton: fn.singleton && { key: shared(fn, fn.singleton.key, event), mode: fn.singleton.mode },
});

/** One run for each function that the event triggers, in the event's workspace. */
export function runsOf(event: EventRow, workspaceId: string | null, functions: readonly JobFunction[], now: Date): NewRun[] {
  return functions
    .filter((fn) => fn.triggers.some((trigger) => trigger.event === event.name && (!trigger.condition || holds(trigger.condition, { event }))))
    .map((fn) => {
      const key = fn.idempotency && keyOf(fn.idempotency, event);
      const gates = gatesOf(fn, event, now);
      return {
        workspaceId, functionId: fn.id, event, lane: laneOf(fn, event, workspaceId), dueAt: gates.debounce?.until ?? now, ...gates, priority: priorityOf(fn, event), parentRunId: null,
        idempotencyKey: key === null ? `${fn.id} event ${event.id}` : `${fn.id} key ${hashed(key)}`,
        expires: key !== null,
      };
    });
}

/** The run of one tick: the same tick, however often it is found, is one run. */
export function runOfTick(fn: JobFunction, cron: string, tick: Date): NewRun {
  const id = `${fn.id} cron ${cron} ${tick.toISOString()}`;
  const event: EventRow = { id, name: 'inngest/scheduled.timer', data: { cron }, ts: tick.getTime() };
  return { workspaceId: null, functionId: fn.id, event, idempotencyKey: id, lane: laneOf(fn, event, null), dueAt: tick, expires: false, ...NO_GATES, priority: priorityOf(fn, event), parentRunId: null };
}

/** The run that a step invokes. It has the function's lane and priority; what bounds events (debounce, rate …) does not bound it. */
export function runOfInvocation(fn: JobFunction, { id, data, parent, now }: { id: string; data: Record<string, unknown>; parent: { id: string; workspaceId: string | null }; now: Date }): NewRun {
  const event: EventRow = { id, name: 'inngest/function.invoked', data, ts: now.getTime() };
  return {
    id, workspaceId: parent.workspaceId, functionId: fn.id, event, idempotencyKey: `${fn.id} invoked ${id}`, lane: laneOf(fn, event, parent.workspaceId), dueAt: now, expires: false,
    ...NO_GATES, priority: priorityOf(fn, event), parentRunId: parent.id,
  };
}

/** Of which functions this event ends runs, and of those which. */
export const endingsOf = (event: EventRow, functions: readonly JobFunction[]): Ending[] => functions.flatMap((fn) => fn.cancelOn
  .filter((cancel) => cancel.event === event.name)
  .map(({ condition, withinMs }) => ({ functionId: fn.id, withinMs, ends: (own: EventRow) => !condition || holds(condition, { event: own, async: event }) })));
