/** The audit log as it is read: one entry a change. */
import { z } from 'zod';

const day = z.iso.date('Use a day as YYYY-MM-DD');

export const auditFilter = z.object({
  /** member:<id>, key:<id> or system:<name>. */
  who: z.string().max(200).regex(/^(member|key|system):./, 'Who is member:<id>, key:<id> or system:<name>').optional(),
  /** A whole action (deal.update) or all of a kind of record (deal). */
  action: z.string().max(100).regex(/^[a-z_]+(\.[a-z_]+)?$/, 'An action looks like deal.update').optional(),
  /** The id of one record. */
  entity: z.string().max(200).optional(),
  /** First and last day, in the workspace's time zone. */
  from: day.optional(),
  to: day.optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;

/** Where the page before ended: moment and id. */
export const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export const auditQuery = auditFilter.extend({ cursor: z.string().regex(CURSOR, 'This is not a cursor of this list').optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
export type AuditQuery = z.output<typeof auditQuery>;

export const ACTOR_KINDS = ['member', 'key', 'system'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export type AuditEntry = {
  id: string;
  at: Date;
  actor: { kind: ActorKind; id: string | null; name: string };
  action: string;
  entityId: string | null;
  before: unknown;
  after: unknown;
  requestId: string;
};

export type Actor = AuditEntry['actor'];

/** How the address names an actor. */
export const actorKey = ({ kind, id, name }: Actor): string => `${kind}:${kind === 'system' ? name : (id ?? '')}`;
