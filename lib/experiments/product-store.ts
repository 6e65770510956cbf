/** What experiments do inside the product, in the database: which deals are under which variants. Every statement serves any number of deals. */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

const { sql } = Prisma;
/** Units keep what they were given while an experiment rests; when it has ended nobody is under it any more. */
const ACTIVE = sql`e.status in ('running', 'paused')`;
/** Nobody sees the advice on a deal that is held out: it is in no experiment, whatever its account is in. */
const ADVISED = sql`not exists (select 1 from holdout_assignment h where h.deal_id = d.id and h.arm = 'held_out')`;
/** The unit of an experiment that a deal belongs to; of people none. */
const UNIT_OF_DEAL = sql`case e.unit when 'deal' then d.id::text when 'account' then d.account_id::text end`;

export type StoredRuleVariant = { ruleKey: string; payload: unknown };

/** What any experiment tries, or is about to try, with a rule. */
export const readRuleVariants = (scope: Scope): Promise<StoredRuleVariant[]> => db(scope).$queryRaw`
  select distinct e.subject ->> 'ruleKey' as "ruleKey", v.payload from experiment e join variant v on v.experiment_id = e.id
  where e.status in ('scheduled', 'running', 'paused') and e.subject_key like 'rule:%' order by 1, 2`;

/** The rule variants that these deals are under. */
export const readRulesOfDeals = (scope: Scope, dealIds: readonly string[]): Promise<(StoredRuleVariant & { dealId: string })[]> => db(scope).$queryRaw`
  select d.id as "dealId", e.subject ->> 'ruleKey' as "ruleKey", v.payload
  from experiment e join deal d on d.id = any(${dealIds}::uuid[]) join assignment a on a.experiment_id = e.id and a.unit_id = ${UNIT_OF_DEAL} join variant v on v.id = a.variant_id
  where ${ACTIVE} and e.subject_key like 'rule:%' and ${ADVISED}`;

/** The variants that these deals are under, of whatever kind, and since when. */
export const readArmsOfDeals = (scope: Scope, dealIds: readonly string[]): Promise<{ dealId: string; experimentId: string; variantId: string; variant: string; subject: string; exposedAt: Date }[]> => db(scope).$queryRaw`
  select d.id as "dealId", e.id as "experimentId", v.id as "variantId", v.key as variant, e.subject_key as subject, a.exposed_at as "exposedAt"
  from experiment e join deal d on d.id = any(${dealIds}::uuid[]) join assignment a on a.experiment_id = e.id and a.unit_id = ${UNIT_OF_DEAL} join variant v on v.id = a.variant_id
  where ${ACTIVE} and ${ADVISED} order by e.id`;

export type Units = { deal: string | null; account: string | null; user: string | null; message: string | null };
/** `variantId` is null where the unit was never exposed. */
export type StoredArm = { experimentId: string; unitId: string; unit: string; status: string; subject: string; variantId: string | null; variant: string | null; payload: unknown; plan: unknown };

/** Kinds of subjects, and of those that are about a language task the task. */
export type What = { kinds: readonly string[]; task: string | null };

/** The experiments of this kind that any of the units may be in, with the variant of those that have one. Without experiments it is all that is asked. */
export const readArms = (scope: Scope, units: Units, { kinds, task }: What): Promise<StoredArm[]> => db(scope).$queryRaw`
  select e.id as "experimentId", u.id as "unitId", e.unit, e.status, e.subject_key as subject, v.id as "variantId", v.key as variant, v.payload, e.plan
  from experiment e join jsonb_each_text(${JSON.stringify(units)}::jsonb) as u(kind, id) on u.kind = e.unit and u.id is not null
  left join assignment a on a.experiment_id = e.id and a.unit_id = u.id left join variant v on v.id = a.variant_id
  where ${ACTIVE} and e.subject ->> 'kind' = any(${[...kinds]}) and coalesce(e.subject ->> 'task' = ${task}, not e.subject ? 'task') order by e.id`;

/** What the variants say that are still in force: of an experiment that has ended nothing is. */
export const readPayloads = (scope: Scope, variantIds: readonly string[]): Promise<{ variantId: string; payload: unknown }[]> => db(scope).$queryRaw`
  select v.id as "variantId", v.payload from variant v join experiment e on e.id = v.experiment_id where v.id = any(${[...variantIds]}::uuid[]) and ${ACTIVE}`;

export type StoredAttributes = {
  stage: string; product: string | null; productFamily: string | null; industry: string | null; country: string | null; leadSource: string | null; team: string | null;
  amountMinor: bigint | null; currency: string; openedAt: Date;
};

export async function readDealAttributes(scope: Scope, dealId: string): Promise<StoredAttributes | null> {
  const [row] = await db(scope).$queryRaw<StoredAttributes[]>`
    select s.name as stage, p.name as product, p.family as "productFamily", a.industry, a.country, d.lead_source as "leadSource", t.name as team, d.amount_minor as "amountMinor", d.currency, d.opened_at as "openedAt"
    from deal d join stage s on s.id = d.stage_id left join product p on p.id = d.product_id left join account a on a.id = d.account_id left join member m on m.id = d.owner_id left join team t on t.id = m.team_id
    where d.id = ${dealId}::uuid`;
  return row ?? null;
}

export async function readMemberAttributes(scope: Scope, memberId: string): Promise<{ role: string; team: string | null } | null> {
  const [row] = await db(scope).$queryRaw<{ role: string; team: string | null }[]>`select m.role::text as role, t.name as team from member m left join team t on t.id = m.team_id where m.id = ${memberId}::uuid`;
  return row ?? null;
}

export const readSubjectKey = async (scope: Scope, experimentId: string): Promise<string | null> =>
  (await db(scope).experiment.findFirst({ where: { id: experimentId }, select: { subjectKey: true } }))?.subjectKey ?? null;
