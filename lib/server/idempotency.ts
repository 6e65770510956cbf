/** Idempotency-Key: the first answer is stored in the same transaction as its effect; the same key again gets that answer. */
import type { Prisma } from './db/generated/client';
import { db, transaction } from './db/tenancy';
import { conflict, invalid, isUniqueViolation } from './errors';
import { principalKey, type Scope } from './scope';

/** So long an answer is kept under its key. */
export const KEY_DAYS = 30;

/** Forgets keys older than KEY_DAYS, every night; gives how many. */
export const forgetOldKeys = (scope: Scope, now: Date): Promise<number> => transaction(scope, async () =>
  (await db(scope).idempotencyKey.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - KEY_DAYS * 86_400_000) } } })).count);

export async function answerOnce<R>(scope: Scope, key: string, requestHash: string, run: () => Promise<R>): Promise<R> {
  if (key.length > 200) throw invalid('Idempotency-Key: at most 200 characters.');
  const where = { workspaceId: scope.workspaceId, principal: principalKey(scope), key };
  const stored = () => transaction(scope, () => db(scope).idempotencyKey.findUnique({ where: { workspaceId_principal_key: where } }));
  const before = await stored();
  if (before) return replay<R>(before, requestHash);
  try {
    return await transaction(scope, async () => {
      const claim = await db(scope).idempotencyKey.create({ data: { ...where, requestHash } });
      const answer = await run();
      await db(scope).idempotencyKey.update({ where: { id: claim.id }, data: { response: answer as Prisma.InputJsonValue } });
      return answer;
    });
  } catch (error) {
    // Two with the same key at once: the other one won; its answer is ours.
    const other = isUniqueViolation(error) ? await stored() : null;
    if (!other) throw error;
    return replay<R>(other, requestHash);
  }
}

function replay<R>(stored: { requestHash: string; response: unknown }, requestHash: string): R {
  if (stored.requestHash !== requestHash) throw conflict('This Idempotency-Key was used for another request. Use a new key.');
  return stored.response as R;
}
