/**
 * The Inngest client. Its settings are read when they are used, not when this file is loaded: a build loads it too, and must not
 * make secrets.
 */
import { EventType, Inngest, type Logger } from 'inngest';
import { env } from '@/lib/server/env';
import { log, safeError } from '@/lib/server/log';
import { secrets } from '@/lib/server/secrets';
import { embeddedFetch } from './embedded/checkpoints';
import { events, type EventName } from './events';
import { jobsMode } from './mode';
import { SafeErrors } from './safe-errors';
import { SentEvents } from './sent-events';

/** The SDK's words in our log: errors by name and code only, no event data. */
const say = (level: 'debug' | 'info' | 'warn' | 'error') => (first: unknown, second?: unknown): void => {
  if (typeof first !== 'object' || first === null) return log[level](String(first));
  const error: unknown = 'err' in first ? first.err : undefined;
  log[level](error === undefined ? {} : { error: safeError(error) }, typeof second === 'string' ? second : 'inngest');
};
const logger: Logger = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };

const embedded = (): boolean => jobsMode(env()).kind === 'embedded';

/** A client of this installation: the embedded runner or the server that the environment names. */
export const inngestApp = (id: string) => new Inngest({
  id,
  middleware: [SentEvents, SafeErrors],
  logger,
  aiMetadata: false,
  // After every step, before the next begins: see docs/decisions/003-jobs.md. Whoever executes asks for it, or gets a step an answer.
  checkpointing: true,
  // With the embedded runner what the SDK reports ends in this process.
  fetch: (input, init) => (embedded() ? embeddedFetch(input, init) : fetch(input, init)),
  get isDev() {
    const mode = jobsMode(env());
    return mode.kind === 'server' && mode.dev;
  },
  get signingKey() {
    return env().INNGEST_SIGNING_KEY ?? secrets().inngestSigning;
  },
  get eventKey() {
    return embedded() ? 'embedded' : env().INNGEST_EVENT_KEY;
  },
  get baseUrl() {
    // With the embedded runner nothing may leave for Inngest's cloud, whatever the SDK would like to tell it.
    return embedded() ? 'http://inngest.invalid/' : env().INNGEST_BASE_URL;
  },
});

export const inngest = inngestApp('winloop');

/** A trigger: runs on this event, whose data is checked against its schema. */
export const on = <N extends EventName>(name: N): EventType<N, (typeof events)[N]> => new EventType({ name, schema: events[name] });

/** The key with which a server, or the embedded runner, signs its requests to us. */
export const signingKey = (): string => inngest.signingKey ?? '';
