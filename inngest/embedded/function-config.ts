/**
 * What the runner knows of a function: read from the registration that the SDK itself computes, so that nothing is declared
 * twice. What this runner does not do yet is refused here, all of it at once, when the server starts.
 */
import { z } from 'zod';
import { cronProblem } from './cron';
import { parseCondition, parsePath, type Condition, type Path } from './expression';
import { milliseconds } from './protocol';

export type JobFunction = {
  id: string;
  /** How often its code, and each of its steps, may be tried. */
  maxAttempts: number;
  triggers: { event: string; condition: Condition | null }[];
  crons: string[];
  /** At most `limit` runs at work at once, for each value of `key` when there is one. */
  concurrency: { limit: number; key: Path | null } | null;
  /** Events with the same value make one run in 24 hours. */
  idempotency: Path | null;
  /**
   * Events with the same value wait `periodMs` for the next one, at most `timeoutMs` in all, and make one run, of the last of
   * them. Here that holds until the run begins: so while one is at work, one more waits, and never two.
   */
  debounce: { key: Path | null; periodMs: number; timeoutMs: number | null } | null;
};

/** Inngest's default: three retries after the first attempt. */
const DEFAULT_RETRIES = 3;

const option = z.object({ limit: z.number().int().min(0), key: z.string().optional(), scope: z.string().optional() });
const registered = z.looseObject({
  id: z.string(),
  triggers: z.array(z.union([z.object({ event: z.string(), expression: z.string().optional() }), z.object({ cron: z.string(), jitter: z.string().optional() })])),
  steps: z.record(z.string(), z.looseObject({ retries: z.object({ attempts: z.number().int().optional() }).optional() })),
  concurrency: z.union([z.number().int(), option, z.array(option)]).optional(),
  idempotency: z.string().optional(),
  debounce: z.object({ period: z.string(), key: z.string().optional(), timeout: z.string().optional() }).optional(),
});
type Registered = z.output<typeof registered>;

/** Of the SDK's options, those that the embedded runner does not carry out yet. */
const NOT_YET = ['batchEvents', 'cancel', 'priority', 'rateLimit', 'singleton', 'throttle', 'timeouts'] as const;

export class UnsupportedFunctions extends Error {
  constructor(problems: string[]) {
    super(`The embedded job runner cannot run these functions:\n${problems.map((p) => `  - ${p}`).join('\n')}\nChange them, or set INNGEST_BASE_URL to use an Inngest server.`);
    this.name = 'UnsupportedFunctions';
  }
}

/** Reads the functions of a registration. Throws UnsupportedFunctions with one line a problem. */
export function readFunctions(registration: unknown): JobFunction[] {
  const { functions } = z.object({ functions: z.array(registered) }).parse(registration);
  const problems: string[] = [];
  const read = functions.map((fn) => readFunction(fn, (problem) => problems.push(`${fn.id}: ${problem}`)));
  if (problems.length > 0) throw new UnsupportedFunctions(problems);
  return read;
}

function readFunction(fn: Registered, refuse: (problem: string) => void): JobFunction {
  for (const name of NOT_YET) if (fn[name] !== undefined) refuse(`${name === 'cancel' ? 'cancelOn' : name} is not supported yet`);
  const path = (what: string, expression: string): Path | null => {
    const parsed = parsePath(expression);
    if (!parsed) refuse(`${what} must be a path such as "event.data.workspaceId", not ${JSON.stringify(expression)}`);
    return parsed;
  };
  const triggers: JobFunction['triggers'] = [];
  const crons: string[] = [];
  for (const trigger of fn.triggers) {
    if ('cron' in trigger) {
      if (trigger.jitter !== undefined) refuse('jitter of a cron is not supported yet');
      const problem = cronProblem(trigger.cron);
      if (problem) refuse(problem);
      crons.push(trigger.cron);
      continue;
    }
    const condition = trigger.expression === undefined ? null : parseCondition(trigger.expression);
    if (trigger.expression !== undefined && !condition) refuse(`the trigger's condition must compare a path with a literal (event.data.kind == 'csv'), not ${JSON.stringify(trigger.expression)}`);
    if (trigger.event.includes('*')) refuse(`events with wildcards (${trigger.event}) are not supported`);
    triggers.push({ event: trigger.event, condition });
  }
  if (fn.debounce && fn.idempotency !== undefined) refuse('debounce together with idempotency is not supported');
  const retries = Object.values(fn.steps)[0]?.retries?.attempts ?? DEFAULT_RETRIES;
  return {
    id: fn.id, triggers, crons, maxAttempts: retries + 1,
    concurrency: readConcurrency(fn, refuse, path),
    idempotency: fn.idempotency === undefined ? null : path('idempotency', fn.idempotency),
    debounce: readDebounce(fn, refuse, path),
  };
}

function readDebounce({ debounce }: Registered, refuse: (problem: string) => void, path: (what: string, expression: string) => Path | null): JobFunction['debounce'] {
  if (!debounce) return null;
  const length = (what: string, text: string): number => {
    const ms = milliseconds(text);
    if (ms === null) refuse(`${what} must be a length such as "10s", not ${JSON.stringify(text)}`);
    return ms ?? 0;
  };
  return {
    key: debounce.key === undefined ? null : path('debounce.key', debounce.key), periodMs: length('debounce.period', debounce.period),
    timeoutMs: debounce.timeout === undefined ? null : length('debounce.timeout', debounce.timeout),
  };
}

function readConcurrency(fn: Registered, refuse: (problem: string) => void, path: (what: string, expression: string) => Path | null): JobFunction['concurrency'] {
  const given = typeof fn.concurrency === 'number' ? [{ limit: fn.concurrency }] : Array.isArray(fn.concurrency) ? fn.concurrency : fn.concurrency ? [fn.concurrency] : [];
  if (given.length > 1) refuse('more than one concurrency option is not supported');
  const first: z.output<typeof option> | undefined = given[0];
  if (!first || first.limit === 0) return null; // 0: as many as there is room for
  if (first.scope !== undefined && first.scope !== 'fn') refuse(`concurrency scope "${first.scope}" is not supported (only "fn")`);
  return { limit: first.limit, key: first.key === undefined ? null : path('concurrency.key', first.key) };
}
