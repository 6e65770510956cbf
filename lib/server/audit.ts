/** Every change is written down in the transaction that makes it: who, what, before and after. */
import type { Prisma } from './db/generated/client';
import { db } from './db/tenancy';
import type { Scope } from './scope';

const HIDDEN = /password|hash|token|secret|apikey/i;

/** A JSON copy without secrets; bigint and dates as text. */
function visible(value: unknown): Prisma.InputJsonValue | undefined {
  if (value === undefined || value === null) return undefined;
  return JSON.parse(JSON.stringify(value, (key, v: unknown) => (HIDDEN.test(key) ? undefined : typeof v === 'bigint' ? v.toString() : v))) as Prisma.InputJsonValue;
}

export type Change = { action: `${string}.${string}`; entityId?: string; before?: unknown; after?: unknown };

/** Appends to the audit log; call inside `transaction(scope, …)`. */
export async function audit(scope: Scope, { action, entityId, before, after }: Change): Promise<void> {
  const { principal, workspaceId, requestId } = scope;
  const [was, is] = [visible(before), visible(after)];
  await db(scope).auditEvent.create({
    data: {
      workspaceId, requestId, action, entityId: entityId ?? null,
      actorKind: principal.kind, actorId: principal.id, actorName: principal.name,
      ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }),
    },
  });
}
