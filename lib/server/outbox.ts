/**
 * Events leave through the outbox: the row and the fact that it announces commit together; after the commit the relay sends it
 * to Inngest or the embedded runner, at least once. The id is deterministic, so sending twice has one effect.
 */
import { createHash } from 'node:crypto';
import type { EventName, EventData } from '@/inngest/events';
import { afterCommit, db } from './db/tenancy';
import type { Scope } from './scope';

const holder = globalThis as typeof globalThis & { winloopRelay?: () => void };

/** The relay registers itself here so that a commit can wake it at once instead of at its next look. */
export const onOutbox = (wake: () => void): void => void (holder.winloopRelay = wake);

/**
 * Writes an event in the open transaction. `key` makes its id: the same name, workspace and key are one event.
 * `data` carries ids only; the workspace is added here.
 */
export async function send<N extends EventName>(scope: Scope, name: N, data: Omit<EventData<N>, 'workspaceId'>, key: string): Promise<void> {
  const eventId = createHash('sha256').update(`${name}\n${scope.workspaceId}\n${key}`).digest('hex').slice(0, 40);
  await db(scope).outboxEvent.createMany({
    data: [{ workspaceId: scope.workspaceId, eventId, name, data: { ...data, workspaceId: scope.workspaceId } }],
    skipDuplicates: true,
  });
  afterCommit(() => holder.winloopRelay?.());
}
