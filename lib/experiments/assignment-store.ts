/** Assignments in the database: one row a unit, written at its first exposure, never changed but for being counted. */
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

export type NewAssignment = { unitId: string; variantId: string; segment: string; pre: Record<string, number> | null; epoch: number; exposedAt: Date };

export const findAssignments = async (scope: Scope, experimentId: string, unitIds: readonly string[]): Promise<Map<string, string>> =>
  new Map((await db(scope).assignment.findMany({ where: { experimentId, unitId: { in: [...unitIds] } }, select: { unitId: true, variantId: true } })).map((row) => [row.unitId, row.variantId]));

/** Of two at once the first stands. Gives the units that were new. In the order of the key: two that assign the same in another order do not wait for each other. */
export async function insertAssignments(scope: Scope, experimentId: string, rows: readonly NewAssignment[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const given = rows.map(({ exposedAt, ...row }) => ({ ...row, exposedAt: exposedAt.toISOString() }));
  const made = await db(scope).$queryRaw<{ unitId: string }[]>`
    insert into assignment (experiment_id, workspace_id, unit_id, variant_id, segment, pre, epoch, exposed_at)
    select ${experimentId}::uuid, ${scope.workspaceId}::uuid, "unitId", "variantId", segment, pre, epoch, "exposedAt"
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as r("unitId" text, "variantId" uuid, segment text, pre jsonb, epoch int, "exposedAt" timestamptz)
    order by "unitId" on conflict do nothing returning unit_id as "unitId"`;
  return new Set(made.map(({ unitId }) => unitId));
}

export const countAssignments = async (scope: Scope, experimentIds: readonly string[]): Promise<Map<string, number>> => {
  const rows = experimentIds.length === 0 ? [] : await db(scope).$queryRaw<{ id: string; n: number }[]>`
    select experiment_id as id, sum(n)::float8 as n from (
      select c.experiment_id, c.n from experiment_cohort c join experiment e on e.id = c.experiment_id and c.metric = e.plan #>> '{metrics,0,key}' where c.experiment_id = any(${[...experimentIds]}::uuid[])
      union all select experiment_id, count(*) from assignment where experiment_id = any(${[...experimentIds]}::uuid[]) and not folded group by experiment_id
    ) as parts group by experiment_id`;
  return new Map(rows.map(({ id, n }) => [id, n]));
};

/** Assignments of these units in experiments that run, are paused, or ended after `since`. */
export const findActiveAssignments = (scope: Scope, unitIds: readonly string[], since: Date) => db(scope).assignment.findMany({
  where: { unitId: { in: [...unitIds] }, experiment: { OR: [{ status: { in: ['running', 'paused'] } }, { endedAt: { gt: since } }] } },
  select: { unitId: true, variantId: true, exposedAt: true, experimentId: true },
});
