/** What the product counts of the units of experiments, in the database. */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { Recorded } from './measures';

const { sql } = Prisma;

export type MeasuredExperiment = { id: string; unit: string; kind: string; plan: unknown; endedAt: Date | null };

/** Those that have begun and count something by themselves. Usually none, and this is all that is asked. */
export const readMeasured = (scope: Scope, since: Date): Promise<MeasuredExperiment[]> => db(scope).$queryRaw`
  select id, unit, subject ->> 'kind' as kind, plan, ended_at as "endedAt" from experiment
  where (status in ('running', 'paused') or (status in ('stopped', 'completed') and ended_at > ${since})) and jsonb_path_exists(plan, '$.metrics[*] ? (@.measure != null)') order by id`;

export type MeasuredUnit = { experimentId: string; unitId: string; variantId: string; exposedAt: Date };
const UNIT = sql`a.experiment_id as "experimentId", a.unit_id as "unitId", a.variant_id as "variantId", a.exposed_at as "exposedAt"`;

/** The exposed units that something on these deals may concern: the deals, their accounts, their owners and who answered on them. */
export const readUnitsOfDeals = (scope: Scope, experimentIds: readonly string[], dealIds: readonly string[]): Promise<MeasuredUnit[]> => db(scope).$queryRaw`
  with touched(kind, id) as (
    select 'deal', id::text from deal where id = any(${dealIds}::uuid[]) union select 'account', account_id::text from deal where id = any(${dealIds}::uuid[])
    union select 'user', owner_id::text from deal where id = any(${dealIds}::uuid[])
    union select 'user', substr(f.principal, 8) from insight i join feedback f on f.insight_id = i.id where i.deal_id = any(${dealIds}::uuid[]) and f.principal like 'member:%')
  select ${UNIT} from experiment e join touched t on t.kind = e.unit join assignment a on a.experiment_id = e.id and a.unit_id = t.id where e.id = any(${experimentIds}::uuid[])`;

/** A batch of exposed units after the last one, in order. */
export const readUnitsAfter = (scope: Scope, experimentIds: readonly string[], after: { experimentId: string; unitId: string } | null, most: number): Promise<MeasuredUnit[]> => db(scope).$queryRaw`
  select ${UNIT} from assignment a where a.experiment_id = any(${experimentIds}::uuid[])
    ${after ? sql`and (a.experiment_id, a.unit_id) > (${after.experimentId}::uuid, ${after.unitId})` : Prisma.empty}
  order by a.experiment_id, a.unit_id limit ${most}`;

/** `own`: facts carry the variant by themselves (insights and answers keep their arms); else those since the exposure count. */
export type AskedUnit = MeasuredUnit & { unit: string; own: boolean };
export type StoredFact = {
  experimentId: string; unitId: string; of: 'answer' | 'decided' | 'won'; id: string; at: Date; said: string | null; acted: boolean; actedAt: Date | null; amountMinor: bigint | null; currency: string | null;
};

/**
 * What became of these units since they were exposed. Insights that were made before it, and answers to them, do not count. Deals that are held
 * out of advice are in no experiment. Of a person count the answers that they gave, and the deals that they own.
 */
export const readFacts = (scope: Scope, units: readonly AskedUnit[]): Promise<StoredFact[]> => db(scope).$queryRaw`
  with u as materialized (
    select r.*, jsonb_build_array(jsonb_build_object('experimentId', "experimentId", 'variantId', "variantId")) as arm
    from jsonb_to_recordset(${JSON.stringify(units)}::jsonb) as r("experimentId" uuid, "unitId" uuid, "variantId" uuid, "exposedAt" timestamptz, unit text, own boolean)),
  deals as materialized (
    select u.*, d.id as deal_id from (
      select u."experimentId" as eid, u."unitId" as uid, d.id from u join deal d on d.id = u."unitId" where u.unit = 'deal'
      union all select u."experimentId", u."unitId", d.id from u join deal d on d.account_id = u."unitId" where u.unit = 'account'
      union all select u."experimentId", u."unitId", d.id from u join deal d on d.owner_id = u."unitId" where u.unit = 'user') d
    join u on u."experimentId" = d.eid and u."unitId" = d.uid
    where not exists (select 1 from holdout_assignment h where h.deal_id = d.id and h.arm = 'held_out')),
  answers as (
    select d."experimentId", d."unitId", f.*, d.own, d.arm, d."exposedAt", i.created_at as made_at, i.simulated from deals d join insight i on i.deal_id = d.deal_id join feedback f on f.insight_id = i.id where d.unit <> 'user'
    union all select u."experimentId", u."unitId", f.*, u.own, u.arm, u."exposedAt", i.created_at, i.simulated
    from u join feedback f on f.principal = 'member:' || u."unitId" and f.updated_at >= u."exposedAt" join insight i on i.id = f.insight_id where u.unit = 'user')
  select "experimentId", "unitId", 'answer' as of, id, updated_at as at, kind as said, coalesce(jsonb_typeof(acted_on) = 'object', false) as acted, acted_at as "actedAt", null::bigint as "amountMinor", null::text as currency
  from answers where case when own then arms @> arm else not simulated and made_at >= "exposedAt" and created_at >= "exposedAt" end
  union all
  select d."experimentId", d."unitId", 'decided', i.id, i.resolved_at, i.resolution, false, null, null, null from deals d join insight i on i.deal_id = d.deal_id
  where i.resolution in ('right', 'wrong') and i.acted_result is null and i.resolved_at is not null and case when d.own then i.arms @> d.arm else not i.simulated and i.created_at >= d."exposedAt" end
  union all
  select d."experimentId", d."unitId", 'won', o.deal_id, o.at, null, false, null, o.final_minor, o.currency from deals d join outcome o on o.deal_id = d.deal_id
  where o.kind = 'won' and o.voided_at is null and o.at >= d."exposedAt"`;

/** What the product recorded of these units before. */
export async function readRecorded(scope: Scope, units: readonly { experimentId: string; unitId: string }[]): Promise<(Recorded & { experimentId: string; unitId: string })[]> {
  const rows = await db(scope).$queryRaw<(Omit<Recorded, 'at'> & { experimentId: string; unitId: string; at: Date })[]>`
    select o.experiment_id as "experimentId", o.unit_id as "unitId", o.metric, o.outcome_id as "outcomeId", o.value, o.denominator, o.occurred_at as at
    from jsonb_to_recordset(${JSON.stringify(units.map(({ experimentId, unitId }) => ({ experimentId, unitId })))}::jsonb) as r("experimentId" uuid, "unitId" text)
    join experiment_outcome o on o.experiment_id = r."experimentId" and o.unit_id = r."unitId" and o.outcome_id like 'product %'`;
  return rows.map(({ at, ...row }) => ({ ...row, at: at.getTime() }));
}
