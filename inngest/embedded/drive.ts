/** Runs one claimed run until it ends, has to wait, or is lost: calls the route, takes in the answers, writes each before going on. */
import type { EventRow, Progress, RunRow, StepRow } from '@/lib/server/doors/jobs';
import { log } from '@/lib/server/log';
import type { JobFunction } from './function-config';
import type { Save } from './journal';
import type { Answer, Call, CallInput } from './protocol';
import { memoised, MAX_INTERRUPTIONS, next, take, type Next, type Run, type Step } from './run';

export type Deps = {
  call: (input: CallInput) => Promise<Answer>;
  save: Save;
  now: () => Date;
  random: () => number;
  /** No new calls: the process is going down, or the lease was lost. */
  stopping: () => boolean;
  /** Somebody listens for this run's failure. */
  hears: (event: EventRow) => boolean;
};

const fromRow = (row: RunRow): Run => ({
  ...row,
  steps: new Map(row.steps.map((step) => [step.stepId, { ...step, status: step.status as Step['status'] }])),
  discoverAt: null, progressed: false, end: null,
});

export async function drive(row: RunRow, fn: JobFunction, deps: Deps): Promise<void> {
  const run = fromRow(row);
  if (run.interruptions >= MAX_INTERRUPTIONS) {
    run.end = { status: 'failed', error: { name: 'Interrupted', message: `Given up: the process ended ${run.interruptions} times in a row while it ran.` } };
    await deps.save(progressOf(run, [], null, deps));
    return;
  }
  const underWay = new Map<string, Promise<{ key: string; call: Call; calledAt: Date; answer: Answer }>>();
  const keyOf = (call: Call): string => (call.kind === 'step' ? call.stepId : 'discover');

  const start = (calls: Call[]): void => {
    for (const call of calls) {
      const step = call.kind === 'step' ? run.steps.get(call.stepId) : undefined;
      const calledAt = deps.now();
      if (step) step.startedAt ??= calledAt;
      const input: CallInput = { runId: run.id, functionId: fn.id, event: run.event, steps: memoised(run), maxAttempts: fn.maxAttempts, call };
      underWay.set(keyOf(call), deps.call(input).then((answer) => ({ key: keyOf(call), call, calledAt, answer })));
    }
  };

  let todo = next(run, new Set(), deps.now());
  let unsaved: Step[] = todo.changed;
  start(deps.stopping() ? [] : todo.calls);
  while (underWay.size > 0) {
    const { key, call, calledAt, answer } = await Promise.race(underWay.values());
    underWay.delete(key);
    if (answer.kind === 'unreached' && !deps.stopping()) log.warn({ functionId: fn.id, runId: run.id, reason: answer.reason }, 'a function could not be reached; the run waits and tries again');
    const stopping = deps.stopping();
    // A server that is stopping turns calls away: that is nobody's failure.
    const turnedAway = stopping && answer.kind === 'unreached';
    const changed = turnedAway ? [] : take(run, call, answer, { now: deps.now(), calledAt, random: deps.random, maxAttempts: fn.maxAttempts });
    if (!run.end) todo = next(run, new Set(underWay.keys()), deps.now());
    const waits = !run.end && underWay.size === 0 && (todo.calls.length === 0 || stopping);
    unsaved = [...new Set([...unsaved, ...changed, ...(run.end ? [] : todo.changed)])];
    if (!(await deps.save(progressOf(run, unsaved, waits ? todo : null, deps)))) return;
    unsaved = [];
    if (run.end || waits) return;
    if (!stopping) start(todo.calls);
  }
  // Nothing to call at all: due too early, or stopping before the first call.
  await deps.save(progressOf(run, unsaved, todo, deps));
}

function progressOf(run: Run, steps: Step[], waits: Next | null, { now, hears }: Deps): Progress {
  const at = now();
  const kept = { runId: run.id, workspaceId: run.workspaceId, attempt: run.attempt, interruptions: run.interruptions, steps: steps.map((step): StepRow => ({ ...step })) };
  if (run.end) {
    const failed = run.end.status === 'failed';
    const event = failed ? failureOf(run, at) : null;
    return {
      ...kept, status: run.end.status, dueAt: null, finishedAt: at, event: event && hears(event) ? event : null,
      output: run.end.status === 'completed' ? run.end.output : null, error: run.end.status === 'failed' ? run.end.error : null,
    };
  }
  const sleeps = waits && waits.calls.length === 0 && [...run.steps.values()].some((step) => step.status === 'sleeping');
  return {
    ...kept, status: waits ? (sleeps ? 'sleeping' : 'queued') : 'running', dueAt: waits ? (waits.calls.length > 0 ? at : (waits.wakeAt ?? at)) : null,
    output: null, error: null, finishedAt: null, event: null,
  };
}

/** What onFailure functions are called with, as Inngest sends it. */
const failureOf = (run: Run, at: Date): EventRow => ({
  id: `${run.id} failed ${at.toISOString()}`, name: 'inngest/function.failed', ts: at.getTime(),
  data: { function_id: run.functionId, run_id: run.id, error: run.end?.status === 'failed' ? run.end.error : null, event: run.event },
});
