/** Labelled insights of deals in sight. */
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { Labelled } from './label-curve';

/** The latest `most`, of those whose label is clear (good or bad). */
export async function labelledInsights(scope: Scope, most: number): Promise<Labelled[]> {
  const [row] = await db(scope).$queryRaw<[{ rows: [string, string, string | null, boolean][] | null }]>`
    select json_agg(json_build_array(deal_id, type, rule_key, good)) as rows from (
      select e.deal_id, i.type, i.rule_key, e.label = 'good' as good
      from training_example e join deal d on d.id = e.deal_id join insight i on i.id = e.insight_id
      where e.label in ('good', 'bad') order by e.labelled_at desc, e.id limit ${most}) l`;
  return (row.rows ?? []).map(([deal, type, rule, good]) => ({ deal, type, rule, good }));
}

/** Changes whenever a label does. */
export async function labelsVersion(scope: Scope): Promise<string> {
  const [row] = await db(scope).$queryRaw<[{ version: string }]>`
    select count(*) || ' ' || coalesce(max(labelled_at), 'epoch') || ' ' || count(*) filter (where label = 'good') as version from training_example where label in ('good', 'bad')`;
  return row.version;
}
