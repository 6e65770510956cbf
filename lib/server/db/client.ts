/**
 * The process's database, opened on first use. Next bundles a module more than once, so the one connection hangs on
 * globalThis; tests put their own there with `useConnection`.
 */
import { openEmbedded, openPostgres, type Connection } from './connection';
import { env } from '../env';

const holder = globalThis as typeof globalThis & { winloopDatabase?: Promise<Connection> };

export function database(): Promise<Connection> {
  holder.winloopDatabase ??= openFromEnvironment().catch((error: unknown) => {
    delete holder.winloopDatabase;
    throw error;
  });
  return holder.winloopDatabase;
}

async function openFromEnvironment(): Promise<Connection> {
  const { DATABASE_URL, WINLOOP_DATA_DIR } = env();
  return DATABASE_URL ? openPostgres(DATABASE_URL) : openEmbedded({ folder: WINLOOP_DATA_DIR });
}

export const useConnection = (connection: Connection): void => void (holder.winloopDatabase = Promise.resolve(connection));

export async function closeDatabase(): Promise<void> {
  const open = holder.winloopDatabase;
  delete holder.winloopDatabase;
  await (await open)?.close();
}
