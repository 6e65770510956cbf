/**
 * The only ways to the data. `transaction(scope, work)` opens one transaction as the limited application role with the
 * workspace set, so that row-level security applies on both databases; inside it `db(scope)` is the client that stores use.
 * `throughDoor` is for the four modules that may cross workspaces, each under its own column-limited role.
 *
 * One transaction a use case: nested calls with the same workspace join it. On the embedded database (one connection) a query
 * outside the open transaction would wait for itself, hence the refusal of a second scope inside.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turnOfOthers } from 'node:timers/promises';
import type { Prisma } from './generated/client';
import type { Scope } from '../scope';
import { database } from './client';

export type Db = Prisma.TransactionClient;
export type Door = 'auth' | 'jobs' | 'webhook' | 'intelligence';

type Open = { db: Db; workspaceId: string | null; sight: Scope['sight'] | null; after: (() => void)[] };
const current = new AsyncLocalStorage<Open>();

const sightSetting = (sight: Scope['sight']): string => (sight === 'all' ? 'all' : sight.join(','));

async function open<T>(enter: (db: Db) => Promise<unknown>, of: Omit<Open, 'db' | 'after'>, work: () => Promise<T>): Promise<T> {
  const after: (() => void)[] = [];
  const { prisma, kind } = await database();
  // The embedded database answers without leaving this thread: a job of a thousand transactions would let no request in between.
  if (kind === 'embedded') await turnOfOthers();
  const result = await prisma.$transaction(async (db) => {
    await enter(db);
    return current.run({ ...of, db, after }, work);
  });
  for (const run of after) run();
  return result;
}

/** Runs `work` in the scope's transaction (joins the one that is open). Everything it wrote is committed together or not at all. */
export async function transaction<T>(scope: Scope, work: () => Promise<T>): Promise<T> {
  const outer = current.getStore();
  if (!outer) {
    return open(
      (db) => db.$queryRaw`select set_config('role', 'app_user', true), set_config('app.workspace', ${scope.workspaceId}, true), set_config('app.sight', ${sightSetting(scope.sight)}, true)`,
      { workspaceId: scope.workspaceId, sight: scope.sight },
      work,
    );
  }
  if (outer.workspaceId !== scope.workspaceId) throw new Error('A transaction of another workspace is open: finish it first.');
  if (outer.sight === scope.sight) return work();
  // The same workspace seen with other eyes (seeingAll): widen for the inner part, then put the outer sight back.
  await outer.db.$queryRaw`select set_config('app.sight', ${sightSetting(scope.sight)}, true)`;
  try {
    return await current.run({ ...outer, sight: scope.sight }, work);
  } finally {
    if (outer.sight !== null) await outer.db.$queryRaw`select set_config('app.sight', ${sightSetting(outer.sight)}, true)`;
  }
}

/** The client of the open transaction of this scope's workspace: for stores. */
export function db(scope: Scope): Db {
  const store = current.getStore();
  if (!store || store.workspaceId !== scope.workspaceId) throw new Error('No transaction of this workspace is open: wrap the use case in transaction(scope, …).');
  return store.db;
}

/** Runs `run` once the open transaction is committed: to wake what reads the committed rows. */
export function afterCommit(run: () => void): void {
  const store = current.getStore();
  if (!store) throw new Error('No transaction is open.');
  store.after.push(run);
}

/** A transaction under a door's role. Only lib/server/doors/* may call it (import rule). */
export async function throughDoor<T>(door: Door, work: (db: Db) => Promise<T>): Promise<T> {
  if (current.getStore()) throw new Error('A door cannot be opened inside a workspace transaction.');
  const role = `door_${door}`;
  return open(
    (db) => db.$queryRaw`select set_config('role', ${role}, true), set_config('app.workspace', '', true), set_config('app.sight', '', true)`,
    { workspaceId: null, sight: null },
    () => work(current.getStore()!.db),
  );
}

/**
 * Runs `work` as if no transaction were open here: for streams, whose reads happen in whatever context the consumer is in. It must
 * not be awaited by the open transaction: on the embedded database it starts when that has ended.
 */
export const outsideTransaction = <T>(work: () => Promise<T>): Promise<T> => current.exit(work);
