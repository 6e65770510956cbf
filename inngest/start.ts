/**
 * Starts and stops what moves jobs in this process: the embedded runner, or the relay to an Inngest server. Called when the
 * server is about to take requests; until our own route answers, it waits.
 */
import { onJobs, wakeJobs } from '@/lib/jobs/wake';
import { databaseTime } from '@/lib/server/doors/jobs/clock';
import { env } from '@/lib/server/env';
import { log, safeError } from '@/lib/server/log';
import { onOutbox } from '@/lib/server/outbox';
import { inngest, signingKey } from './client';
import { UnsupportedFunctions } from './embedded/function-config';
import { httpCaller, type Caller } from './embedded/http';
import { embeddedRunner } from './embedded/runner';
import { jobsMode } from './mode';
import { outboxRelay } from './relay';

const GRACE_MS = 25_000;
const FIRST_WAIT = 100;
const LONGEST_WAIT = 5_000;

type Started = { stop: (graceMs: number) => Promise<void> };
const holder = globalThis as typeof globalThis & { winloopJobsStarted?: Started };

/** Where our own server answers from inside: the loopback unless it listens on one address only. */
function ownAddress(): string {
  const { HOST, PORT } = env();
  const host = ['0.0.0.0', '::', 'localhost', '::1'].includes(HOST) ? '127.0.0.1' : HOST;
  return `http://${host}:${PORT}`;
}

/**
 * Begins to run jobs. Resolves once they run; our own server need not listen yet. Throws BadEnvironment (what to set) and
 * UnsupportedFunctions (what the embedded runner cannot do); the caller ends the process with it.
 */
export async function startJobs(baseUrl: string = ownAddress()): Promise<void> {
  if (holder.winloopJobsStarted) return;
  const mode = jobsMode(env());
  const caller = httpCaller(new URL('/api/inngest', baseUrl), signingKey);
  let stopped = false;
  const started = mode.kind === 'embedded' ? embedded(caller, () => stopped) : server(caller, () => stopped);
  holder.winloopJobsStarted = {
    stop: async (graceMs) => {
      stopped = true;
      await started.stop(graceMs);
    },
  };
  onOutbox(wakeJobs);
  await started.ready;
}

/** Takes nothing new, lets running steps finish (at most `graceMs`), gives the rest back. Safe to call more than once. */
export async function stopJobs(graceMs: number = GRACE_MS): Promise<void> {
  const started = holder.winloopJobsStarted;
  delete holder.winloopJobsStarted;
  await started?.stop(graceMs);
}

type Starting = { ready: Promise<void>; stop: (graceMs: number) => Promise<void> };

function embedded(caller: Caller, stopped: () => boolean): Starting {
  // Leases and ticks go by the database's clock: instances share it, and one host's wrong clock takes nobody's run away.
  let ahead = 0;
  const align = async (): Promise<void> => {
    const before = Date.now();
    const at = await databaseTime();
    ahead = at.getTime() - (before + Date.now()) / 2;
  };
  const runner = embeddedRunner({ caller, now: () => new Date(Date.now() + ahead), random: Math.random, alone: env().DATABASE_URL === undefined });
  const aligning = setInterval(() => void align().catch(() => {}), 60_000);
  aligning.unref();
  onJobs(runner.wake);
  const begin = async (): Promise<void> => {
    await align();
    await runner.start();
    log.info({ jobs: 'embedded' }, 'jobs run');
  };
  return {
    ready: untilReached(begin, stopped),
    stop: async (graceMs) => {
      clearInterval(aligning);
      await runner.stop(graceMs);
    },
  };
}

function server(caller: Caller, stopped: () => boolean): Starting {
  const { WINLOOP_URL } = env();
  // The server calls us at our public address, unless the SDK's own variable says another.
  if (WINLOOP_URL) process.env.INNGEST_SERVE_ORIGIN ??= WINLOOP_URL;
  const relay = outboxRelay({ send: (events) => inngest.send(events), now: () => new Date(), random: Math.random });
  onJobs(relay.wake);
  relay.wake();
  // The Inngest server may come up after us: events wait in the outbox meanwhile, so the product need not.
  void untilReached(async () => {
    await caller.registerWithServer();
    log.info({ jobs: 'inngest' }, 'functions registered');
  }, stopped);
  return { ready: Promise.resolve(), stop: relay.stop };
}

async function untilReached(attempt: () => Promise<void>, stopped: () => boolean): Promise<void> {
  for (let wait = FIRST_WAIT; !stopped(); wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof UnsupportedFunctions) throw error;
      if (wait > 1_000) log.warn({ error: safeError(error) }, 'jobs wait for an answer');
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
