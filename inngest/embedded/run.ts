/**
 * The state of one run and how it moves: what is to be called next, and what an answer changes. Pure: the clock and the dice are
 * passed in, nothing is read or written here.
 */
import { backoff, retryAt } from './backoff';
import { sleepEnd, type Answer, type Call, type JobEvent, type MemoisedStep, type Operation } from './protocol';

export type StepStatus = 'planned' | 'sleeping' | 'completed' | 'failed' | 'dropped';
export type Step = {
  stepId: string; name: string; op: string; status: StepStatus; attempt: number;
  data: unknown; error: unknown; options: unknown;
  wakeAt: Date | null; seq: number | null; startedAt: Date | null; finishedAt: Date | null;
};
export type Run = {
  id: string; workspaceId: string | null; functionId: string; event: JobEvent;
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

const open = (step: Step): boolean => step.status === 'planned' || step.status === 'sleeping';
const races = (step: Step): boolean => typeof step.options === 'object' && step.options !== null && 'parallelMode' in step.options && step.options.parallelMode === 'race';

/** Finished steps as the SDK wants them back, in the order in which they finished. */
export const memoised = (run: Run): [string, MemoisedStep][] => [...run.steps.values()]
  .filter((step) => step.status === 'completed' || step.status === 'failed')
  .sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0))
  .map((step) => [step.stepId, step.status === 'completed' ? { type: 'data', data: step.data ?? null } : { type: 'error', error: step.error }]);

export type Next = { calls: Call[]; /** Steps that ended by the clock. */ changed: Step[]; /** When there is something to do again, if not now. */ wakeAt: Date | null };

/** What to call now, given the calls under way (`discover` or a step's id). Ends sleeps that are over. */
export function next(run: Run, underWay: ReadonlySet<string>, now: Date): Next {
  const changed: Step[] = [];
  for (const step of run.steps.values()) {
    if (step.status === 'sleeping' && step.wakeAt !== null && step.wakeAt <= now) {
      finish(run, step, 'completed', now);
      changed.push(step);
    }
  }
  const pending = [...run.steps.values()].filter(open);
  const calls: Call[] = [];
  const times: Date[] = [];
  for (const step of pending) {
    if (underWay.has(step.stepId)) continue;
    if (step.wakeAt !== null && step.wakeAt > now) times.push(step.wakeAt);
    else calls.push({ kind: 'step', stepId: step.stepId, attempt: step.attempt });
  }
  const stepsUnderWay = underWay.size > (underWay.has('discover') ? 1 : 0);
  const wanted = (pending.length === 0 && !stepsUnderWay) || (run.progressed && pending.some(races));
  if (wanted && !underWay.has('discover')) {
    if (run.discoverAt !== null && run.discoverAt > now) times.push(run.discoverAt);
    else calls.push({ kind: 'discover', attempt: run.attempt, othersPending: pending.length > 0 });
  }
  return { calls, changed, wakeAt: times.length === 0 ? null : new Date(Math.min(...times.map(Number))) };
}

export type Surroundings = { now: Date; /** When the call began whose answer is taken in: a step that ran in it began then. */ calledAt: Date; random: () => number; maxAttempts: number };

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
  const step = known ?? newStep(op);
  const attempt = call.kind === 'step' && call.stepId === op.id ? step.attempt : call.attempt;
  switch (op.op) {
    case 'StepRun':
    case 'Step':
      run.steps.set(op.id, step);
      Object.assign(step, { op: op.op, data: op.data ?? null, error: null, attempt, startedAt: step.startedAt ?? calledAt });
      finish(run, step, 'completed', now);
      return [step];
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
      if (!until) return threw(run, call, { name: 'UnknownSleep', message: `The sleep ${op.displayName ?? op.id} has a length that cannot be read.` }, false, null, around);
      run.steps.set(op.id, Object.assign(step, { status: 'sleeping', wakeAt: until, startedAt: now }));
      run.attempt = 0;
      return [step];
    }
    default:
      return threw(run, call, { name: 'UnsupportedStep', message: `The embedded job runner cannot carry out ${op.op} (step ${op.displayName ?? op.id}) yet.` }, false, null, around);
  }
}

const newStep = (op: Operation): Step => ({
  stepId: op.id, name: op.displayName ?? op.name ?? op.id, op: op.op, status: 'planned', attempt: 0,
  data: null, error: null, options: op.opts ?? null, wakeAt: null, seq: null, startedAt: null, finishedAt: null,
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
