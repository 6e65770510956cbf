/**
 * The one way in which an alias comes to stand for another version: held against everybody else, written into the history, and, where records are
 * then scored by another version, followed by scoring them again and by telling those who run the product.
 */
import { notify } from '@/lib/notifications/notify';
import { audit } from '@/lib/server/audit';
import { invalid, notFound } from '@/lib/server/errors';
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import { MODELS, type Alias, type AliasCause, type AliasMove, type ModelName } from './schema';
import { hasVersion, holdModel, insertMove, readAliases, writeAlias, type StoredAlias } from './version-store';

export type AliasChange = { alias: Alias; /** Null: taken away. */ version: string | null; share?: number; cause: AliasCause; why: string; evidence?: unknown };

/** A model whose aliases are held: what they stand for now, and changing it. */
export type HeldAliases = {
  of: (alias: Alias) => StoredAlias | null;
  /** Null when it stands so already. Throws not_found where there is no such version. */
  change: (change: AliasChange) => Promise<AliasMove | null>;
  moves: readonly AliasMove[];
};

/** Inside a transaction: holds the model until it ends. */
export async function holdingAliases(scope: Scope, model: ModelName): Promise<HeldAliases> {
  await holdModel(scope, model);
  const at = new Date();
  const standing = new Map((await readAliases(scope, model)).map((alias) => [alias.alias, alias]));
  const moves: AliasMove[] = [];
  const change = async ({ alias, version, share = 1, cause, why, evidence }: AliasChange): Promise<AliasMove | null> => {
    const before = standing.get(alias) ?? null;
    if ((before?.version ?? null) === version && (version === null || before?.share === share)) return null;
    if (version === null && alias === 'champion') throw invalid('There is always a champion: move it to another version instead.');
    if (version !== null && !(await hasVersion(scope, model, version))) throw notFound('version');
    const since = before && before.version === version ? before.since : at;
    const to = version === null ? null : { version, share, since };
    await writeAlias(scope, model, alias, to);
    if (to) standing.set(alias, { alias, ...to });
    else standing.delete(alias);
    const move = await insertMove(scope, model, at, { alias, from: before?.version ?? null, to: version, share, cause, why, evidence });
    await audit(scope, {
      action: 'model.move', entityId: model, before: before && { alias, version: before.version, share: before.share }, after: { alias, version, share, cause, why },
    });
    moves.push(move);
    return move;
  };
  return { of: (alias) => standing.get(alias) ?? null, change, moves };
}

/** What was moved changes what people see: shadows are not seen. */
const seen = (moves: readonly AliasMove[]): AliasMove | undefined => moves.find(({ alias }) => alias === 'champion') ?? moves.find(({ alias }) => alias === 'challenger');

/** Call it last: records are scored again by whatever serves them now. */
export async function scoreAgain(scope: Scope, model: ModelName, moves: readonly AliasMove[]): Promise<void> {
  const move = seen(moves);
  if (move) await send(scope, 'model/moved', { model, moveId: move.id }, move.id);
}

/** Tells those who run the product; once for the moves that belong together. */
export async function tellMove(scope: Scope, model: ModelName, moves: readonly AliasMove[], title: string, severity: 'low' | 'medium' | 'high' = 'medium'): Promise<void> {
  const move = seen(moves) ?? moves[0];
  if (!move) return;
  await notify(scope, {
    kind: 'model_news', severity, title: `${MODELS[model].label}: ${title}`, body: move.why, path: `/models/${model}`, dedupeKey: `model:${move.id}`, to: { roles: ['operator', 'admin'] },
  });
}
