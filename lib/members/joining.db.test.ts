import { beforeAll, describe, expect, it } from 'vitest';
import { checkCredentials } from '@/lib/server/auth/sign-in';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { disableWithoutWorkspace, readSession, startSession } from '@/lib/server/doors/auth';
import type { Scope } from '@/lib/server/scope';
import { acceptAsNew, acceptAsPerson, openInvitation } from './accept-invitation';
import { inviteMember } from './invite-member';
import { changePassword, endOtherSessions, endOwnSession, ownSessions } from './own-account';
import { removeMember } from './remove-member';
import { createResetLink, openReset, resetLinkByEmail, resetPassword } from './reset-password';
import { revokeInvitation } from './revoke-invitation';
import { importedMember, PASSWORD, signedIn, testPerson, testWorkspace, type TestPerson } from './testing/people';

useDatabase();

let ours: Scope;
let theirs: Scope;
let admin: TestPerson;

beforeAll(async () => {
  [ours, theirs] = [await testWorkspace('ours'), await testWorkspace('theirs')];
  admin = await testPerson(ours, 'admin', 'admin@ours.test');
});

const tokenOf = (link: string | null) => link?.split('/').at(-1) ?? '';
const invite = async (email: string, memberId: string | null = null, role: 'rep' | 'admin' = 'rep') => {
  const made = await inviteMember(admin.scope, { email, role, teamId: null, memberId });
  return { ...made, token: tokenOf(made.link) };
};
const GOOD = 'copper lantern thunder';
const membersWith = (email: string) => asOwner<{ id: string; user_id: string | null; name: string; role: string }>('select id, user_id, name, role from member where email = $1 and removed_at is null', [email]);
const live = async (sessionId: string) => (await readSession(sessionId)) !== null;

describe('an invitation', () => {
  it('makes a new person a member who can sign in, once', async () => {
    const { token } = await invite('new@ours.test');
    expect(await openInvitation(token)).toEqual({ workspaceName: 'ours', email: 'new@ours.test', role: 'rep', hasAccount: false });
    await acceptAsNew(token, { name: 'New Person', password: GOOD });
    expect(await membersWith('new@ours.test')).toMatchObject([{ name: 'New Person', role: 'rep' }]);
    expect(await checkCredentials({ email: 'new@ours.test', password: GOOD }, 'a')).toMatchObject({ email: 'new@ours.test' });
    expect(await openInvitation(token)).toBeNull();
    await expect(acceptAsNew(token, { name: 'Second', password: GOOD })).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('gives an imported member their sign-in, with name and deals as they were', async () => {
    const id = await importedMember(ours, 'Imported Person');
    const { token } = await invite('imported@ours.test', id);
    await acceptAsNew(token, { name: 'Other Name', password: GOOD });
    expect(await membersWith('imported@ours.test')).toMatchObject([{ id, name: 'Imported Person' }]);
  });

  it('finds the imported member by address when nobody was named', async () => {
    const id = await importedMember(ours, 'By Address', 'By.Address@ours.test');
    const { token } = await invite('by.address@ours.test');
    await acceptAsNew(token, { name: 'x', password: GOOD });
    expect(await membersWith('by.address@ours.test')).toMatchObject([{ id }]);
  });

  it('is accepted once, however many try at once', async () => {
    const { token } = await invite('race@ours.test');
    const results = await Promise.allSettled(Array.from({ length: 6 }, (_, i) => acceptAsNew(token, { name: `Racer ${i}`, password: GOOD })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await membersWith('race@ours.test')).toHaveLength(1);
    const person = await testPerson(theirs, 'rep', 'double@theirs.test');
    const double = await invite(person.email);
    const again = await Promise.allSettled(Array.from({ length: 6 }, () => acceptAsPerson(double.token, signedIn(person, 's'))));
    expect(again.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await asOwner('select 1 from member where user_id = $1::uuid and workspace_id = $2::uuid', [person.userId, ours.workspaceId])).toHaveLength(1);
  });

  it('opens nothing when revoked, expired, replaced by a newer one, or made up', async () => {
    const revoked = await invite('revoked@ours.test');
    await revokeInvitation(admin.scope, revoked.id);
    const expired = await invite('expired@ours.test');
    await asOwner(`update invitation set expires_at = now() - interval '1 second' where id = $1::uuid`, [expired.id]);
    const replaced = await invite('replaced@ours.test');
    await invite('replaced@ours.test');
    for (const token of [revoked.token, expired.token, replaced.token, 'a'.repeat(43)]) {
      expect(await openInvitation(token)).toBeNull();
      await expect(acceptAsNew(token, { name: 'x', password: GOOD })).rejects.toMatchObject({ kind: 'not_found' });
    }
    await expect(revokeInvitation(admin.scope, revoked.id)).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('is for its address: neither for another account, nor a way to set the password of one that exists', async () => {
    const other = await testPerson(theirs, 'rep', 'other@theirs.test');
    const victim = await testPerson(theirs, 'admin', 'victim@theirs.test');
    const { token } = await invite(victim.email);
    await expect(acceptAsPerson(token, signedIn(other, 's'))).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(acceptAsNew(token, { name: 'x', password: GOOD })).rejects.toMatchObject({ kind: 'conflict' });
    expect(await checkCredentials({ email: victim.email, password: GOOD }, 'b')).toBeNull();
    expect(await checkCredentials({ email: victim.email, password: PASSWORD }, 'b')).not.toBeNull();
  });

  it('does not change the role of who is a member already', async () => {
    await expect(invite(admin.email)).rejects.toMatchObject({ kind: 'conflict' });
    const person = await testPerson(theirs, 'rep', 'late@theirs.test');
    const { token } = await invite(person.email, null, 'rep');
    // They became a member by another way meanwhile.
    await asOwner(`insert into member (id, workspace_id, user_id, name, role) values (gen_random_uuid(), $1::uuid, $2::uuid, 'Late', 'admin')`, [ours.workspaceId, person.userId]);
    await expect(acceptAsPerson(token, signedIn(person, 's'))).rejects.toMatchObject({ kind: 'conflict' });
    expect(await asOwner('select role from member where user_id = $1::uuid and workspace_id = $2::uuid', [person.userId, ours.workspaceId])).toEqual([{ role: 'admin' }]);
  });

  it('refuses a password that guessers try early, and stays open', async () => {
    const { token } = await invite('weak@ours.test');
    for (const password of ['short', 'password1234', 'qwertyuiop12', 'winloop-sample', 'weak@ours.test', 'aaaaaaaaaaaaaaa']) {
      await expect(acceptAsNew(token, { name: 'Weak', password }), password).rejects.toMatchObject({ kind: 'invalid', details: { fields: [{ path: 'password' }] } });
    }
    expect(await openInvitation(token)).not.toBeNull();
  });

  it('is stored as a hash only', async () => {
    const { token } = await invite('hash@ours.test');
    const rows = await asOwner<{ text: string }>('select to_jsonb(i)::text as text from invitation i union all select to_jsonb(a)::text from audit_event a');
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter(({ text }) => text.includes(token))).toEqual([]);
  });
});

describe('an account that was disabled', () => {
  it('comes back by invitation with a new password only: old sessions and links stay dead', async () => {
    const person = await testPerson(ours, 'rep', 'asleep@ours.test');
    const session = await startSession(person.userId, null);
    const link = tokenOf((await resetLinkByEmail(person.email)).link);
    await removeMember(admin.scope, person.memberId);
    await disableWithoutWorkspace([person.userId]);
    expect([await live(session.id), await openReset(link)]).toEqual([false, null]);
    const { token } = await invite(person.email);
    await acceptAsNew(token, { name: 'Awake', password: GOOD });
    expect([await live(session.id), await openReset(link)]).toEqual([false, null]);
    expect(await checkCredentials({ email: person.email, password: GOOD }, 'z')).not.toBeNull();
    expect(await checkCredentials({ email: person.email, password: PASSWORD }, 'z')).toBeNull();
  });
});

describe('a reset link', () => {
  it('sets the password once and ends every session', async () => {
    const person = await testPerson(ours, 'rep', 'forgot@ours.test');
    const session = await startSession(person.userId, null);
    const token = tokenOf((await createResetLink(admin.scope, person.memberId)).link);
    expect(await openReset(token)).toEqual({ email: person.email });
    await expect(resetPassword(token, 'password1234')).rejects.toMatchObject({ kind: 'invalid' });
    const results = await Promise.allSettled([1, 2, 3].map(() => resetPassword(token, GOOD)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await live(session.id)).toBe(false);
    expect(await checkCredentials({ email: person.email, password: GOOD }, 'c')).not.toBeNull();
    expect(await checkCredentials({ email: person.email, password: PASSWORD }, 'c')).toBeNull();
    expect(await openReset(token)).toBeNull();
    const audit = await asOwner<{ action: string }>('select action from audit_event where entity_id = $1 order by at', [person.memberId]);
    expect(audit.map(({ action }) => action)).toEqual(['member.reset_link', 'member.password_reset']);
  });

  it('expires after an hour, and a newer one ends it', async () => {
    const person = await testPerson(ours, 'rep', 'slow@ours.test');
    const old = await createResetLink(admin.scope, person.memberId, new Date(Date.now() - 61 * 60_000));
    expect(await openReset(tokenOf(old.link))).toBeNull();
    const first = await createResetLink(admin.scope, person.memberId);
    const second = await resetLinkByEmail(person.email);
    expect([await openReset(tokenOf(first.link)), await openReset(tokenOf(second.link))]).toEqual([null, { email: person.email }]);
  });

  it('is not made for a person of another workspace, nor for one who belongs to another too', async () => {
    const foreign = await testPerson(theirs, 'admin', 'boss@theirs.test');
    await expect(createResetLink(admin.scope, foreign.memberId)).rejects.toMatchObject({ kind: 'not_found' });
    const both = await testPerson(ours, 'rep', foreign.email, foreign);
    expect(await createResetLink(admin.scope, both.memberId)).toEqual({ link: null, signIn: foreign.email });
    expect(await asOwner('select 1 from password_reset where user_id = $1::uuid', [both.userId])).toEqual([]);
    const audit = await asOwner<{ action: string }>('select action from audit_event where entity_id = $1', [both.memberId]);
    expect(audit.map(({ action }) => action)).toEqual(['member.reset_link_refused']);
    await expect(createResetLink(admin.scope, await importedMember(ours, 'Never'))).rejects.toMatchObject({ kind: 'conflict' });
    await expect(createResetLink(ours, both.memberId)).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('is made for a person of several workspaces by an admin of each of them, and by nobody who is one in some', async () => {
    const [third, boss] = [await testWorkspace('third'), await testPerson(ours, 'admin', 'of-both@ours.test')];
    await testPerson(theirs, 'admin', boss.email, boss);
    const person = await testPerson(ours, 'rep', 'everywhere@ours.test');
    await testPerson(theirs, 'manager', person.email, person);
    const made = await createResetLink(boss.scope, person.memberId);
    expect(await openReset(tokenOf(made.link))).toEqual({ email: person.email });
    await testPerson(third, 'rep', person.email, person);
    expect((await createResetLink(boss.scope, person.memberId)).link).toBeNull();
    await testPerson(third, 'operator', boss.email, boss);
    expect((await createResetLink(boss.scope, person.memberId)).link).toBeNull();
    // What they left, they do not belong to any more.
    await asOwner('update member set removed_at = now() where user_id = $1::uuid and workspace_id = $2::uuid', [person.userId, third.workspaceId]);
    expect((await createResetLink(boss.scope, person.memberId)).link).not.toBeNull();
    // Nor does one who was an admin of it answer for a workspace.
    await asOwner('update member set removed_at = now() where user_id = $1::uuid and workspace_id = $2::uuid', [boss.userId, theirs.workspaceId]);
    expect((await createResetLink(boss.scope, person.memberId)).link).toBeNull();
  });

  it('made in one workspace does not open the next one that the person joins', async () => {
    const person = await testPerson(theirs, 'rep', 'mover@theirs.test');
    const boss = await testPerson(theirs, 'admin', 'link-maker@theirs.test');
    const link = await createResetLink(boss.scope, person.memberId);
    expect(await openReset(tokenOf(link.link))).not.toBeNull();
    const { token } = await invite(person.email);
    await acceptAsPerson(token, signedIn(person, 's'));
    await expect(resetPassword(tokenOf(link.link), GOOD)).rejects.toMatchObject({ kind: 'not_found' });
  });
});

describe('one’s own account', () => {
  it('changes the password with the present one; other sessions end', async () => {
    const person = await testPerson(ours, 'rep', 'self@ours.test');
    const [here, there] = [await startSession(person.userId, 'Here'), await startSession(person.userId, 'There')];
    const me = signedIn(person, here.id);
    await expect(changePassword(me, { present: 'wrong', next: GOOD })).rejects.toMatchObject({ kind: 'invalid', details: { fields: [{ path: 'present' }] } });
    await expect(changePassword(me, { present: PASSWORD, next: 'self@ours.test' })).rejects.toMatchObject({ details: { fields: [{ path: 'next' }] } });
    expect(await live(there.id)).toBe(true);
    await changePassword(me, { present: PASSWORD, next: GOOD });
    expect([await live(here.id), await live(there.id)]).toEqual([true, false]);
  });

  it('lists and ends sessions, its own only', async () => {
    const [person, other] = [await testPerson(ours, 'rep', 'one@ours.test'), await testPerson(ours, 'rep', 'two@ours.test')];
    const [here, phone, tablet, foreign] = [await startSession(person.userId, 'Here'), await startSession(person.userId, 'Phone'), await startSession(person.userId, 'Tablet'), await startSession(other.userId, 'Foreign')];
    const me = signedIn(person, here.id);
    const list = await ownSessions(me);
    expect(new Map(list.map((s) => [s.id, s.current]))).toEqual(new Map([[here.id, true], [phone.id, false], [tablet.id, false]]));
    await expect(endOwnSession(me, foreign.id)).rejects.toMatchObject({ kind: 'not_found' });
    await endOwnSession(me, phone.id);
    expect([await live(phone.id), await live(foreign.id)]).toEqual([false, true]);
    expect(await endOtherSessions(me)).toBe(1);
    expect([await live(here.id), await live(tablet.id), await live(foreign.id)]).toEqual([true, false, true]);
  });
});
