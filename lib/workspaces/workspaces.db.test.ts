import { beforeAll, describe, expect, it } from 'vitest';
import { testPerson, testWorkspace, type TestPerson } from '@/lib/members/testing/people';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { db, transaction } from '@/lib/server/db/tenancy';
import { readSession, startSession } from '@/lib/server/doors/auth';
import type { Scope } from '@/lib/server/scope';
import { changeSettings } from './change-settings';
import { changeWorkspace } from './change-workspace';
import { listRates, removeRate, saveRate } from './rates';
import { removeSample } from './remove-sample';

useDatabase();

let ours: Scope;
let theirs: Scope;

beforeAll(async () => {
  [ours, theirs] = [await testWorkspace('ours'), await testWorkspace('theirs')];
});

const rate = (currency: string, value: number) => ({ currency, rate: value, asOf: '2026-06-30', source: 'European Central Bank' });
const events = (scope: Scope, name: string) => asOwner<{ n: number }>('select count(*)::int as n from outbox_event where workspace_id = $1::uuid and name = $2', [scope.workspaceId, name]);

describe('settings', () => {
  it('change one by one, keep what they do not know, and are written down', async () => {
    await asOwner(`update workspace set settings = '{"fromTheFuture": 1}' where id = $1::uuid`, [ours.workspaceId]);
    await changeSettings(ours, { repSees: 'team' });
    await changeSettings(ours, { dailyBudgetUsd: 5 });
    await changeSettings(ours, { dailyBudgetUsd: 5 });
    const [row] = await asOwner<{ settings: object }>('select settings from workspace where id = $1::uuid', [ours.workspaceId]);
    expect(row?.settings).toMatchObject({ fromTheFuture: 1, repSees: 'team', managerSees: 'team', dailyBudgetUsd: 5 });
    const audit = await asOwner(`select before, after from audit_event where action = 'workspace.settings' order by at`);
    expect(audit).toEqual([{ before: { repSees: 'own' }, after: { repSees: 'team' } }, { before: { dailyBudgetUsd: 20 }, after: { dailyBudgetUsd: 5 } }]);
  });

  it('of several values are one change, and none when they are the same', async () => {
    for (let twice = 0; twice < 2; twice++) await changeSettings(theirs, { presentation: { order: 'confidence', wording: 'full' } });
    const audit = await asOwner(`select before, after from audit_event where action = 'workspace.settings' and workspace_id = $1::uuid`, [theirs.workspaceId]);
    expect(audit).toEqual([{ before: { presentation: { order: 'severity', wording: 'full' } }, after: { presentation: { order: 'confidence', wording: 'full' } } }]);
  });

  it('do not lose one another when changed at once', async () => {
    await Promise.all([changeSettings(theirs, { repSees: 'all' }), changeSettings(theirs, { managerSees: 'all' }), changeSettings(theirs, { compareShare: 0.5 })]);
    const [row] = await asOwner<{ settings: object }>('select settings from workspace where id = $1::uuid', [theirs.workspaceId]);
    expect(row?.settings).toMatchObject({ repSees: 'all', managerSees: 'all', compareShare: 0.5 });
  });
});

describe('exchange rates', () => {
  it('are entered, replaced and removed, each with its day and source; deals are judged anew', async () => {
    await saveRate(ours, rate('EUR', 1.1));
    await saveRate({ ...ours, requestId: 'second' } as Scope, rate('EUR', 1.2));
    await saveRate({ ...ours, requestId: 'third' } as Scope, rate('GBP', 1.5));
    expect(await listRates(ours)).toEqual([rate('EUR', 1.2), rate('GBP', 1.5)]);
    expect(await events(ours, 'workspace/refresh.requested')).toEqual([{ n: 3 }]);
    await expect(saveRate(ours, rate('USD', 1))).rejects.toMatchObject({ kind: 'invalid' });
    await expect(removeRate(theirs, 'EUR')).rejects.toMatchObject({ kind: 'not_found' });
    expect(await listRates(theirs)).toEqual([]);
  });

  it('are converted with the workspace’s currency, so that an amount stays what it was', async () => {
    await expect(changeWorkspace(ours, { currency: 'JPY' })).rejects.toMatchObject({ kind: 'conflict' });
    expect(await asOwner('select currency from workspace where id = $1::uuid', [ours.workspaceId])).toEqual([{ currency: 'USD' }]);
    await changeWorkspace(ours, { currency: 'EUR', name: 'Ours in euro' });
    const rates = new Map((await listRates(ours)).map((one) => [one.currency, one.rate]));
    expect([...rates.keys()]).toEqual(['GBP', 'USD']);
    // 1 GBP was 1.5 USD, and 1 EUR was 1.2 USD.
    expect(rates.get('GBP')).toBeCloseTo(1.25, 9);
    expect(rates.get('USD')).toBeCloseTo(1 / 1.2, 9);
  });
});

describe('removing the sample workspace', () => {
  let sample: Scope;
  let admin: TestPerson;
  let guest: TestPerson;

  beforeAll(async () => {
    sample = await testWorkspace('sample');
    admin = await testPerson(sample, 'admin', 'admin@sample.test');
    guest = await testPerson(ours, 'rep', 'guest@ours.test');
    await testPerson(sample, 'rep', guest.email, guest);
    for (const scope of [sample, theirs]) {
      await transaction(scope, async () => {
        const { workspaceId } = scope;
        const stage = await db(scope).stage.findFirstOrThrow();
        const account = await db(scope).account.create({ data: { workspaceId, name: 'A' } });
        const contact = await db(scope).contact.create({ data: { workspaceId, name: 'C', accountId: account.id } });
        const deal = await db(scope).deal.create({ data: { workspaceId, name: 'D', accountId: account.id, stageId: stage.id, currency: 'USD', openedAt: new Date(), stageEnteredAt: new Date() } });
        await db(scope).dealContact.create({ data: { workspaceId, dealId: deal.id, contactId: contact.id } });
        const prompt = await db(scope).prompt.create({ data: { workspaceId, name: 'p' } });
        await db(scope).promptVersion.create({ data: { workspaceId, promptId: prompt.id, version: 1, template: 'x', contentHash: 'x', createdBy: 'test' } });
      });
    }
  });

  const tables = async () => (await asOwner<{ name: string }>(`select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'workspace_id'`)).map(({ name }) => name);
  const counts = async (scope: Scope) => {
    const found: Record<string, number> = {};
    for (const name of await tables()) found[name] = (await asOwner<{ n: number }>(`select count(*)::int as n from "${name}" where workspace_id = $1::uuid`, [scope.workspaceId]))[0]?.n ?? -1;
    return found;
  };

  it('is refused for any other workspace, by us and by the database, and for a wrong name', async () => {
    const before = await counts(theirs);
    await expect(removeSample(theirs, 'theirs')).rejects.toMatchObject({ kind: 'conflict' });
    await expect(transaction(theirs, () => db(theirs).$executeRaw`select remove_sample_workspace()`)).rejects.toThrow();
    await asOwner(`update workspace set is_sample = true where id = $1::uuid`, [sample.workspaceId]);
    await expect(removeSample(admin.scope, 'smaple')).rejects.toMatchObject({ kind: 'invalid' });
    expect(await counts(theirs)).toEqual(before);
    expect((await counts(sample)).deal).toBe(1);
  });

  it('is the only way to its append-only rows', async () => {
    for (const statement of [() => db(sample).$executeRaw`delete from audit_event`, () => db(sample).$executeRaw`delete from prompt_version`]) {
      await expect(transaction(sample, statement)).rejects.toThrow();
    }
  });

  it('leaves no row of it, every row of the others, and no sign-in that everybody knows', async () => {
    const before = { ours: await counts(ours), theirs: await counts(theirs) };
    const [known, guests] = [await startSession(admin.userId, null), await startSession(guest.userId, null)];
    await removeSample(admin.scope, ' sample ');
    expect(Object.entries(await counts(sample)).filter(([, n]) => n !== 0)).toEqual([]);
    expect(await asOwner('select 1 from workspace where id = $1::uuid', [sample.workspaceId])).toEqual([]);
    expect({ ours: await counts(ours), theirs: await counts(theirs) }).toEqual(before);
    expect(await readSession(known.id)).toBeNull();
    expect((await readSession(guests.id))?.memberships.map(({ workspace }) => workspace.slug)).toEqual(['ours']);
  });
});
