/** Runs one claimed run until it ends, has to wait, or is lost: calls the route, takes in the answers, writes each before going on. */
import { v7 as uuidv7 } from 'uuid';
import type { EventRow } from '@/lib/server/doors/jobs/events';
import type { Progress, RunRow, StepRow } from '@/lib/server/doors/jobs/leases';
import type { NewRun } from '@/lib/server/doors/jobs/runs';
import type { NewWait } from '@/lib/server/doors/jobs/waits';
import { log } from '@/lib/server/log';
import { endCheckpoints, takeCheckpoints } from './checkpoints';
import type { JobFunction } from './function-config';
import type { Save } from './journal';
import type { Answer, Call, CallInput, Operation } from './protocol';
import { isWait, memoised, MAX_INTERRUPTIONS, next, settle, take, type Next, type News, type Run, type Step, type Surroundings } from './run';

export type Deps = {
  call: (input: CallInput) => Promise<Answer>;
  save: Save;
  now: () => Date;
  random: () => number;
  /** No new calls: the process is going down, or the lease was lost. */
  stopping: () => boolean;
  /** Somebody listens for this run's failure. */
  hears: (event: EventRow) => boolean;
  /** The run of a function that a step invokes; null: there is no such function. */
  invoked: (functionId: string, given: { id: string; data: Record<string, unknown>; parent: Run }) => NewRun | null;
  /** What has come for the steps that wait. */
  news: (runId: string) => Promise<News[]>;
  /** Calls `poke` when something may have come. */
  onPoke: (poke: () => void) => void;
  /** Whether the SDK may report steps in the middle of a call. */
  checkpointing: boolean;
};

const fromRow = (row: RunRow): Run => ({
  ...row,
  steps: new Map(row.steps.map((step) => [step.stepId, { ...step, status: step.status as Step['status'] }])),
  discoverAt: null, progressed: false, end: null,
});

type Began = Pick<Surroundings, 'calledAt' | 'horizon'>;
type Ended = { key: string; call: Call; answer: Answer; began: Began };
const POKED = 'poked';

export async function drive(row: RunRow, fn: JobFunction, deps: Deps): Promise<void> {
  const run = fromRow(row);
  const children = new Map<string, NewRun>();
  const underWay = new Map<string, Promise<Ended>>();
  const keyOf = (call: Call): string => (call.kind === 'step' ? call.stepId : 'discover');
  let horizon = row.seen;
  /** Nothing is to be written any more: the run is another's, or was given back in the middle of a call. */
  let over = false;

  const save = async (steps: Step[], waits: Next | null): Promise<boolean> => {
    const saved = over ? null : await deps.save(progressOf(run, steps, waits, children, deps));
    if (!saved) return !(over = true);
    horizon = saved.horizon;
    if (saved.news) poke();
    return true;
  };
  const around = (began: Began): Surroundings => ({
    ...began, now: deps.now(), random: deps.random, maxAttempts: fn.maxAttempts,
    invoke: (functionId, data) => {
      const id = uuidv7();
      const child = deps.invoked(functionId, { id, data, parent: run });
      if (!child) return { problem: `there is no function ${functionId}` };
      children.set(id, child);
      return { id };
    },
  });

  let poke = (): void => {};
  let poked: Promise<typeof POKED> | null = null;
  const listen = (): void => void (poked = new Promise((resolve) => (poke = () => resolve(POKED))));
  listen();
  deps.onPoke(() => poke());

  const begin = (call: Call): void => {
    const step = call.kind === 'step' ? run.steps.get(call.stepId) : undefined;
    const began: Began = { calledAt: deps.now(), horizon };
    if (step) step.startedAt ??= began.calledAt;
    const ticket = deps.checkpointing && call.kind === 'discover' && !call.othersPending ? uuidv7() : null;
    if (ticket) {
      takeCheckpoints(ticket, async (operations) => {
        if (over) return false;
        const changed = take(run, call, ran(operations), around(began));
        const stopping = deps.stopping();
        if (!(await save(changed, stopping ? next(run, new Set(), deps.now()) : null))) return false;
        Object.assign(began, { calledAt: deps.now(), horizon });
        return !(over = stopping);
      });
    }
    const input: CallInput = { runId: run.id, functionId: fn.id, event: run.event, steps: memoised(run), maxAttempts: fn.maxAttempts, call, ticket };
    underWay.set(keyOf(call), deps.call(input).then((answer) => {
      if (ticket) endCheckpoints(ticket);
      return { key: keyOf(call), call, answer, began };
    }));
  };

  if (run.interruptions >= MAX_INTERRUPTIONS) {
    run.end = { status: 'failed', error: { name: 'Interrupted', message: `Given up: the process ended ${run.interruptions} times in a row while it ran.` } };
    await save([], null);
    return;
  }
  let unsaved = settle(run, row.news, deps.now());
  let todo = next(run, new Set(), deps.now());
  unsaved = together(unsaved, todo.changed);
  if (!deps.stopping()) todo.calls.forEach(begin);
  while (underWay.size > 0) {
    const ended = await Promise.race([...underWay.values(), poked!]);
    if (over) return;
    let changed: Step[];
    if (ended === POKED) {
      listen();
      changed = settle(run, await deps.news(run.id), deps.now());
      if (changed.length === 0) continue;
    } else {
      underWay.delete(ended.key);
      changed = takeIn(ended);
    }
    const stopping = deps.stopping();
    if (!run.end) todo = next(run, new Set(underWay.keys()), deps.now());
    const waits = !run.end && underWay.size === 0 && (todo.calls.length === 0 || stopping);
    if (!(await save(together(unsaved, changed, run.end ? [] : todo.changed), waits ? todo : null))) return;
    unsaved = [];
    if (run.end || waits) return;
    if (!stopping) todo.calls.forEach(begin);
  }
  // Nothing to call at all: due too early, or stopping before the first call.
  await save(unsaved, todo);

  function takeIn({ call, answer, began }: Ended): Step[] {
    const stopping = deps.stopping();
    if (answer.kind === 'unreached' && !stopping) log.warn({ functionId: fn.id, runId: run.id, reason: answer.reason }, 'a function could not be reached; the run waits and tries again');
    // A server that is stopping turns calls away: that is nobody's failure.
    return stopping && answer.kind === 'unreached' ? [] : take(run, call, answer, around(began));
  }
}

const together = (...parts: Step[][]): Step[] => [...new Set(parts.flat())];
const ran = (operations: Operation[]): Answer => ({ kind: 'operations', operations, retryAfter: null });

function progressOf(run: Run, steps: Step[], waits: Next | null, children: ReadonlyMap<string, NewRun>, { now, hears }: Deps): Progress {
  const at = now();
  const kept = {
    runId: run.id, workspaceId: run.workspaceId, attempt: run.attempt, interruptions: run.interruptions, steps: steps.map((step): StepRow => ({ ...step })),
    waits: steps.filter((step) => step.status === 'waiting').map((step) => waitOf(run, step, children)),
    over: steps.filter((step) => isWait(step) && step.status !== 'waiting').map((step) => step.stepId),
  };
  if (run.end) {
    const failed = run.end.status === 'failed';
    const event = failed ? failureOf(run, at) : null;
    return {
      ...kept, status: run.end.status, dueAt: null, finishedAt: at, event: event && hears(event) ? event : null,
      output: run.end.status === 'completed' ? run.end.output : null, error: run.end.status === 'failed' ? run.end.error : null,
    };
  }
  const has = (status: Step['status']): boolean => [...run.steps.values()].some((step) => step.status === status);
  const rests = waits && waits.calls.length === 0;
  return {
    ...kept, status: !waits ? 'running' : rests && has('waiting') ? 'waiting' : rests && has('sleeping') ? 'sleeping' : 'queued',
    dueAt: waits ? (waits.calls.length > 0 ? at : (waits.wakeAt ?? at)) : null, output: null, error: null, finishedAt: null, event: null,
  };
}

function waitOf(run: Run, step: Step, children: ReadonlyMap<string, NewRun>): NewWait {
  const { event, if: expression, run: child } = step.options as { event?: string; if?: string | null; run?: string };
  return { stepId: step.stepId, eventName: event ?? null, expression: expression ?? null, since: step.horizon, expiresAt: step.wakeAt!, of: run.event, child: (child && children.get(child)) || null };
}

/** What onFailure functions are called with, as Inngest sends it. */
const failureOf = (run: Run, at: Date): EventRow => ({
  id: `${run.id} failed ${at.toISOString()}`, name: 'inngest/function.failed', ts: at.getTime(),
  data: { function_id: run.functionId, run_id: run.id, error: run.end?.status === 'failed' ? run.end.error : null, event: run.event },
});
