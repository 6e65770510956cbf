/**
 * The embedded runner: what an Inngest server does for our functions, in this process, on our own database. It knows a URL and a
 * key and nothing of the functions' code. It looks at the database when something woke it (a commit, a finished run, the next due
 * time) and once every few seconds for what other processes wrote; idle, it asks nothing more.
 */
import { randomUUID } from 'node:crypto';
import { tickCrons, type Cron } from '@/lib/server/doors/jobs/clock';
import type { EventRow } from '@/lib/server/doors/jobs/events';
import { claimRuns, endLeases, extendLeases, releaseRuns } from '@/lib/server/doors/jobs/leases';
import { endOverdue } from '@/lib/server/doors/jobs/runs';
import { takeInEvents, takeNews, type Plans } from '@/lib/server/doors/jobs/waits';
import { log, safeError } from '@/lib/server/log';
import { dueTick, nextTick } from './cron';
import { drive } from './drive';
import { readFunctions, type JobFunction } from './function-config';
import type { Caller } from './http';
import { journal } from './journal';
import { comesTrue, holds } from './expression';
import { endingsOf, runOfInvocation, runOfTick, runsOf } from './plan';

export type RunnerOptions = {
  caller: Caller;
  now: () => Date;
  random: () => number;
  /** Runs at work at once in this process. */
  capacity?: number;
  /** No other process works on this database: what a dead one held is taken up at once. */
  alone?: boolean;
  /** How long a run stays a dead process's, where others may be at work. */
  leaseMs?: number;
  /** How often to look for what other processes wrote. */
  lookMs?: number;
  /** Steps that follow each other run in one request, each written before the next. Off: a request for each, as servers without it do. */
  checkpointing?: boolean;
};

export type Runner = {
  /** Reads the functions from the route and begins. Throws UnsupportedFunctions. */
  start(): Promise<void>;
  wake(): void;
  /** Takes nothing new, lets what runs finish its step, at most `graceMs`; then gives the leases back. */
  stop(graceMs: number): Promise<void>;
  /** Stops dead, as a killed process does: for tests. Resolves when it touches the database no more. */
  abandon(): Promise<void>;
};

/** How long places are gathered under load, in ms. */
const GATHER_MS = 10;

export function embeddedRunner({ caller, now, random, capacity = 32, alone = false, leaseMs = 60_000, lookMs = 5_000, checkpointing = true }: RunnerOptions): Runner {
  const owner = randomUUID();
  const pages = journal(owner, now);
  const held = new Map<string, { done: Promise<void>; lost: boolean; poke: () => void }>();
  let functions = new Map<string, JobFunction>();
  let state: 'new' | 'running' | 'stopping' | 'dead' = 'new';
  let looking: Promise<void> | null = null;
  let again = false;
  let backlog = false;
  let crons: Cron[] = [];
  /** Functions whose runs have a priority, and those that give them a time. */
  let ranked: string[] = [];
  let timed: { functionId: string; startMs: number | null; finishMs: number | null }[] = [];
  let nextCronAt: Date | null = null;
  let lookTimer: NodeJS.Timeout | undefined;
  let leaseTimer: NodeJS.Timeout | undefined;
  const is = (...states: (typeof state)[]): boolean => states.includes(state);

  const all = (): JobFunction[] => [...functions.values()];
  const plans: Plans = { runs: (event, workspaceId) => runsOf(event, workspaceId, all(), now()), endings: (event) => endingsOf(event, all()), comesTrue };
  /** Somebody listens for this event. */
  const hears = (event: EventRow): boolean => all().some((fn) => fn.triggers.some((t) => t.event === event.name && (!t.condition || holds(t.condition, { event }))));

  /** One look at a time; a wake during a look makes another. */
  function wake(): void {
    if (!is('running')) return;
    again = true;
    looking ??= lookWhileAsked().finally(() => (looking = null));
  }

  async function lookWhileAsked(): Promise<void> {
    while (again && is('running')) {
      again = false;
      let wait = lookMs;
      try {
        const due = await look();
        if (due !== null) wait = Math.min(lookMs, Math.max(0, due.getTime() - now().getTime()));
      } catch (error) {
        log.warn({ error: safeError(error) }, 'the job runner could not read the database; it tries again');
      }
      clearTimeout(lookTimer);
      if (is('running')) lookTimer = setTimeout(wake, wait);
    }
  }

  /** Takes in events, ticks the clock, claims runs. Gives when there is something to do next, if that is known. */
  async function look(): Promise<Date | null> {
    const { more, poked } = await takeInEvents(now(), plans);
    if (more) again = true;
    for (const id of poked) held.get(id)?.poke();
    if (timed.length > 0) await endOverdue(timed, now());
    if (nextCronAt && nextCronAt <= now()) await tick();
    const free = capacity - held.size;
    const at = now();
    const { runs, nextDueAt } = await claimRuns({
      owner, now: at, leaseUntil: new Date(at.getTime() + leaseMs), capacity: free, held: [...held.keys()],
      limits: Object.fromEntries(all().map((fn) => [fn.id, fn.concurrency?.limit ?? null])), ranked,
    });
    for (const run of runs) {
      const entry = { lost: false, done: Promise.resolve(), poke: () => {} };
      held.set(run.id, entry);
      entry.done = drive(run, functions.get(run.functionId)!, {
        call: caller.call, save: (progress) => (is('dead') ? Promise.resolve(null) : pages.save(progress)), now, random, checkpointing, hears,
        stopping: () => entry.lost || !is('running'),
        news: (runId) => takeNews(owner, runId),
        onPoke: (poke) => void (entry.poke = poke),
        invoked: (functionId, { id, data, parent }) => {
          const fn = functions.get(functionId);
          return fn ? runOfInvocation(fn, { id, data, parent, now: now() }) : null;
        },
      }).catch((error: unknown) => log.error({ error: safeError(error), runId: run.id }, 'a job run could not be driven')).finally(() => {
        held.delete(run.id);
        finished();
      });
    }
    // Due, but without a place (capacity or its lane's limit): the next run to end makes room.
    backlog = nextDueAt !== null && nextDueAt <= now();
    const times = [backlog ? null : nextDueAt, nextCronAt].filter((time) => time !== null);
    return times.length === 0 ? null : new Date(Math.min(...times.map(Number)));
  }

  let listening = false;
  /** A run ended or went to sleep: it may have made room, sent events, or have a time to be woken at. */
  function finished(): void {
    if (listening) return;
    listening = true;
    const listen = (): void => {
      listening = false;
      wake();
    };
    // While many wait and most places are taken, places that become free together are filled with one look.
    if (backlog && held.size > capacity / 2) setTimeout(listen, GATHER_MS);
    else setImmediate(listen);
  }

  async function tick(): Promise<void> {
    const rows = await tickCrons(crons, now(), (cron, last) => dueTick(cron.cron, last, now()), (cron, at) => runOfTick(functions.get(cron.functionId)!, cron.cron, at));
    const times = rows.map((row) => nextTick(row.cron, row.last)).filter((time) => time !== null);
    nextCronAt = times.length === 0 ? null : new Date(Math.min(...times.map(Number)));
  }

  async function keepLeases(): Promise<void> {
    if (held.size === 0) return;
    try {
      const mine = await extendLeases(owner, [...held.keys()], new Date(now().getTime() + leaseMs));
      for (const [id, entry] of held) if (!mine.has(id)) entry.lost = true;
    } catch (error) {
      log.warn({ error: safeError(error) }, 'job leases could not be lengthened');
    }
  }

  return {
    async start() {
      functions = new Map(readFunctions(await caller.registration()).map((fn) => [fn.id, fn]));
      ranked = all().filter((fn) => fn.priority).map((fn) => fn.id);
      timed = all().flatMap((fn) => (fn.timeouts ? [{ functionId: fn.id, ...fn.timeouts }] : []));
      crons = all().flatMap((fn) => fn.crons.map((cron) => ({ functionId: fn.id, cron })));
      if (crons.length > 0) await tick();
      if (alone) await endLeases(now());
      state = 'running';
      leaseTimer = setInterval(() => void keepLeases(), leaseMs / 3);
      wake();
    },
    wake,
    async stop(graceMs) {
      if (!is('running')) return;
      state = 'stopping';
      clearTimeout(lookTimer);
      await looking;
      const working = Promise.allSettled([...held.values()].map((entry) => entry.done));
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([working, new Promise((resolve) => (timer = setTimeout(resolve, graceMs)))]);
      clearTimeout(timer);
      clearInterval(leaseTimer);
      state = 'dead';
      pages.stop();
      if (held.size > 0) await releaseRuns(owner, [...held.keys()], now());
      caller.close();
    },
    async abandon() {
      state = 'dead';
      pages.stop();
      clearTimeout(lookTimer);
      clearInterval(leaseTimer);
      await looking;
    },
  };
}
