import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { changeMember } from '@/lib/members/change-member';
import { importedMember, testPerson, testWorkspace, type TestPerson } from '@/lib/members/testing/people';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { keyScope, type Scope } from '@/lib/server/scope';
import { exportEvents } from './export-events';
import { listEvents } from './list-events';
import { actorKey, auditQuery, type AuditQuery } from './schema';

useDatabase();

let ours: Scope;
let theirs: Scope;
let admin: TestPerson;
let memberId: string;
const keyId = '0197e000-0000-7000-8000-000000000001';

const list = (scope: Scope, query: Partial<AuditQuery> = {}) => listEvents(scope, auditQuery.parse(query));

beforeAll(async () => {
  [ours, theirs] = [await testWorkspace('ours'), await testWorkspace('theirs')];
  admin = await testPerson(ours, 'admin', 'admin@ours.test');
  memberId = await importedMember(ours, 'Somebody');
  await changeMember(admin.scope, { id: memberId, role: 'manager' });
  const key = keyScope({ id: keyId, name: 'CRM', role: 'admin', workspaceId: ours.workspaceId }, 'r');
  for (let i = 0; i < 5; i++) await transaction(key, () => audit(key, { action: 'deal.update', entityId: `deal-${i}`, before: { amount: i }, after: { amount: i + 1 } }));
  await transaction(theirs, () => audit(theirs, { action: 'deal.update', entityId: 'deal-0', after: { name: 'Theirs' } }));
});

describe('the audit log', () => {
  it('says who, what, before and after, newest first', async () => {
    const { events } = await list(ours, { entity: memberId });
    expect(events).toMatchObject([{ actor: { kind: 'member', id: admin.memberId, name: admin.email }, action: 'member.update', before: { role: 'rep' }, after: { role: 'manager' } }]);
    const all = (await list(ours)).events.map(({ at }) => at.getTime());
    expect(all).toEqual([...all].sort((a, b) => b - a));
  });

  it('filters by person, key, job, action and kind of record', async () => {
    const actions = async (query: Partial<AuditQuery>) => (await list(ours, query)).events.map(({ action }) => action);
    expect(await actions({ who: `member:${admin.memberId}` })).toEqual(['member.update']);
    expect(await actions({ who: `key:${keyId}` })).toEqual(Array.from({ length: 5 }, () => 'deal.update'));
    expect(await actions({ who: 'system:test' })).toEqual(['workspace.create']);
    expect(await actions({ action: 'member' })).toEqual(['member.update']);
    expect(await actions({ action: 'member.remove' })).toEqual([]);
    expect(await actions({ who: 'member:not-an-id' })).toEqual([]);
    const { actors } = await list(ours);
    expect(actors.map(actorKey).sort()).toEqual([`key:${keyId}`, `member:${admin.memberId}`, 'system:test'].sort());
  });

  it('counts days in the zone of the workspace', async () => {
    await asOwner(`update workspace set timezone = 'America/New_York' where id = $1::uuid`, [ours.workspaceId]);
    // 3 July, 03:30 UTC is still the evening of 2 July in New York.
    await asOwner(`update audit_event set at = '2026-07-03T03:30:00Z' where entity_id = 'deal-3' and workspace_id = $1::uuid`, [ours.workspaceId]);
    const found = async (from: string, to: string) => (await list(ours, { from, to, action: 'deal' })).events.map(({ entityId }) => entityId);
    expect(await found('2026-07-02', '2026-07-02')).toEqual(['deal-3']);
    expect(await found('2026-07-03', '2026-07-03')).toEqual([]);
  });

  it('is read in pages without gap or repeat, also where moments are equal', async () => {
    await asOwner(`update audit_event set at = '2026-07-04T00:00:00Z' where workspace_id = $1::uuid and action = 'deal.update' and entity_id <> 'deal-3'`, [ours.workspaceId]);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(ours, { limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.events.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual((await list(ours)).events.map(({ id }) => id));
    expect(new Set(seen).size).toBe(seen.length);
    await expect(listEvents(ours, { cursor: '2026-13-45T99:99:99.000Z_0197e000-0000-7000-8000-000000000001', limit: 5 })).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('of another workspace is not to be seen, by no filter', async () => {
    const theirIds = (await list(theirs)).events.map(({ id }) => id);
    expect(theirIds).toHaveLength(2);
    for (const query of [{}, { entity: 'deal-0' }, { action: 'deal' }, { who: 'system:test' }]) {
      const ids = (await list(ours, { ...query, limit: 200 })).events.map(({ id }) => id);
      expect(ids.filter((id) => theirIds.includes(id))).toEqual([]);
    }
  });

  it('is exported as filtered, with nothing that a spreadsheet would run, and the export is an entry', async () => {
    await transaction(ours, () => audit(ours, { action: 'note.create', entityId: '=cmd()', after: { name: 'x' } }));
    const csv = await text(await exportEvents(admin.scope, { action: 'note' }));
    const lines = csv.trim().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(`'=cmd()`);
    expect((await list(ours, { action: 'audit.export' })).events).toMatchObject([{ actor: { name: admin.email }, after: { action: 'note' } }]);
  });
});
