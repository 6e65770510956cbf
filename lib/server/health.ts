/** Whether this process can do its work now: for load balancers and monitors. Says states, never addresses or errors. */
import { jobsMode } from '@/inngest/mode';
import { hasUsers } from './doors/auth';
import { env } from './env';
import { stopping } from './host';
import { bootedWith } from './open';

const PATIENCE = 3_000;

export type Health = {
  status: 'ok' | 'unavailable' | 'stopping';
  database: 'ok' | 'unavailable';
  /** The last migration applied. */
  migrations: string;
  jobs: 'embedded' | 'inngest' | 'stopped';
  version: string;
};

/** A look through the application's own pool, role and policies, so that what it sees is what requests see. */
async function databaseAnswers(): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, PATIENCE, false)));
  try {
    return await Promise.race([hasUsers().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

export async function health(): Promise<Health> {
  const answers = await databaseAnswers();
  const { lastMigration, version } = bootedWith();
  const leaving = stopping().signal.aborted;
  return {
    status: leaving ? 'stopping' : answers ? 'ok' : 'unavailable',
    database: answers ? 'ok' : 'unavailable',
    migrations: lastMigration,
    jobs: leaving ? 'stopped' : jobsMode(env()).kind === 'embedded' ? 'embedded' : 'inngest',
    version,
  };
}
