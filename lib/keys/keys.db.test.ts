import { beforeAll, describe, expect, it } from 'vitest';
import { keyAccess } from '@/lib/server/access';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { db, transaction } from '@/lib/server/db/tenancy';
import { keyScope, systemScope, type Scope } from '@/lib/server/scope';
import { createWorkspace } from '@/lib/workspaces/create-workspace';
import { createKey } from './create-key';
import { listKeys } from './list-keys';
import { revokeKey } from './revoke-key';

useDatabase();

let ours: Scope;
let theirs: Scope;

beforeAll(async () => {
  const workspace = async (slug: string) => systemScope((await createWorkspace({ slug, name: slug, currency: 'USD', timezone: 'UTC' }, 'test')).id, 'test');
  [ours, theirs] = [await workspace('ours'), await workspace('theirs')];
});

const bearer = (token: string) => keyAccess(`Bearer ${token}`, 'request');

describe('API keys', () => {
  it('open their own workspace with their role', async () => {
    const { token, key } = await createKey(ours, { name: 'CRM', role: 'manager', expiresInDays: 30 });
    expect(token).toMatch(/^wl_[\w-]{43}$/);
    expect(token.startsWith(key.prefix)).toBe(true);
    const scope = await bearer(token);
    expect(scope).toMatchObject({ workspaceId: ours.workspaceId, role: 'manager', principal: { kind: 'api_key', id: key.id, name: 'CRM' } });
  });

  it('are stored as a hash only, and the audit log holds neither', async () => {
    const { token } = await createKey(ours, { name: 'secret', role: 'rep', expiresInDays: null });
    const rows = await asOwner<{ text: string }>(`select to_jsonb(t)::text as text from api_key t union all select to_jsonb(t)::text from audit_event t`);
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.filter(({ text }) => text.includes(token))).toEqual([]);
    const [{ text: hash } = { text: '' }] = await asOwner<{ text: string }>(`select hash as text from api_key where name = 'secret'`);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    const audit = await asOwner<{ text: string }>(`select to_jsonb(t)::text as text from audit_event t where action = 'key.create'`);
    expect(audit.filter(({ text }) => text.includes(hash))).toEqual([]);
  });

  it('are dead the moment they are revoked, and revoking again changes nothing', async () => {
    const { token, key } = await createKey(ours, { name: 'gone', role: 'rep', expiresInDays: null });
    await bearer(token);
    await revokeKey(ours, key.id);
    await expect(bearer(token)).rejects.toMatchObject({ kind: 'unauthenticated' });
    const revokedAt = async () => (await listKeys(ours)).find(({ id }) => id === key.id)?.revokedAt;
    const first = await revokedAt();
    await revokeKey(ours, key.id);
    expect(await revokedAt()).toEqual(first);
    const revocations = await transaction(ours, () => db(ours).auditEvent.count({ where: { action: 'key.revoke', entityId: key.id } }));
    expect(revocations).toBe(1);
  });

  it('are dead when they have expired', async () => {
    const { token, key } = await createKey(ours, { name: 'old', role: 'rep', expiresInDays: 1 });
    await asOwner(`update api_key set expires_at = now() - interval '1 second' where id = $1::uuid`, [key.id]);
    await expect(bearer(token)).rejects.toMatchObject({ kind: 'unauthenticated' });
  });

  it('never have more rights than their maker', async () => {
    const manager = keyScope({ id: '0197e000-0000-7000-8000-000000000001', name: 'm', role: 'manager', workspaceId: ours.workspaceId }, 'request');
    await expect(createKey(manager, { name: 'up', role: 'admin', expiresInDays: null })).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('of another workspace are neither seen nor revoked', async () => {
    const { token, key } = await createKey(theirs, { name: 'theirs', role: 'admin', expiresInDays: null });
    expect((await listKeys(ours)).some(({ id }) => id === key.id)).toBe(false);
    await expect(revokeKey(ours, key.id)).rejects.toMatchObject({ kind: 'not_found' });
    expect((await bearer(token)).workspaceId).toBe(theirs.workspaceId);
    expect((await listKeys(theirs)).find(({ id }) => id === key.id)?.revokedAt).toBeNull();
  });

  it('refuse what only looks like a key', async () => {
    for (const value of ['Bearer wl_', 'Basic abc', 'Bearer wl_' + 'a'.repeat(43), `Bearer wl_' or 1=1 --${'x'.repeat(30)}`]) {
      await expect(keyAccess(value, 'request')).rejects.toMatchObject({ kind: 'unauthenticated' });
    }
  });
});
