import { describe, expect, it } from 'vitest';
import { checkCredentials } from '@/lib/server/auth/sign-in';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { claimFirstUser } from '@/lib/server/doors/auth';
import { hashPassword } from '@/lib/server/auth/password';
import { needsSetUp, setUp } from './set-up';

useDatabase();

const GOOD = 'copper lantern thunder';
const input = (n: number, email = `first${n}@acme.test`) => ({ name: `First ${n}`, email, password: GOOD, workspace: { slug: `acme-${n}`, name: 'Acme', currency: 'EUR', timezone: 'Europe/Vienna' } });

describe('setting up an empty installation', () => {
  it('is offered while nobody belongs to a workspace, and refuses weak passwords', async () => {
    expect(await needsSetUp()).toBe(true);
    await expect(setUp({ ...input(0), password: 'password1234' })).rejects.toMatchObject({ kind: 'invalid' });
    expect(await asOwner('select 1 from user_account')).toEqual([]);
  });

  it('has one winner when many try at once', async () => {
    const results = await Promise.allSettled([1, 2, 3, 4].map((n) => setUp(input(n))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ kind: 'forbidden' });
    const members = await asOwner<{ role: string; slug: string; email: string }>('select m.role, w.slug, u.email from member m join workspace w on w.id = m.workspace_id join user_account u on u.id = m.user_id');
    expect(members).toHaveLength(1);
    expect(members[0]?.role).toBe('admin');
    expect(await checkCredentials({ email: members[0]?.email ?? '', password: GOOD }, 'a')).not.toBeNull();
  });

  it('is over for good', async () => {
    expect(await needsSetUp()).toBe(false);
    await expect(setUp(input(9))).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await claimFirstUser({ email: 'x@acme.test', name: 'x', passwordHash: 'x' })).toEqual({ kind: 'taken' });
  });
});

describe('a set-up that broke after the claim', () => {
  it('is finished by the same person and by nobody else', async () => {
    await asOwner('update member set removed_at = now()');
    await asOwner('update user_account set disabled_at = now()');
    expect(await needsSetUp()).toBe(true);
    await claimFirstUser({ email: 'begun@acme.test', name: 'Begun', passwordHash: await hashPassword(GOOD) });
    await expect(setUp(input(20))).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(setUp({ ...input(21, 'begun@acme.test'), password: 'another lantern entirely' })).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await setUp(input(22, 'begun@acme.test'))).toEqual({ slug: 'acme-22' });
  });

  it('lets somebody whose account was disabled begin again', async () => {
    await asOwner('update member set removed_at = now()');
    await asOwner('update user_account set disabled_at = now()');
    expect(await setUp(input(30, 'begun@acme.test'))).toEqual({ slug: 'acme-30' });
  });
});
