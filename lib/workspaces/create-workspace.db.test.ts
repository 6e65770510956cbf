import { describe, expect, it } from 'vitest';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { db, transaction } from '@/lib/server/db/tenancy';
import { systemScope } from '@/lib/server/scope';
import { createWorkspace, FIRST_STAGES } from './create-workspace';

useDatabase();

const input = (slug: string) => ({ slug, name: slug, currency: 'EUR', timezone: 'Europe/Vienna' });

describe('a new workspace', () => {
  it('has its stages in order and says who made it', async () => {
    const { id } = await createWorkspace(input('acme'), 'command line');
    const scope = systemScope(id, 'test');
    const [stages, events] = await transaction(scope, async () => [
      await db(scope).stage.findMany({ orderBy: { position: 'asc' }, select: { name: true, kind: true } }),
      await db(scope).auditEvent.findMany({ select: { action: true, actorName: true } }),
    ] as const);
    expect(stages).toEqual(FIRST_STAGES);
    expect(events).toEqual([{ action: 'workspace.create', actorName: 'command line' }]);
  });

  it('is refused when the slug is taken, and the first one stays as it is', async () => {
    await createWorkspace(input('taken'), 'first');
    await expect(createWorkspace({ ...input('taken'), name: 'Other' }, 'second')).rejects.toMatchObject({ kind: 'conflict' });
    expect(await asOwner(`select name from workspace where slug = 'taken'`)).toEqual([{ name: 'taken' }]);
  });

  it('is not there at all when its furnishing fails', async () => {
    await expect(createWorkspace(input('half'), 'test', async () => { throw new Error('no'); })).rejects.toThrow('no');
    expect(await asOwner(`select 1 from workspace where slug = 'half'`)).toEqual([]);
    expect(await asOwner(`select 1 from stage s left join workspace w on w.id = s.workspace_id where w.id is null`)).toEqual([]);
  });

  it('shows nothing of itself to another', async () => {
    const a = systemScope((await createWorkspace(input('a'), 'test')).id, 'test');
    const b = systemScope((await createWorkspace(input('b'), 'test')).id, 'test');
    const seen = await transaction(a, () => db(a).workspace.findMany({ select: { id: true } }));
    expect(seen).toEqual([{ id: a.workspaceId }]);
    await transaction(a, () => db(a).workspace.updateMany({ where: { id: b.workspaceId }, data: { name: 'stolen' } }));
    expect(await asOwner(`select name from workspace where id = $1::uuid`, [b.workspaceId])).toEqual([{ name: 'b' }]);
  });
});
