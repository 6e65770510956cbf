/**
 * A Scope says in whose name and for which workspace something is done. It is branded: only the functions of this file mint
 * one, every store function takes it first, and the database enforces it again (row-level security).
 */
import { v7 as uuidv7 } from 'uuid';

export type Role = 'rep' | 'manager' | 'operator' | 'admin';

export type Principal =
  | { kind: 'member'; id: string; userId: string; name: string }
  | { kind: 'api_key'; id: string; name: string }
  | { kind: 'system'; id: null; name: string };

declare const minted: unique symbol;
export type Scope = {
  readonly [minted]: true;
  readonly workspaceId: string;
  readonly principal: Principal;
  readonly role: Role;
  /** Whose deals are in sight: all of them, or those owned by these members (NOBODY among them: those without an owner). */
  readonly sight: 'all' | readonly string[];
  readonly requestId: string;
};

const mint = (scope: Omit<Scope, typeof minted>): Scope => Object.freeze(scope) as Scope;

/** For a signed-in member. `sight` comes from `sightOf` (access.ts). */
export const memberScope = (member: { id: string; userId: string; name: string; role: Role; workspaceId: string }, sight: Scope['sight'], requestId: string): Scope =>
  mint({ workspaceId: member.workspaceId, principal: { kind: 'member', id: member.id, userId: member.userId, name: member.name }, role: member.role, sight, requestId });

/** For an API key: acts with its role; keys belong to no team, so a key sees the whole workspace. */
export const keyScope = (key: { id: string; name: string; role: Role; workspaceId: string }, requestId: string): Scope =>
  mint({ workspaceId: key.workspaceId, principal: { kind: 'api_key', id: key.id, name: key.name }, role: key.role, sight: 'all', requestId });

/** For background work and the command line of one workspace; `name` says what acts and is written to the audit log. */
export const systemScope = (workspaceId: string, name: string): Scope =>
  mint({ workspaceId, principal: { kind: 'system', id: null, name }, role: 'admin', sight: 'all', requestId: uuidv7() });

/**
 * The same principal seeing the whole workspace: for what rests on all of its deals (similar deals, statistics, models), and
 * for writes whose permission was already decided.
 */
export const seeingAll = (scope: Scope): Scope => (scope.sight === 'all' ? scope : mint({ ...scope, sight: 'all' }));

/** `member:<id>` or `key:<id>`: who an answer belongs to. */
export const principalKey = ({ principal }: Scope): string =>
  principal.kind === 'member' ? `member:${principal.id}` : principal.kind === 'api_key' ? `key:${principal.id}` : `system:${principal.name}`;
