/** Attacks on the server actions, over the actions as they are built: nobody, the lowest role, another tenant's workspace and ids. */
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { useDatabase } from './db/testing/database';
import { leastRole, PERMISSIONS, type Permission } from './permissions';
import { newOffice, type Office } from './testing/action-world';
import { actionEntries, INPUTS, namedBy, swaps, type ActionEntry } from './testing/actions';
import { everything } from './testing/rest';

/** Who calls: the session that the cookie would name. What the session may do is read from the database, as always. */
const caller = vi.hoisted(() => ({ sessionId: null as string | null }));
vi.mock('next-auth', async (original) => ({ ...(await original<object>()), getServerSession: () => Promise.resolve(caller.sessionId === null ? null : { sessionId: caller.sessionId }) }));
vi.mock('next/headers', () => ({ headers: () => Promise.resolve(new Headers()), cookies: () => Promise.resolve(new Map()) }));

useDatabase();

const entries = await actionEntries();
const ofWorkspace = entries.filter((entry): entry is ActionEntry & { needs: Permission } => (PERMISSIONS as string[]).includes(entry.needs));
const named = <E extends ActionEntry>(list: E[]): [string, E][] => list.map((entry) => [entry.name, entry]);

let ours: Office, theirs: Office;
beforeAll(async () => {
  ours = await newOffice('Ours');
  theirs = await newOffice('Theirs');
});
// What is tried here is not how often one may try.
beforeEach(() => void Reflect.deleteProperty(globalThis, 'winloopLimiters'));

let marks = 0;
const inputOf = ({ name }: ActionEntry, office: Office): unknown => INPUTS[name]!(office, `mark-${++marks}`);

/** Calls as `sessionId`; what was refused must have written nothing. Gives why it was refused, or `done`. */
async function attempt({ call }: ActionEntry, sessionId: string | null, slug: string, input: unknown): Promise<string> {
  caller.sessionId = sessionId;
  const before = await everything();
  const result = await call(slug, input);
  if (result.ok) return 'done';
  expect(await everything(), 'nothing was written').toEqual(before);
  return result.error.kind;
}

it('every action has an input here, so that it is attacked', () => {
  expect(entries.map(({ name }) => name).sort()).toEqual(Object.keys(INPUTS).sort());
});

describe('nobody', () => {
  it.each(named(entries.filter(({ needs }) => needs !== 'public')))('%s', async (_name, entry) => {
    expect(await attempt(entry, null, ours.slug, inputOf(entry, ours))).toBe('unauthenticated');
  });

  it.each(named(entries.filter(({ needs }) => needs === 'public')))('%s, without a token that opens anything', async (_name, entry) => {
    expect(await attempt(entry, null, ours.slug, inputOf(entry, ours))).toMatch(/^(not_found|conflict|forbidden)$/);
  });
});

describe('the lowest role', () => {
  it.each(named(ofWorkspace.filter(({ needs }) => leastRole(needs) !== 'rep')))('%s', async (_name, entry) => {
    expect(await attempt(entry, ours.signedIn.rep, ours.slug, inputOf(entry, ours))).toBe('forbidden');
  });

  it.each(named(ofWorkspace.filter(({ name }) => namedBy(name).has('deal'))))('%s, on a deal out of sight', async (_name, entry) => {
    expect(await attempt(entry, ours.signedIn.rep, ours.slug, inputOf(entry, ours))).toBe('not_found');
  });
});

describe('another workspace', () => {
  it.each(named(ofWorkspace))('%s, by its name', async (_name, entry) => {
    expect(await attempt(entry, ours.signedIn.admin, theirs.slug, inputOf(entry, theirs))).toBe('not_found');
  });

  it.each(named(entries.filter(({ name }) => namedBy(name).size > 0)))('%s, by each of its ids', async (_name, entry) => {
    const [own, foreign] = [INPUTS[entry.name]!(ours, 'mark'), INPUTS[entry.name]!(theirs, 'mark')];
    for (const input of [foreign, ...swaps(own, foreign)]) {
      expect(await attempt(entry, ours.signedIn.admin, ours.slug, input), JSON.stringify(input)).toMatch(/^(not_found|invalid)$/);
    }
  });
});

describe('one’s own', () => {
  // What ends something comes after what needs it; a change that its past forbids is a conflict, and was understood.
  const turn = ({ name }: ActionEntry) => (/ (setPassword|endOthers)$/.test(name) ? 2 : / (remove|revoke|drop|takeOff|stop|undo|end|cancel)/.test(name) ? 1 : 0);
  const own = entries.filter(({ name }) => !/\[token\]|^set-up/.test(name)).sort((a, b) => turn(a) - turn(b));
  it.each(named(own))('%s goes through: what was refused above was refused for who asked', async (_name, entry) => {
    expect(await attempt(entry, ours.signedIn.admin, ours.slug, inputOf(entry, ours))).toMatch(/^(done|conflict)$/);
  });
});
