/**
 * The state of one run and how it moves: what is to be called next, and what an answer changes. Pure: the clock and the dice are
 * passed in, nothing is read or written here.
 */
import { backoff, retryAt } from './backoff';
import { waitCondition } from './expression';
import { invocation, sleepEnd, waitOptions, type Answer, type Call, type JobEvent, type MemoisedStep, type Operation } from './protocol';

export type StepStatus = 'planned' | 'sleeping' | 'waiting' | 'completed' | 'failed' | 'dropped';
export type Step = {
  stepId: string; name: string; op: string; status: StepStatus; attempt: number;
  data: unknown; error: unknown; options: unknown;
  wakeAt: Date | null; seq: number | null; startedAt: Date | null; finishedAt: Date | null;
  /** Number of the last event that was there when it began; of a wait that ended, of the event that it got. */
  horizon: number;
};
export type Run = {
  id: string; workspaceId: string | null; functionId: string; event: JobEvent;
  /** Number of its own event. */
  horizon: number;
  attempt: number; interruptions: number;
  steps: Map<string, Step>;
  /** When the function's own code may be tried again after it threw. */
  discoverAt: Date | null;
  /** A step ended since the last discovery: only asked where steps race. */
  progressed: boolean;
  end: null | { status: 'completed'; output: unknown } | { status: 'failed'; error: unknown };
};

/** A run that killed its process, or found no route, this often in a row is given up. */
export const MAX_INTERRUPTIONS = 10;

const open = (step: Step): boolean => step.status === 'planned' || step.status === 'sleeping' || step.status === 'waiting';
export const isWait = (step: Pick<Step, 'op'>): boolean => step.op === 'WaitForEvent' || step.op === 'InvokeFunction';
const races = (step: Step): boolean => typeof step.options === 'object' && step.options !== null && 'parallelMode' in step.options && step.options.parallelMode === 'race';

/** Finished steps as the SDK wants them back, in the order in which they finished. */
export const memoised = (run: Run): [string, MemoisedStep][] => [...run.steps.values()]
  .filter((step) => step.status === 'completed' || step.status === 'failed')
  .sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0))
  .map((step) => [step.stepId, step.status === 'completed' ? { type: 'data', data: step.data ?? null } : { type: 'error', error: step.error }]);

export type Next = { calls: Call[]; /** Steps that ended by the clock. */ changed: Step[]; /** When there is something to do again, if not now. */ wakeAt: Date | null };

/** What to call now, given the calls under way (`discover` or a step's id). Ends sleeps and waits whose time is over. */
export function next(run: Run, underWay: ReadonlySet<string>, now: Date): Next {
  const changed: Step[] = [];
  for (const step of run.steps.values()) {
    if ((step.status !== 'sleeping' && step.status !== 'waiting') || step.wakeAt === null || step.wakeAt > now) continue;
    const late = step.op === 'InvokeFunction';
    if (late) step.error = { name: 'InvokeTimeout', message: `The function that ${step.name} invoked did not end in time; it goes on by itself.` };
    finish(run, step, late ? 'failed' : 'completed', now);
    changed.push(step);
  }
  const pending = [...run.steps.values()].filter(open);
  const calls: Call[] = [];
  const times: Date[] = [];
  for (const step of pending) {
    if (underWay.has(step.stepId)) continue;
    if (step.wakeAt !== null && step.wakeAt > now) times.push(step.wakeAt);
    else if (step.status === 'planned') calls.push({ kind: 'step', stepId: step.stepId, attempt: step.attempt });
  }
  const stepsUnderWay = underWay.size > (underWay.has('discover') ? 1 : 0);
  const wanted = (pending.length === 0 && !stepsUnderWay) || (run.progressed && pending.some(races));
  if (wanted && !underWay.has('discover')) {
    if (run.discoverAt !== null && run.discoverAt > now) times.push(run.discoverAt);
    else calls.push({ kind: 'discover', attempt: run.attempt, othersPending: pending.length > 0 });
  }
  return { calls, changed, wakeAt: times.length === 0 ? null : new Date(Math.min(...times.map(Number))) };
}

/** What came for a step that waits: the event with its number, or what the invoked run gave. */
export type News = { stepId: string; result: { data?: unknown; error?: unknown; number?: number } };

/** Ends the waits for which something came; gives the steps. */
export function settle(run: Run, news: readonly News[], now: Date): Step[] {
  return news.flatMap(({ stepId, result }) => {
    const step = run.steps.get(stepId);
    if (step?.status !== 'waiting') return [];
    Object.assign(step, { data: result.data ?? null, error: result.error ?? null, horizon: result.number ?? step.horizon });
    finish(run, step, result.error === undefined ? 'completed' : 'failed', now);
    return [step];
  });
}

/** The events that a wait may have: those after its run's last finished step began, or after the one that step waited for. */
const lookBack = (run: Run): number => {
  const ended = [...run.steps.values()].filter((step) => step.seq !== null);
  return ended.length === 0 ? run.horizon : ended.reduce((last, step) => (step.seq! > last.seq! ? step : last)).horizon;
};

export type Surroundings = {
  now: Date; random: () => number; maxAttempts: number;
  /** When the call began whose answer is taken in (a step that ran in it began then), and the number of the last event that was there. */
  calledAt: Date; horizon: number;
  /** Makes the invoked run; says why not when there is no such function. */
  invoke: (functionId: string, data: Record<string, unknown>) => { id: string } | { problem: string };
};

/** Takes in an answer; gives the steps that it changed. */
export function take(run: Run, call: Call, answer: Answer, around: Surroundings): Step[] {
  if (call.kind === 'discover') {
    run.discoverAt = null;
    run.progressed = false;
  }
  if (answer.kind === 'unreached') return interrupted(run, call, answer.reason, around);
  run.interruptions = 0;
  switch (answer.kind) {
    case 'operations': {
      const changed = answer.operations.flatMap((operation) => carryOut(run, call, operation, answer.retryAfter, around));
      return run.end ? [...new Set([...changed, ...dropOpen(run)])] : changed;
    }
    case 'returned':
      run.end = { status: 'completed', output: answer.data };
      return dropOpen(run);
    case 'threw':
      return threw(run, call, answer.error, answer.retriable, answer.retryAfter, around);
    case 'step-missing': {
      const step = run.steps.get(answer.stepId);
      if (step) step.status = 'dropped';
      return [...(step ? [step] : []), ...threw(run, call, { name: 'StepMissing', message: `The step ${step?.name ?? answer.stepId} is not in the function any more.` }, true, null, around)];
    }
  }
}

function carryOut(run: Run, call: Call, op: Operation, retryAfter: string | null, around: Surroundings): Step[] {
  const { now, calledAt, random, maxAttempts } = around;
  const known = run.steps.get(op.id);
  const step = known ?? newStep(op, around.horizon);
  const refuse = (name: string, message: string): Step[] => threw(run, call, { name, message }, false, null, around);
  const attempt = call.kind === 'step' && call.stepId === op.id ? step.attempt : call.attempt;
  switch (op.op) {
    case 'StepRun':
    case 'Step':
      run.steps.set(op.id, step);
      Object.assign(step, { op: op.op, data: op.data ?? null, error: null, attempt, startedAt: step.startedAt ?? calledAt });
      finish(run, step, 'completed', now);
      return [step];
    case 'RunComplete':
      run.end = { status: 'completed', output: op.data ?? null };
      return [];
    case 'StepFailed':
      run.steps.set(op.id, step);
      Object.assign(step, { op: op.op, error: op.error, attempt, startedAt: step.startedAt ?? calledAt });
      finish(run, step, 'failed', now);
      return [step];
    case 'StepError': {
      run.steps.set(op.id, step);
      // The SDK says StepFailed on the last attempt; this holds the line if it ever does not.
      if (attempt + 1 >= maxAttempts) {
        Object.assign(step, { op: 'StepFailed', error: op.error, attempt });
        finish(run, step, 'failed', now);
      } else {
        Object.assign(step, { op: 'StepPlanned', status: 'planned', error: op.error, attempt: attempt + 1, wakeAt: retryAt(attempt, retryAfter, now, random), startedAt: step.startedAt ?? calledAt });
      }
      run.attempt = 0;
      return [step];
    }
    case 'StepPlanned':
      if (known && known.status !== 'dropped') return [];
      run.steps.set(op.id, Object.assign(step, { status: 'planned', wakeAt: null }));
      run.attempt = 0;
      return [step];
    case 'Sleep': {
      if (known && known.status !== 'dropped') return [];
      const until = sleepEnd(op.name ?? '', now);
      if (!until) return refuse('UnknownSleep', `The sleep ${op.displayName ?? op.id} has a length that cannot be read.`);
      run.steps.set(op.id, Object.assign(step, { status: 'sleeping', wakeAt: until, startedAt: now }));
      run.attempt = 0;
      return [step];
    }
    case 'WaitForEvent': {
      if (known && known.status !== 'dropped') return [];
      const options = waitOptions(op, now);
      if ('problem' in options) return refuse('UnknownWait', `The wait ${step.name}: ${options.problem}.`);
      const condition = options.expression === null ? null : waitCondition(options.expression);
      if (condition && 'problem' in condition) return refuse('UnknownWait', `The condition of the wait ${step.name}: ${condition.problem}.`);
      run.steps.set(op.id, Object.assign(step, { status: 'waiting', wakeAt: options.until, startedAt: now, horizon: lookBack(run), options: { ...mode(op), event: options.event, if: options.expression } }));
      run.attempt = 0;
      return [step];
    }
    case 'InvokeFunction': {
      if (known && known.status !== 'dropped') return [];
      const options = invocation(op, now);
      if ('problem' in options) return refuse('UnknownInvocation', `The step ${step.name}: ${options.problem}.`);
      const made = around.invoke(options.functionId, options.data);
      if ('problem' in made) return refuse('UnknownInvocation', `The step ${step.name}: ${made.problem}.`);
      run.steps.set(op.id, Object.assign(step, { status: 'waiting', wakeAt: options.until, startedAt: now, options: { ...mode(op), function: options.functionId, run: made.id } }));
      run.attempt = 0;
      return [step];
    }
    default:
      return refuse('UnsupportedStep', `The embedded job runner cannot carry out ${op.op} (step ${op.displayName ?? op.id}) yet.`);
  }
}

/** Whether the step races others: kept, because it decides when the function is asked again. */
const mode = (op: Operation): object => (op.opts && 'parallelMode' in op.opts ? { parallelMode: op.opts.parallelMode } : {});

const newStep = (op: Operation, horizon: number): Step => ({
  stepId: op.id, name: op.displayName ?? op.name ?? op.id, op: op.op, status: 'planned', attempt: 0,
  data: null, error: null, options: op.opts ?? null, wakeAt: null, seq: null, startedAt: null, finishedAt: null, horizon,
});

function finish(run: Run, step: Step, status: 'completed' | 'failed', now: Date): void {
  const seq = 1 + Math.max(0, ...[...run.steps.values()].map((other) => other.seq ?? 0));
  Object.assign(step, { status, seq, finishedAt: now, wakeAt: null });
  run.attempt = 0;
  run.progressed = true;
}

function threw(run: Run, call: Call, error: unknown, retriable: boolean, retryAfter: string | null, { now, random, maxAttempts }: Surroundings): Step[] {
  if (!retriable || run.attempt + 1 >= maxAttempts) {
    run.end = { status: 'failed', error };
    return dropOpen(run);
  }
  const again = retryAt(run.attempt, retryAfter, now, random);
  run.attempt += 1;
  return later(run, call, again);
}

/** Not the function's fault, so it costs no attempt. */
function interrupted(run: Run, call: Call, reason: string, { now, random }: Surroundings): Step[] {
  run.interruptions += 1;
  if (run.interruptions >= MAX_INTERRUPTIONS) {
    run.end = { status: 'failed', error: { name: 'Interrupted', message: `Given up after ${run.interruptions} interruptions in a row: ${reason}.` } };
    return dropOpen(run);
  }
  return later(run, call, new Date(now.getTime() + backoff(run.interruptions - 1, random)));
}

/** Puts the same call off. */
function later(run: Run, call: Call, at: Date): Step[] {
  const step = call.kind === 'step' ? run.steps.get(call.stepId) : undefined;
  if (step && open(step)) {
    step.wakeAt = at;
    return [step];
  }
  run.discoverAt = at;
  return [];
}

/** What was planned when the run ended will not happen. */
function dropOpen(run: Run): Step[] {
  const left = [...run.steps.values()].filter(open);
  for (const step of left) step.status = 'dropped';
  return left;
}
