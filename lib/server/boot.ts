/**
 * Brings the product up in the server's process, in this order: environment, secrets, database, migrations, sample, jobs,
 * socket of the command line. Whatever fails is told in a sentence and ends the process: a half-started server helps nobody.
 */
import { startJobs, stopJobs } from '@/inngest/start';
import { ensureSample } from '@/lib/sample/ensure-sample';
import { sampleState } from '@/lib/sample/sample-state';
import { closeDatabase } from './db/client';
import { COMMANDS } from './commands';
import { env } from './env';
import { setHost, stopping } from './host';
import { log } from './log';
import { openProduct, startProblem } from './open';
import { takeCommands } from './socket';

const noteReady = globalThis as typeof globalThis & { winloopBooted?: Promise<void> };

/** Once a process; Next may ask again when it reloads its configuration. */
export const boot = (): Promise<void> => (noteReady.winloopBooted ??= start().catch(giveUp));

function giveUp(error: unknown): never {
  process.stderr.write(`\nWinloop cannot start.\n${startProblem(error)}\n`);
  process.exit(1);
}

async function start(): Promise<void> {
  const { connection, applied } = await openProduct();
  // next-auth reads its own address from here and nothing else, so that no header can forge it.
  process.env.NEXTAUTH_URL = env().url;
  log.info({ database: connection.kind, migrationsApplied: applied.length }, 'database open');
  await ensureSample();
  const closeSocket = await takeCommands(env().WINLOOP_DATA_DIR, COMMANDS);
  // Jobs run through our own route, so they begin when it answers: not waited for here.
  startJobs().catch(giveUp);
  let resting: Promise<void> = Promise.resolve();
  setHost({
    stopTaking: () => {
      stopping().abort();
      resting = stopJobs();
    },
    close: async () => {
      await resting;
      await closeSocket();
      await closeDatabase();
    },
    sample: sampleState,
  });
}
