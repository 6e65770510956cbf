import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { systemScope } from '../scope';
import { db, throughDoor, transaction } from './tenancy';
import { asOwner, useDatabase } from './testing/database';

useDatabase();

const [A, B] = [systemScope(uuidv7(), 'test'), systemScope(uuidv7(), 'test')];

beforeAll(async () => {
  for (const [scope, slug] of [[A, 'a'], [B, 'b']] as const) {
    await transaction(scope, async () => {
      await db(scope).workspace.create({ data: { id: scope.workspaceId, slug, name: slug } });
      await db(scope).stage.create({ data: { workspaceId: scope.workspaceId, name: 'Open', position: 1, kind: 'open' } });
      await db(scope).team.create({ data: { workspaceId: scope.workspaceId, name: 'Team' } });
    });
  }
});

describe('row-level security', () => {
  it('covers every table: forced, with a policy, none owned by or granted whole to a door', async () => {
    const tables = await asOwner<{ name: string; enabled: boolean; forced: boolean; policies: number; tenant: boolean }>(`
      select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
        (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies,
        exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id') as tenant
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> '_prisma_migrations'`);
    expect(tables.length).toBeGreaterThan(35);
    for (const table of tables) {
      expect(table, table.name).toMatchObject({ enabled: true, forced: true });
      expect(table.policies, table.name).toBeGreaterThan(0);
    }
  });

  it('shows and changes nothing without a workspace', async () => {
    const tables = await asOwner<{ name: string }>(`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r' and has_table_privilege('app_user', c.oid, 'SELECT')`);
    expect(tables.length).toBeGreaterThan(30);
    const counts = await asOwner<{ n: number }>('select count(*)::int as n from stage');
    expect(counts[0]?.n).toBe(2);
    for (const { name } of tables) {
      // Names come from the catalogue; the role is the application's, no workspace set.
      const rows = await unscoped(`select count(*)::int as n from "${name}"`);
      expect(rows, name).toEqual([{ n: 0 }]);
    }
  });

  it('keeps two workspaces apart, in reading and in writing', async () => {
    const stages = await transaction(A, () => db(A).stage.findMany());
    expect(stages.map((s) => s.workspaceId)).toEqual([A.workspaceId]);
    const ofB = await transaction(B, () => db(B).stage.findFirstOrThrow());
    expect(await transaction(A, () => db(A).stage.updateMany({ where: { id: ofB.id }, data: { name: 'Taken' } }))).toEqual({ count: 0 });
    expect(await transaction(A, () => db(A).stage.deleteMany({ where: { id: ofB.id } }))).toEqual({ count: 0 });
    await expect(transaction(A, () => db(A).stage.create({ data: { workspaceId: B.workspaceId, name: 'X', position: 9, kind: 'open' } }))).rejects.toThrow();
  });

  it('keeps the audit log append-only', async () => {
    await transaction(A, () => db(A).auditEvent.create({ data: { workspaceId: A.workspaceId, actorKind: 'system', actorName: 't', action: 'a.b', requestId: 'r' } }));
    await expect(transaction(A, () => db(A).auditEvent.deleteMany())).rejects.toThrow();
    await expect(transaction(A, () => db(A).auditEvent.updateMany({ data: { action: 'x.y' } }))).rejects.toThrow();
  });

  it('shows a member only the deals in sight', async () => {
    const { workspaceId } = A;
    await transaction(A, async () => {
      const stage = await db(A).stage.findFirstOrThrow();
      for (const name of ['mine', 'theirs']) {
        const owner = await db(A).member.create({ data: { workspaceId, name } });
        await db(A).deal.create({ data: { workspaceId, name, ownerId: owner.id, stageId: stage.id, currency: 'USD', openedAt: new Date(), stageEnteredAt: new Date() } });
      }
    });
    const mine = await transaction(A, () => db(A).member.findFirstOrThrow({ where: { name: 'mine' } }));
    const scope = { ...A, sight: [mine.id] } as typeof A;
    expect((await transaction(scope, () => db(scope).deal.findMany())).map((d) => d.name)).toEqual(['mine']);
    const [inner, outer] = await transaction(scope, async () => {
      const wide = await transaction(A, () => db(A).deal.count());
      return [wide, await db(scope).deal.count()];
    });
    expect([inner, outer]).toEqual([2, 1]);
  });
});

describe('long work', () => {
  it('lets others have their turn between its transactions', async () => {
    let turns = 0;
    const turn = setInterval(() => turns++, 0);
    for (let i = 0; i < 100; i++) await transaction(A, () => db(A).stage.findMany());
    clearInterval(turn);
    expect(turns).toBeGreaterThan(50);
  });
});

describe('doors', () => {
  it('see their columns and nothing else', async () => {
    const slugs = await throughDoor('auth', (d) => d.workspace.findMany({ select: { slug: true }, orderBy: { slug: 'asc' } }));
    expect(slugs.map((w) => w.slug)).toEqual(['a', 'b']);
    await expect(throughDoor('auth', (d) => d.stage.findMany())).rejects.toThrow();
    await expect(throughDoor('auth', (d) => d.deal.findMany())).rejects.toThrow();
    await expect(throughDoor('jobs', (d) => d.member.findMany({ select: { id: true } }))).rejects.toThrow();
    await expect(throughDoor('webhook', (d) => d.deal.findMany({ select: { id: true } }))).rejects.toThrow();
  });

  it('let the intelligence door see only workspaces that consented', async () => {
    const look = () => throughDoor('intelligence', (d) => d.workspace.findMany({ select: { id: true } }));
    expect(await look()).toEqual([]);
    await transaction(A, () => db(A).workspace.update({ where: { id: A.workspaceId }, data: { consentAt: new Date() } }));
    expect(await look()).toEqual([{ id: A.workspaceId }]);
  });

  it('are shut inside a workspace transaction', async () => {
    await expect(transaction(A, () => throughDoor('auth', (d) => d.user.count()))).rejects.toThrow(/door/);
  });
});

async function unscoped(sql: string): Promise<unknown[]> {
  const { database } = await import('./client');
  const connection = await database();
  return connection.script(async (c) => {
    await c.exec('BEGIN');
    try {
      await c.exec('SET LOCAL ROLE app_user');
      return await c.query(sql);
    } finally {
      await c.exec('ROLLBACK');
    }
  });
}
