import { beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '@/lib/keys/create-key';
import { keyAccess } from '@/lib/server/access';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { readSession, startSession } from '@/lib/server/doors/auth';
import { memberScope, type Role, type Scope } from '@/lib/server/scope';
import { acceptAsPerson, openInvitation } from './accept-invitation';
import { changeMember } from './change-member';
import { inviteMember } from './invite-member';
import { listMembers } from './list-members';
import { createResetLink, openReset } from './reset-password';
import { removeMember } from './remove-member';
import { revokeInvitation } from './revoke-invitation';
import { createTeam, deleteTeam, listTeams, renameTeam } from './teams';
import { cameIn, wayIn } from './way-in';
import { importedMember, signedIn, testPerson, testWorkspace, type TestPerson } from './testing/people';

useDatabase();

let ours: Scope;
let theirs: Scope;
let admin: TestPerson;
let foreign: TestPerson;

beforeAll(async () => {
  [ours, theirs] = [await testWorkspace('ours'), await testWorkspace('theirs')];
  admin = await testPerson(ours, 'admin', 'admin@ours.test');
  foreign = await testPerson(theirs, 'rep', 'rep@theirs.test');
});

const tokenOf = (link: string | null) => link?.split('/').at(-1) ?? '';
const memberRow = async (id: string) => (await asOwner<{ role: string; team_id: string | null; removed_at: string | null }>('select role, team_id, removed_at from member where id = $1::uuid', [id]))[0];
const everything = () => asOwner(`select (select jsonb_agg(m order by m.id) from member m) as m, (select jsonb_agg(t order by t.id) from team t) as t, (select jsonb_agg(i order by i.id) from invitation i) as i`);

describe('members', () => {
  it('change role and team from the next request on', async () => {
    const person = await testPerson(ours, 'manager', 'moving@ours.test');
    const session = await startSession(person.userId, null);
    const team = await createTeam(admin.scope, 'East');
    await changeMember(admin.scope, { id: person.memberId, role: 'rep', teamId: team.id });
    expect((await readSession(session.id, 'ours'))?.memberships).toMatchObject([{ role: 'rep', teamId: team.id }]);
    await removeMember(admin.scope, person.memberId);
    expect((await readSession(session.id, 'ours'))?.memberships).toEqual([]);
    expect((await listMembers(admin.scope)).members.some(({ id }) => id === person.memberId)).toBe(false);
  });

  it('write down what changed, and nothing when nothing did', async () => {
    const id = await importedMember(ours, 'Quiet');
    await changeMember(admin.scope, { id, role: 'rep' });
    await changeMember(admin.scope, { id, role: 'operator' });
    const events = await asOwner<{ action: string; actor_name: string; before: { role: string }; after: { role: string } }>('select action, actor_name, before, after from audit_event where entity_id = $1', [id]);
    expect(events).toMatchObject([{ action: 'member.update', actor_name: admin.email, before: { role: 'rep' }, after: { role: 'operator' } }]);
  });

  it('tell addresses and invitations only to those who manage members', async () => {
    await inviteMember(admin.scope, { email: 'soon@ours.test', role: 'rep', teamId: null, memberId: null });
    const rep = await testPerson(ours, 'rep', 'curious@ours.test');
    const seen = await listMembers(rep.scope);
    expect(seen.invitations).toEqual([]);
    expect(seen.members.map(({ email }) => email)).toEqual(seen.members.map(() => null));
    expect((await listMembers(admin.scope)).invitations.map(({ email }) => email)).toContain('soon@ours.test');
  });

  it('say who can sign in, who is invited and who is not', async () => {
    const [waiting, asleep] = [await importedMember(ours, 'Waiting'), await importedMember(ours, 'Asleep')];
    await inviteMember(admin.scope, { email: 'waiting@ours.test', role: 'rep', teamId: null, memberId: waiting });
    const status = new Map((await listMembers(admin.scope)).members.map((m) => [m.id, m.status]));
    expect([status.get(admin.memberId), status.get(waiting), status.get(asleep)]).toEqual(['active', 'invited', 'no_sign_in']);
  });
});

describe('the last admin', () => {
  it('is neither removed nor demoted', async () => {
    const alone = await testWorkspace('alone');
    const only = await testPerson(alone, 'admin', 'only@alone.test');
    await importedMember(alone, 'No sign-in');
    await expect(removeMember(only.scope, only.memberId)).rejects.toMatchObject({ kind: 'conflict' });
    await expect(changeMember(only.scope, { id: only.memberId, role: 'operator' })).rejects.toMatchObject({ kind: 'conflict' });
    expect(await memberRow(only.memberId)).toMatchObject({ role: 'admin', removed_at: null });
  });

  it('is still there when two admins remove and demote each other at once', async () => {
    const pair = await testWorkspace('pair');
    const [a, b] = [await testPerson(pair, 'admin', 'a@pair.test'), await testPerson(pair, 'admin', 'b@pair.test')];
    const results = await Promise.allSettled([removeMember(a.scope, b.memberId), changeMember(b.scope, { id: a.memberId, role: 'rep' }), removeMember(b.scope, a.memberId)]);
    expect(results.some(({ status }) => status === 'rejected')).toBe(true);
    const left = await asOwner<{ n: number }>(`select count(*)::int as n from member where workspace_id = $1::uuid and role = 'admin' and removed_at is null`, [pair.workspaceId]);
    expect(left).toEqual([{ n: 1 }]);
  });
});

describe('teams', () => {
  it('have their own names, and leave their members behind', async () => {
    const { id } = await createTeam(admin.scope, 'North');
    await expect(createTeam(admin.scope, 'North')).rejects.toMatchObject({ kind: 'conflict' });
    const member = await importedMember(ours, 'Northern');
    await changeMember(admin.scope, { id: member, teamId: id });
    await renameTeam(admin.scope, id, 'North-West');
    expect((await listTeams(admin.scope)).find((team) => team.id === id)).toMatchObject({ name: 'North-West', members: [{ id: member }] });
    await deleteTeam(admin.scope, id);
    expect(await memberRow(member)).toMatchObject({ team_id: null, removed_at: null });
  });
});

describe('another workspace', () => {
  it('is not touched by any id of it, and its own stay', async () => {
    const theirTeam = await createTeam(theirs, 'Theirs');
    const theirImported = await importedMember(theirs, 'Imported');
    const theirInvitation = await inviteMember(theirs, { email: 'x@theirs.test', role: 'rep', teamId: null, memberId: null });
    const mine = await importedMember(ours, 'Mine');
    const before = await everything();
    const attacks: [string, () => Promise<unknown>][] = [
      ['change member', () => changeMember(admin.scope, { id: foreign.memberId, role: 'admin' })],
      ['change into their team', () => changeMember(admin.scope, { id: mine, teamId: theirTeam.id })],
      ['remove member', () => removeMember(admin.scope, foreign.memberId)],
      ['invite as their member', () => inviteMember(admin.scope, { email: 'new@ours.test', role: 'rep', teamId: null, memberId: theirImported })],
      ['invite into their team', () => inviteMember(admin.scope, { email: 'new@ours.test', role: 'rep', teamId: theirTeam.id, memberId: null })],
      ['revoke invitation', () => revokeInvitation(admin.scope, theirInvitation.id)],
      ['rename team', () => renameTeam(admin.scope, theirTeam.id, 'Ours now')],
      ['delete team', () => deleteTeam(admin.scope, theirTeam.id)],
    ];
    for (const [name, attack] of attacks) await expect(attack(), name).rejects.toMatchObject({ kind: 'not_found' });
    expect(await everything()).toEqual(before);
  });

  it('is not seen in lists', async () => {
    const { members, invitations } = await listMembers(admin.scope);
    expect(members.map(({ id }) => id)).not.toContain(foreign.memberId);
    expect(invitations.map(({ email }) => email)).not.toContain('x@theirs.test');
    expect((await listTeams(admin.scope)).map(({ name }) => name)).not.toContain('Theirs');
  });
});

describe('what a member made', () => {
  const keyOf = (token: string) => keyAccess(`Bearer ${token}`, 'request');
  const dead = { kind: 'unauthenticated' };
  const makeKey = async (maker: Scope, role: Role) => (await createKey(maker, { name: `of ${role}`, role, expiresInDays: null })).token;

  it('ends with them: their keys at once, of whatever role, and nobody else’s', async () => {
    const person = await testPerson(ours, 'admin', 'leaving@ours.test');
    const [rep, high, other] = [await makeKey(person.scope, 'rep'), await makeKey(person.scope, 'admin'), await makeKey(admin.scope, 'admin')];
    await removeMember(admin.scope, person.memberId);
    for (const token of [rep, high]) await expect(keyOf(token)).rejects.toMatchObject(dead);
    expect((await keyOf(other)).role).toBe('admin');
    const events = await asOwner<{ actor_name: string }>(`select actor_name from audit_event where action = 'key.revoke' and before->>'name' in ('of rep', 'of admin')`);
    expect(events).toEqual([{ actor_name: admin.email }, { actor_name: admin.email }]);
    // Coming back gives back no key.
    const { link } = await inviteMember(admin.scope, { email: person.email, role: 'admin', teamId: null, memberId: null });
    await acceptAsPerson(tokenOf(link), signedIn(person, 'unused'));
    await expect(keyOf(high)).rejects.toMatchObject(dead);
  });

  it('ends with the role: keys above the new one, not those within it', async () => {
    const person = await testPerson(ours, 'admin', 'demoted@ours.test');
    const [rep, manager, operator] = [await makeKey(person.scope, 'rep'), await makeKey(person.scope, 'manager'), await makeKey(person.scope, 'operator')];
    await changeMember(admin.scope, { id: person.memberId, role: 'manager' });
    await expect(keyOf(operator)).rejects.toMatchObject(dead);
    expect([(await keyOf(rep)).role, (await keyOf(manager)).role]).toEqual(['rep', 'manager']);
    await changeMember(admin.scope, { id: person.memberId, role: 'rep' });
    await expect(keyOf(manager)).rejects.toMatchObject(dead);
    expect((await keyOf(rep)).role).toBe('rep');
  });

  it('is no way back: open invitations and reset links end with the right to make them', async () => {
    for (const lose of [(id: string) => removeMember(admin.scope, id), (id: string) => changeMember(admin.scope, { id, role: 'operator' })]) {
      const email = `${Math.random().toString(36).slice(2)}@ours.test`;
      const [person, victim] = [await testPerson(ours, 'admin', email), await testPerson(ours, 'rep', `victim-${email}`)];
      const back = await inviteMember(person.scope, { email: `again-${email}`, role: 'admin', teamId: null, memberId: null });
      const kept = await inviteMember(admin.scope, { email: `kept-${email}`, role: 'rep', teamId: null, memberId: null });
      const reset = await createResetLink(person.scope, victim.memberId);
      expect(await openReset(tokenOf(reset.link))).not.toBeNull();
      await lose(person.memberId);
      expect(await openInvitation(tokenOf(back.link))).toBeNull();
      expect(await openReset(tokenOf(reset.link))).toBeNull();
      expect(await openInvitation(tokenOf(kept.link))).not.toBeNull();
    }
  });

  it('is not made any more by one who was removed or demoted while they asked', async () => {
    for (const lose of [(id: string) => removeMember(admin.scope, id), (id: string) => changeMember(admin.scope, { id, role: 'operator' })]) {
      const person = await testPerson(ours, 'admin', `${Math.random().toString(36).slice(2)}@ours.test`);
      const victim = await testPerson(ours, 'rep', `victim-${person.email}`);
      await lose(person.memberId);
      const before = await asOwner('select (select count(*) from api_key) as keys, (select count(*) from invitation) as invitations, (select count(*) from password_reset) as resets');
      await expect(makeKey(person.scope, 'rep')).rejects.toMatchObject({ kind: 'forbidden' });
      await expect(inviteMember(person.scope, { email: 'late@ours.test', role: 'admin', teamId: null, memberId: null })).rejects.toMatchObject({ kind: 'forbidden' });
      expect((await createResetLink(person.scope, victim.memberId)).link).toBeNull();
      expect(await asOwner('select (select count(*) from api_key) as keys, (select count(*) from invitation) as invitations, (select count(*) from password_reset) as resets')).toEqual(before);
    }
  });

  it('does not slip through when made in the moment of the removal', async () => {
    for (let round = 0; round < 5; round++) {
      const person = await testPerson(ours, 'admin', `slips-${round}@ours.test`);
      const made = await Promise.allSettled([
        makeKey(person.scope, 'admin'), inviteMember(person.scope, { email: `slips-again-${round}@ours.test`, role: 'admin', teamId: null, memberId: null }), removeMember(admin.scope, person.memberId),
      ]);
      expect(made[2].status).toBe('fulfilled');
      if (made[0].status === 'fulfilled') await expect(keyOf(made[0].value)).rejects.toMatchObject(dead);
      if (made[1].status === 'fulfilled') expect(await openInvitation(tokenOf(made[1].value.link))).toBeNull();
      for (const one of made) if (one.status === 'rejected') expect(one.reason).toMatchObject({ kind: 'forbidden' });
    }
  });
});

describe('the way in', () => {
  it('leads to the workspace that was opened last, in a new session too, and to another when that is lost', async () => {
    const person = await testPerson(ours, 'rep', 'two@ours.test');
    await testPerson(theirs, 'rep', person.email, person);
    const signIn = async () => {
      const found = (await readSession((await startSession(person.userId, null)).id))!;
      return { ...found, slug: wayIn(found)?.workspace.slug };
    };
    expect((await signIn()).slug).toBe('ours');
    await cameIn((await signIn()).user, theirs.workspaceId);
    expect((await signIn()).slug).toBe('theirs');
    await cameIn((await signIn()).user, ours.workspaceId);
    expect((await signIn()).slug).toBe('ours');
    await removeMember(admin.scope, person.memberId);
    expect((await signIn()).slug).toBe('theirs');
    expect(wayIn({ ...(await signIn()), memberships: [] })).toBeNull();
  });
});

describe('a member who was removed', () => {
  it('comes back as the same member by a new invitation', async () => {
    const person = await testPerson(ours, 'manager', 'back@ours.test');
    await removeMember(admin.scope, person.memberId);
    const { link } = await inviteMember(admin.scope, { email: person.email, role: 'rep', teamId: null, memberId: null });
    await acceptAsPerson(tokenOf(link), signedIn(person, 'unused'));
    expect(await memberRow(person.memberId)).toMatchObject({ role: 'rep', removed_at: null });
  });

  it('does nothing any more with the scope of the next request', async () => {
    const person = await testPerson(ours, 'rep', 'gone@ours.test');
    const session = await startSession(person.userId, null);
    await removeMember(admin.scope, person.memberId);
    expect((await readSession(session.id))?.memberships).toEqual([]);
    const stale = memberScope({ id: person.memberId, userId: person.userId, name: 'x', role: 'rep', workspaceId: ours.workspaceId }, [person.memberId], 'r');
    await expect(changeMember(stale, { id: person.memberId, role: 'admin' })).rejects.toMatchObject({ kind: 'not_found' });
  });
});
