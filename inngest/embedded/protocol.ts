/**
 * What the SDK's route and whoever executes its functions say to each other (inngest 4): the body of a call, and its answers.
 *   206  operations: steps ran, failed or were planned, a sleep, an event or another function is waited for, the function returned
 *   200  the function returned
 *   4xx, 5xx with the SDK's headers: the function threw; x-inngest-no-retry and retry-after say what next
 * An answer without the SDK's headers came from something else (a stopped server, a wrong secret): the function did not run.
 */
import { z } from 'zod';

export type JobEvent = { id: string; name: string; data: Record<string, unknown>; ts: number };
export type MemoisedStep = { type: 'data'; data: unknown } | { type: 'error'; error: unknown };

/** `discover`: run the function up to its next unfinished step. `step`: run this planned step and nothing else. */
export type Call = { kind: 'discover'; attempt: number; othersPending: boolean } | { kind: 'step'; stepId: string; attempt: number };

export type CallInput = {
  runId: string;
  functionId: string;
  event: JobEvent;
  /** Finished steps by hashed id, in the order in which they finished. */
  steps: readonly (readonly [string, MemoisedStep])[];
  maxAttempts: number;
  call: Call;
  /** Under which the SDK may report steps while the call goes on (checkpoints.ts); null: it answers with each. */
  ticket: string | null;
};

/** The query of a call: which function, and which of its steps ("step": whichever comes next). */
export const callQuery = ({ functionId, call }: CallInput): string =>
  new URLSearchParams({ fnId: functionId, stepId: call.kind === 'step' ? call.stepId : 'step' }).toString();

export function callBody({ runId, functionId, event, steps, maxAttempts, call, ticket }: CallInput): object {
  return {
    version: 2,
    event, events: [event],
    steps: Object.fromEntries(steps),
    ctx: {
      run_id: runId,
      attempt: call.attempt,
      max_attempts: maxAttempts,
      // While other steps of the run are pending, a lone new one must be planned and not run inside the discovery.
      disable_immediate_execution: call.kind === 'discover' && call.othersPending,
      use_api: false,
      ...(ticket === null ? {} : { fn_id: functionId, qi_id: ticket }),
      stack: { stack: steps.map(([id]) => id), current: steps.length },
    },
  };
}

export const operation = z.looseObject({
  id: z.string(),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  opts: z.record(z.string(), z.unknown()).nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
});
export type Operation = z.output<typeof operation>;
const operations = z.union([z.array(operation), operation.transform((one) => [one])]);

export type Answer =
  | { kind: 'operations'; operations: Operation[]; retryAfter: string | null }
  | { kind: 'returned'; data: unknown }
  | { kind: 'threw'; error: unknown; retriable: boolean; retryAfter: string | null }
  /** The step that was asked for is not in the function any more (it changed since). */
  | { kind: 'step-missing'; stepId: string }
  /** The function was not reached. */
  | { kind: 'unreached'; reason: string };

const missing = z.looseObject({ requestedStep: z.string() });
const internal = z.looseObject({ type: z.literal('internal'), message: z.string().optional() });

/** Reads the route's answer. Never throws. */
export function readAnswer(status: number, header: (name: string) => string | null, text: string): Answer {
  if (!header('x-inngest-sdk')) return { kind: 'unreached', reason: `the route answered ${status} without the SDK's headers` };
  let body: unknown;
  try {
    body = text === '' ? null : JSON.parse(text);
  } catch {
    return { kind: 'unreached', reason: `the route's answer (${status}) is not JSON` };
  }
  const retryAfter = header('retry-after');
  if (status === 206) {
    const parsed = operations.safeParse(body);
    if (!parsed.success || parsed.data.length === 0) return { kind: 'unreached', reason: 'the route named no operation' };
    return { kind: 'operations', operations: parsed.data, retryAfter };
  }
  if (status === 200) return { kind: 'returned', data: body };
  const gone = missing.safeParse(body);
  if (gone.success) return { kind: 'step-missing', stepId: gone.data.requestedStep };
  const noRetry = header('x-inngest-no-retry');
  const broken = internal.safeParse(body);
  if (noRetry === null) return { kind: 'unreached', reason: broken.success ? `the SDK failed: ${(broken.data.message ?? '').slice(0, 300)}` : `the route answered ${status}` };
  return { kind: 'threw', error: body, retriable: noRetry !== 'true', retryAfter };
}

const UNITS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const;

/** "1h30m10s"; null when it is not such a length. */
export const milliseconds = (text: string): number | null =>
  /^(\d+[wdhms])+$/.test(text) ? [...text.matchAll(/(\d+)([wdhms])/g)].reduce((sum, [, n, unit]) => sum + Number(n) * UNITS[unit as keyof typeof UNITS], 0) : null;

/** When a sleep asked for at `now` ends: "1h30m10s" or an ISO time. Null when it is neither. */
export function sleepEnd(name: string, now: Date): Date | null {
  if (name === '') return now; // the SDK's form of zero
  const length = milliseconds(name);
  if (length !== null) return new Date(now.getTime() + length);
  const at = new Date(name);
  return Number.isNaN(at.getTime()) ? null : at;
}

const waitShape = z.looseObject({ timeout: z.string(), if: z.string().optional() });

/** What a WaitForEvent operation asks for: an event by name, what must hold of it, until when. */
export function waitOptions(op: Operation, now: Date): { event: string; expression: string | null; until: Date } | { problem: string } {
  const options = waitShape.safeParse(op.opts);
  const until = options.success ? sleepEnd(options.data.timeout, now) : null;
  if (!op.name || !options.success || !until) return { problem: 'it names no event, or a time that cannot be read' };
  if (op.name.includes('*')) return { problem: `events with wildcards (${op.name}) are not supported` };
  return { event: op.name, expression: options.data.if ?? null, until };
}

const invocationShape = z.looseObject({ function_id: z.string(), payload: z.looseObject({ data: z.record(z.string(), z.unknown()).nullish() }).nullish(), timeout: z.string().optional() });
/** Inngest's own bound where the step names none. */
const LONGEST_INVOCATION = 365 * 86_400_000;

/** What an InvokeFunction operation asks for: a function by its full id, its event's data, until when its end is waited for. */
export function invocation(op: Operation, now: Date): { functionId: string; data: Record<string, unknown>; until: Date } | { problem: string } {
  const options = invocationShape.safeParse(op.opts);
  const until = options.success ? (options.data.timeout === undefined ? new Date(now.getTime() + LONGEST_INVOCATION) : sleepEnd(options.data.timeout, now)) : null;
  if (!options.success || !until) return { problem: 'what it invokes, or for how long, cannot be read' };
  return { functionId: options.data.function_id, data: options.data.payload?.data ?? {}, until };
}
