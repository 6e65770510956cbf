/**
 * What the runner knows of a function: read from the registration that the SDK itself computes, so that nothing is declared
 * twice. What this runner does not do is refused here, all of it at once, when the server starts.
 */
import { z } from 'zod';
import { cronProblem } from './cron';
import { parseExpression, type Expression } from './expression';
import { milliseconds } from './protocol';

export type JobFunction = {
  id: string;
  /** How often its code, and each of its steps, may be tried. */
  maxAttempts: number;
  triggers: { event: string; condition: Expression | null }[];
  crons: string[];
  /** At most `limit` runs at work at once, for each value of `key` when there is one. */
  concurrency: { limit: number; key: Expression | null } | null;
  /** Events with the same value make one run in 24 hours. */
  idempotency: Expression | null;
  /**
   * Events with the same value wait `periodMs` for the next one, at most `timeoutMs` in all, and make one run, of the last of
   * them. Here that holds until the run begins: so while one is at work, one more waits, and never two.
   */
  debounce: { key: Expression | null; periodMs: number; timeoutMs: number | null } | null;
  /** At most `limit` runs made in any `periodMs`; events over it make none. */
  rateLimit: { limit: number; periodMs: number; key: Expression | null } | null;
  /** Runs begin `periodMs / limit` apart, the first `burst` at once; none is lost. */
  throttle: { limit: number; periodMs: number; burst: number; key: Expression | null } | null;
  /** One unfinished run for each value: a new event is skipped, or takes the place of the one under way. */
  singleton: { key: Expression | null; mode: 'skip' | 'cancel' } | null;
  /** Seconds by which a run goes before others of the function. */
  priority: Expression | null;
  /** Events that end its runs. */
  cancelOn: { event: string; condition: Expression | null; withinMs: number | null }[];
  /** A run that has not begun, or not ended, by then is cancelled. */
  timeouts: { startMs: number | null; finishMs: number | null } | null;
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
  rateLimit: z.object({ limit: z.number().int().min(1), period: z.string(), key: z.string().optional() }).optional(),
  throttle: z.object({ limit: z.number().int().min(1), period: z.string(), burst: z.number().int().min(1).optional(), key: z.string().optional() }).optional(),
  singleton: z.object({ key: z.string().optional(), mode: z.enum(['skip', 'cancel']) }).optional(),
  priority: z.object({ run: z.string().optional() }).optional(),
  cancel: z.array(z.object({ event: z.string(), if: z.string().optional(), timeout: z.string().optional() })).optional(),
  timeouts: z.object({ start: z.string().optional(), finish: z.string().optional() }).optional(),
});
type Registered = z.output<typeof registered>;

/** Of the SDK's options, those that the embedded runner does not carry out. */
const NOT_YET = ['batchEvents'] as const;
/** Two ways to say which events make a run: together they have no clear meaning. */
const APART = ['idempotency', 'debounce', 'rateLimit', 'singleton', 'throttle'] as const;

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
  const read = functions.map((fn) => readFunction(fn, reader((problem) => problems.push(`${fn.id}: ${problem}`))));
  if (problems.length > 0) throw new UnsupportedFunctions(problems);
  return read;
}

/** Reads parts of an option and refuses what it cannot read. */
function reader(refuse: (problem: string) => void) {
  const expression = (what: string, text: string | undefined, kind: Parameters<typeof parseExpression>[1], over?: 'event' | 'both'): Expression | null => {
    if (text === undefined) return null;
    const parsed = parseExpression(text, kind, over);
    if ('expression' in parsed) return parsed.expression;
    refuse(`${what} ${parsed.problem}`);
    return null;
  };
  return {
    refuse, expression,
    key: (option: string, text: string | undefined) => expression(`${option}.key`, text, 'key'),
    length: (what: string, text: string): number => {
      const ms = milliseconds(text);
      if (ms === null) refuse(`${what} must be a length such as "10s", not ${JSON.stringify(text)}`);
      return ms ?? 0;
    },
  };
}
type Reader = ReturnType<typeof reader>;

function readFunction(fn: Registered, read: Reader): JobFunction {
  const { refuse, expression, key, length } = read;
  for (const name of NOT_YET) if (fn[name] !== undefined) refuse(`${name} is not supported yet`);
  const together = APART.filter((name) => fn[name] !== undefined);
  if (together.length > 1) refuse(`${together.join(' together with ')} is not supported`);
  const { triggers, crons } = readTriggers(fn, read);
  const { debounce, rateLimit, throttle, singleton, timeouts } = fn;
  return {
    id: fn.id, triggers, crons, maxAttempts: (Object.values(fn.steps)[0]?.retries?.attempts ?? DEFAULT_RETRIES) + 1,
    concurrency: readConcurrency(fn, read),
    idempotency: expression('idempotency', fn.idempotency, 'key'),
    debounce: debounce ? { key: key('debounce', debounce.key), periodMs: length('debounce.period', debounce.period), timeoutMs: debounce.timeout === undefined ? null : length('debounce.timeout', debounce.timeout) } : null,
    rateLimit: rateLimit ? { limit: rateLimit.limit, periodMs: length('rateLimit.period', rateLimit.period), key: key('rateLimit', rateLimit.key) } : null,
    throttle: throttle ? { limit: throttle.limit, periodMs: length('throttle.period', throttle.period), burst: throttle.burst ?? 1, key: key('throttle', throttle.key) } : null,
    singleton: singleton ? { mode: singleton.mode, key: key('singleton', singleton.key) } : null,
    priority: expression('priority.run', fn.priority?.run, 'number'),
    cancelOn: (fn.cancel ?? []).map(({ event, if: condition, timeout }) => {
      if (event.includes('*')) refuse(`cancelOn events with wildcards (${event}) are not supported`);
      return { event, condition: expression('the condition of cancelOn', condition, 'condition', 'both'), withinMs: timeout === undefined ? null : length('cancelOn.timeout', timeout) };
    }),
    timeouts: timeouts ? {
      startMs: timeouts.start === undefined ? null : length('timeouts.start', timeouts.start),
      finishMs: timeouts.finish === undefined ? null : length('timeouts.finish', timeouts.finish),
    } : null,
  };
}

function readTriggers(fn: Registered, { refuse, expression }: Reader): Pick<JobFunction, 'triggers' | 'crons'> {
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
    if (trigger.event.includes('*')) refuse(`events with wildcards (${trigger.event}) are not supported`);
    triggers.push({ event: trigger.event, condition: expression("the trigger's condition", trigger.expression, 'condition') });
  }
  return { triggers, crons };
}

function readConcurrency(fn: Registered, { refuse, key }: Reader): JobFunction['concurrency'] {
  const given = typeof fn.concurrency === 'number' ? [{ limit: fn.concurrency }] : Array.isArray(fn.concurrency) ? fn.concurrency : fn.concurrency ? [fn.concurrency] : [];
  if (given.length > 1) refuse('more than one concurrency option is not supported');
  const first: z.output<typeof option> | undefined = given[0];
  if (!first || first.limit === 0) return null; // 0: as many as there is room for
  if (first.scope !== undefined && first.scope !== 'fn') refuse(`concurrency scope "${first.scope}" is not supported (only "fn")`);
  return { limit: first.limit, key: key('concurrency', first.key) };
}
