/** The sign-in door: people, sessions, links and keys, before a workspace is known. Sees the columns granted to door_auth. */
import type { Prisma } from '../db/generated/client';
import { throughDoor, type Db } from '../db/tenancy';
import type { Role } from '../scope';

export type SignedIn = { sessionId: string; userId: string; email: string; name: string; /** The one they opened last. */ lastWorkspaceId: string | null };
export type Membership = {
  memberId: string; memberName: string; role: Role; teamId: string | null;
  workspace: { id: string; slug: string; name: string; currency: string; timezone: string; isSample: boolean; settings: unknown };
};

const WORKSPACE = { id: true, slug: true, name: true, currency: true, timezone: true, isSample: true, settings: true } as const;
const DAY = 86_400_000;
export const SESSION_DAYS = 14;
const SEEN_EVERY = 5 * 60_000;

export const findUserByEmail = (email: string) => throughDoor('auth', (db) => db.user.findUnique({ where: { email: email.toLowerCase() } }));

export const hasUsers = (): Promise<boolean> => throughDoor('auth', async (db) => (await db.user.findFirst({ select: { id: true } })) !== null);

/** Whether anybody who can sign in belongs to a workspace: until then the installation is to be set up. */
export const hasPeople = (): Promise<boolean> => throughDoor('auth', livePerson);

const livePerson = async (db: Db): Promise<boolean> =>
  (await db.member.findFirst({ where: { removedAt: null, user: { disabledAt: null } }, select: { id: true } })) !== null;

/** claimed: the user is new (or was disabled); begun: the same e-mail claimed before and has no workspace yet; taken: somebody else was first. */
export type FirstUserClaim = { kind: 'claimed'; userId: string } | { kind: 'begun'; userId: string; passwordHash: string | null } | { kind: 'taken' };

/** Makes the installation's first user; under a lock, so that of any number at once one wins. */
export const claimFirstUser = (user: { email: string; name: string; passwordHash: string }): Promise<FirstUserClaim> => throughDoor('auth', async (db) => {
  await db.$executeRaw`select pg_advisory_xact_lock(hashtext('winloop first user'))`;
  if (await livePerson(db)) return { kind: 'taken' };
  const [known] = await db.user.findMany({ where: { disabledAt: null }, select: { id: true, email: true, passwordHash: true }, take: 1 });
  if (known) return known.email === user.email ? { kind: 'begun', userId: known.id, passwordHash: known.passwordHash } : { kind: 'taken' };
  const data = { name: user.name, passwordHash: user.passwordHash, disabledAt: null };
  const { id } = await db.user.upsert({ where: { email: user.email }, create: { email: user.email, ...data }, update: data, select: { id: true } });
  await newPassword(db, id, user.passwordHash);
  return { kind: 'claimed', userId: id };
});

export const createUser = (user: { email: string; name: string; passwordHash: string | null }) =>
  throughDoor('auth', (db) => db.user.create({ data: { ...user, email: user.email.toLowerCase() }, select: { id: true } }));

/** The account of an invited person: new, or one that was disabled and belongs to no workspace. Null when there is a live one. */
export const createInvitedUser = (user: { email: string; name: string; passwordHash: string }): Promise<{ id: string } | null> => throughDoor('auth', async (db) => {
  const { count } = await db.user.createMany({ data: [user], skipDuplicates: true });
  const found = await db.user.findUniqueOrThrow({ where: { email: user.email }, select: { id: true } });
  if (count === 1) return found;
  const revived = await db.user.updateMany({
    where: { id: found.id, disabledAt: { not: null }, members: { none: { removedAt: null } } },
    data: { name: user.name, disabledAt: null },
  });
  if (revived.count !== 1) return null;
  // Sessions and links of before slept with the account: they do not wake with it.
  await newPassword(db, found.id, user.passwordHash);
  return found;
});

/** Disables those of these people who belong to no workspace any more; their sessions end with it. */
export const disableWithoutWorkspace = (userIds: readonly string[]): Promise<number> => throughDoor('auth', async (db) =>
  (await db.user.updateMany({ where: { id: { in: [...userIds] }, disabledAt: null, members: { none: { removedAt: null } } }, data: { disabledAt: new Date() } })).count);

/** The person's live memberships, for what is written down in each of their workspaces. */
export const membershipsOf = (userId: string) => throughDoor('auth', (db) =>
  db.member.findMany({ where: { userId, removedAt: null }, select: { id: true, workspaceId: true, name: true, role: true }, orderBy: { id: 'asc' } }));

/** Sets a new password; every session of that person ends (but the one they do it in), and no reset link works any more. */
export const setPassword = (userId: string, passwordHash: string, exceptSession?: string): Promise<void> => throughDoor('auth', (db) => newPassword(db, userId, passwordHash, exceptSession));

async function newPassword(db: Db, userId: string, passwordHash: string, exceptSession?: string): Promise<void> {
  const now = new Date();
  await db.user.update({ where: { id: userId }, data: { passwordHash }, select: { id: true } });
  await db.session.updateMany({ where: { userId, revokedAt: null, ...(exceptSession ? { id: { not: exceptSession } } : {}) }, data: { revokedAt: now } });
  await db.passwordReset.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now } });
}

export const startSession = (userId: string, userAgent: string | null) => throughDoor('auth', (db) =>
  db.session.create({ data: { userId, userAgent: userAgent?.slice(0, 300) ?? null, expiresAt: new Date(Date.now() + SESSION_DAYS * DAY) }, select: { id: true } }));

export const endSession = (id: string) => throughDoor('auth', (db) => db.session.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date() } }));

export type OwnSession = { id: string; createdAt: Date; lastSeenAt: Date; userAgent: string | null };

/** The person's live sessions, the one used last first. */
export const readOwnSessions = (userId: string): Promise<OwnSession[]> => throughDoor('auth', (db) => db.session.findMany({
  where: { userId, revokedAt: null, expiresAt: { gt: new Date() } },
  select: { id: true, createdAt: true, lastSeenAt: true, userAgent: true }, orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }], take: 100,
}));

/** Ends sessions of that person: one, or all but one; gives how many. */
export const endSessionsOf = (userId: string, which: { id: string } | { except: string }): Promise<number> => throughDoor('auth', async (db) =>
  (await db.session.updateMany({ where: { userId, revokedAt: null, id: 'id' in which ? which.id : { not: which.except } }, data: { revokedAt: new Date() } })).count);

/** Who a session belongs to, and the memberships of that person (all, or the one in `slug`); null when it is over. */
export async function readSession(sessionId: string, slug?: string): Promise<{ user: SignedIn; memberships: Membership[] } | null> {
  return throughDoor('auth', async (db) => {
    const session = await db.session.findFirst({
      where: { id: sessionId, revokedAt: null, expiresAt: { gt: new Date() }, user: { disabledAt: null } },
      select: { id: true, lastSeenAt: true, user: { select: { id: true, email: true, name: true, lastWorkspaceId: true } } },
    });
    if (!session) return null;
    const now = new Date();
    if (now.getTime() - session.lastSeenAt.getTime() > SEEN_EVERY) await db.session.updateMany({ where: { id: session.id }, data: { lastSeenAt: now } });
    const members = await db.member.findMany({
      where: { userId: session.user.id, removedAt: null, ...(slug ? { workspace: { slug } } : {}) },
      select: { id: true, name: true, role: true, teamId: true, workspace: { select: WORKSPACE } },
      orderBy: { id: 'asc' },
    });
    return {
      user: { sessionId: session.id, userId: session.user.id, email: session.user.email, name: session.user.name, lastWorkspaceId: session.user.lastWorkspaceId },
      memberships: members.map((m) => ({ memberId: m.id, memberName: m.name, role: m.role, teamId: m.teamId, workspace: m.workspace })),
    };
  });
}

/** Remembers which workspace the person opened last. */
export const noteWorkspace = (userId: string, workspaceId: string) => throughDoor('auth', (db) => db.user.updateMany({ where: { id: userId }, data: { lastWorkspaceId: workspaceId } }));

/** The members of a team, for what a manager sees. */
export const teamMemberIds = (workspaceId: string, teamId: string): Promise<string[]> => throughDoor('auth', async (db) =>
  (await db.member.findMany({ where: { workspaceId, teamId }, select: { id: true } })).map((m) => m.id));

/** The live API key with this hash; notes its use at most once a minute. */
export const readApiKey = (hash: string) => throughDoor('auth', async (db) => {
  const now = new Date();
  const key = await db.apiKey.findFirst({
    where: { hash, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    select: { id: true, workspaceId: true, name: true, role: true, lastUsedAt: true },
  });
  if (key && (!key.lastUsedAt || now.getTime() - key.lastUsedAt.getTime() > 60_000)) {
    await db.apiKey.updateMany({ where: { id: key.id }, data: { lastUsedAt: now } });
  }
  return key;
});

export const findWorkspace = (slug: string) => throughDoor('auth', (db) => db.workspace.findUnique({ where: { slug }, select: WORKSPACE }));

/** The open invitation behind a link, with its workspace; null when used, revoked or expired. */
export const readInvitation = (hash: string) => throughDoor('auth', (db) => db.invitation.findFirst({
  where: { tokenHash: hash, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
  select: { id: true, workspaceId: true, email: true, role: true, teamId: true, memberId: true, workspace: { select: WORKSPACE } },
}));

/**
 * A link by which a new password is set; earlier ones of that person end. `voucherId` is who answers for it: it opens every
 * workspace of the person, so they must be an admin of each (null: whoever owns the installation). False, and no link, when not.
 */
export const createPasswordReset = (userId: string, hash: string, expiresAt: Date, voucherId: string | null): Promise<boolean> => throughDoor('auth', async (db) => {
  await lockResets(db, userId);
  if (voucherId !== null && !(await isAdminOfAll(db, voucherId, userId))) return false;
  await endResets(db, { userId });
  await db.passwordReset.create({ data: { userId, tokenHash: hash, expiresAt }, select: { id: true } });
  return true;
});

/** Making a link for a person and their joining a workspace come one after the other: see `endPasswordResets`. */
const lockResets = (db: Db, userId: string) => db.$queryRaw`select 1 from user_account where id = ${userId}::uuid for update`;

const isAdminOfAll = async (db: Db, userId: string, ofUserId: string): Promise<boolean> => (await db.member.findFirst({
  where: { userId: ofUserId, removedAt: null, workspace: { members: { none: { userId, role: 'admin', removedAt: null } } } }, select: { id: true },
})) === null;

const endResets = (db: Db, whose: Prisma.PasswordResetWhereInput) => db.passwordReset.updateMany({ where: { ...whose, usedAt: null }, data: { usedAt: new Date() } });

/** Ends the open reset links of a person: one made in a workspace must not open the next one that they join. Call it when they have joined. */
export const endPasswordResets = (userId: string) => throughDoor('auth', async (db) => {
  await lockResets(db, userId);
  await endResets(db, { userId });
});

/** Ends the open reset links of everybody in a workspace: an admin who goes takes none along. */
export const endResetsOfMembers = (workspaceId: string) => throughDoor('auth', (db) => endResets(db, { user: { members: { some: { workspaceId, removedAt: null } } } }));

const openReset = (hash: string) => ({ tokenHash: hash, usedAt: null, expiresAt: { gt: new Date() }, user: { disabledAt: null } });

/** Whose open reset link this is; null when used, expired or unknown. */
export const readPasswordReset = (hash: string) => throughDoor('auth', async (db) =>
  (await db.passwordReset.findFirst({ where: openReset(hash), select: { user: { select: { id: true, email: true, name: true } } } }))?.user ?? null);

/** Uses a reset link once: new password, every session ended. False when somebody else just did. */
export const usePasswordReset = (hash: string, passwordHash: string): Promise<boolean> => throughDoor('auth', async (db) => {
  const reset = await db.passwordReset.findFirst({ where: openReset(hash), select: { id: true, userId: true } });
  if (!reset) return false;
  const { count } = await db.passwordReset.updateMany({ where: { id: reset.id, usedAt: null }, data: { usedAt: new Date() } });
  if (count === 1) await newPassword(db, reset.userId, passwordHash);
  return count === 1;
});

export type Attempts = { byEmail: number; byAddress: number };

/**
 * Counts this try as a failure before it is judged; gives the failures since `since`, this one included. Written and committed
 * before it is counted, so that tries at once see each other and cannot pass the limit together.
 */
export async function beginSignIn(emailHash: string, address: string, since: Date): Promise<Attempts & { id: string }> {
  const { id } = await throughDoor('auth', (db) => db.signInAttempt.create({ data: { emailHash, address, succeeded: false }, select: { id: true } }));
  return { id, ...(await throughDoor('auth', (db) => failures(db, emailHash, address, since))) };
}

/** Failed sign-ins since `since`, for throttling. */
const failures = async (db: Db, emailHash: string, address: string, since: Date): Promise<Attempts> => ({
  byEmail: await db.signInAttempt.count({ where: { emailHash, succeeded: false, at: { gt: since } } }),
  byAddress: await db.signInAttempt.count({ where: { address, succeeded: false, at: { gt: since } } }),
});

/** The try was not a failure: it succeeded, or it was refused unseen and must not prolong the wait. */
export const forgiveSignIn = (id: string, succeeded: { emailHash: string; address: string } | null) => throughDoor('auth', async (db) => {
  await db.signInAttempt.deleteMany({ where: { OR: [{ id }, { at: { lt: new Date(Date.now() - DAY) } }] } });
  if (succeeded) await db.signInAttempt.createMany({ data: [{ ...succeeded, succeeded: true }] });
});
