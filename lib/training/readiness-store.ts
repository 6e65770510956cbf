/** Counts of training examples and labels. */
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { ExampleLabel } from './schema';

export type ExampleCount = { label: ExampleLabel | null; type: string; prompt: string; n: number; bytes: number };

/** Examples by label, type and prompt version; `bytes` are those of a line's texts. */
export const countExamples = (scope: Scope): Promise<ExampleCount[]> => db(scope).$queryRaw<ExampleCount[]>`
  select label, insight->>'type' as type, prompt_version as prompt, count(*)::int as n, coalesce(sum(octet_length(snapshot::text) + octet_length(insight::text)), 0)::float8 as bytes
  from training_example where workspace_id = ${scope.workspaceId}::uuid group by 1, 2, 3`;

export async function countSources(scope: Scope): Promise<{ people: number; resolutions: number; raters: number; simulated: number; deals: number }> {
  const [row] = await db(scope).$queryRaw<{ people: number; resolutions: number; raters: number; simulated: number; deals: number }[]>`
    select count(*) filter (where l.source <> 'resolution')::int as people, count(*) filter (where l.source = 'resolution')::int as resolutions,
      count(distinct l.source) filter (where l.source <> 'resolution')::int as raters, count(*) filter (where l.simulated)::int as simulated,
      (select count(distinct deal_id)::int from training_example where workspace_id = ${scope.workspaceId}::uuid and label is not null) as deals
    from insight_label l where l.workspace_id = ${scope.workspaceId}::uuid`;
  return row ?? { people: 0, resolutions: 0, raters: 0, simulated: 0, deals: 0 };
}

export type Rating = { insightId: string; principal: string; kind: string | null; accuracy: string | null; stars: number | null };

/** What people said of insights that more than one of them answered: the latest thousand or so. */
export const sharedRatings = (scope: Scope, most: number): Promise<Rating[]> => db(scope).$queryRaw<Rating[]>`
  select f.insight_id as "insightId", f.principal, f.kind, f.accuracy, f.stars from feedback f
  join (select insight_id, max(updated_at) as at from feedback where workspace_id = ${scope.workspaceId}::uuid and (kind is not null or accuracy is not null or stars is not null)
    group by insight_id having count(*) > 1 order by 2 desc limit ${most}) shared on shared.insight_id = f.insight_id
  where f.kind is not null or f.accuracy is not null or f.stars is not null order by f.insight_id, f.principal`;
