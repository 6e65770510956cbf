/** How the versions of a task's prompt have done: counted over what language models wrote, in the sight of the reader. */
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

export type VersionCounts = { version: string; insights: number; right: number; resolved: number; helpful: number; answered: number };

/** Insights of each version that a language model wrote: the built-in analyst answers whatever the prompt says. */
export const countInsights = (scope: Scope) => db(scope).$queryRaw<VersionCounts[]>`
  select i.prompt_version as version, count(*)::int as insights,
    (count(*) filter (where i.resolution = 'right'))::int as right, (count(*) filter (where i.resolution in ('right', 'wrong')))::int as resolved,
    coalesce(sum(f.helpful), 0)::int as helpful, coalesce(sum(f.answered), 0)::int as answered
  from insight i join deal d on d.id = i.deal_id
  left join lateral (
    select count(*) filter (where kind = 'helpful') as helpful, count(kind) as answered from feedback where insight_id = i.id
  ) f on true
  where i.provider <> 'builtin'
  group by i.prompt_version`;

export type VersionCalls = { version: string; answers: number; priced: number; costMicros: number; latencyMs: number | null };

/** Calls of each version to language models. Those of replays say how a version did in a trial, not how it does. */
export const countCalls = (scope: Scope, task: string) => db(scope).$queryRaw<VersionCalls[]>`
  select prompt_version as version, (count(*) filter (where status in ('ok', 'abstained')))::int as answers, count(cost_micros)::int as priced, coalesce(sum(cost_micros), 0)::float8 as "costMicros",
    percentile_cont(0.5) within group (order by latency_ms) filter (where status in ('ok', 'abstained')) as "latencyMs"
  from llm_call
  where task = ${task} and provider <> 'builtin' and status <> 'cached' and (run_id is null or not exists (select 1 from prompt_replay r where r.id = llm_call.run_id))
  group by prompt_version`;
