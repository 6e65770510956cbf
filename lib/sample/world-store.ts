/** What the simulator made up, read for and written to the database: by unnest, in batches, each row marked as simulated. */
import { v7 as uuidv7 } from 'uuid';
import { letOthersIn } from '@/lib/server/db/let-others-in';
import { db, transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { NewChange, NewContact, NewDealContact, NewInteraction, NewMove, NewStage, SimulatedDeal } from '@/prisma/sample/world';

const BATCH = 2_000;
const date = (time: number | null | undefined): Date | null => (time == null ? null : new Date(time));
/** Absent and null are the same in a column; JSON's own null is never stored. */
const json = (value: number | string | null): string | null => (value === null ? null : JSON.stringify(value));

async function inBatches<T>(scope: Scope, rows: readonly T[], write: (batch: readonly T[]) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < rows.length; i += BATCH) {
    await transaction(scope, () => write(rows.slice(i, i + BATCH)));
    await letOthersIn();
  }
}

export type DealFromImport = {
  id: string; external_id: string; account_id: string | null; owner_id: string | null; status: 'open' | 'won' | 'lost'; opened_at: Date; closed_at: Date | null;
  amount_minor: bigint | null; currency: string; product: string | null; list_price_minor: bigint | null; product_currency: string | null;
};
export const readDeals = (scope: Scope): Promise<DealFromImport[]> => db(scope).$queryRaw<DealFromImport[]>`
  select d.id, d.external_id, d.account_id, d.owner_id, d.status::text as status, d.opened_at, d.closed_at, d.amount_minor, d.currency,
    p.name as product, p.list_price_minor, p.currency as product_currency
  from deal d left join product p on p.id = d.product_id where d.external_id is not null order by d.external_id`;
export const readStages = (scope: Scope) => db(scope).stage.findMany({ select: { id: true, name: true, position: true, kind: true }, orderBy: { position: 'asc' } });
export const readAccounts = (scope: Scope) => db(scope).account.findMany({ select: { id: true, name: true }, orderBy: { name: 'asc' } });
export const readMoves = (scope: Scope): Promise<{ deal_id: string; stage_id: string; at: Date }[]> => db(scope).$queryRaw`
  select deal_id, to_stage_id as stage_id, at from stage_change where not simulated order by at`;

/** Takes away whatever an earlier attempt wrote about deals, so that the next one starts clean. Links of contacts go with them. */
export async function clearSimulated(scope: Scope): Promise<void> {
  await db(scope).interaction.deleteMany({ where: { simulated: true, dealId: { not: null } } });
  await db(scope).stageChange.deleteMany({ where: { simulated: true } });
  await db(scope).dealChange.deleteMany({ where: { simulated: true } });
  await db(scope).contact.deleteMany({ where: { simulated: true, lead: null } });
}

/** New stages are added, the others put in their place. */
export async function writeStages(scope: Scope, stages: readonly NewStage[]): Promise<void> {
  await db(scope).$executeRaw`
    insert into stage (id, workspace_id, name, position, kind) select id, ${scope.workspaceId}::uuid, name, position, kind::stage_kind
    from unnest(${stages.map((s) => s.id)}::uuid[], ${stages.map((s) => s.name)}::text[], ${stages.map((s) => s.position)}::int[], ${stages.map((s) => s.kind)}::text[]) as r(id, name, position, kind)
    on conflict (id) do update set position = excluded.position`;
}

export const writeContacts = (scope: Scope, rows: readonly NewContact[]) => inBatches(scope, rows, (batch) => db(scope).$executeRaw`
  insert into contact (id, workspace_id, account_id, name, email, job_title, buying_role, simulated, updated_at)
  select id, ${scope.workspaceId}::uuid, account, name, email, title, role::buying_role, true, now()
  from unnest(${batch.map((c) => c.id)}::uuid[], ${batch.map((c) => c.accountId)}::uuid[], ${batch.map((c) => c.name)}::text[], ${batch.map((c) => c.email)}::text[],
    ${batch.map((c) => c.jobTitle)}::text[], ${batch.map((c) => c.buyingRole)}::text[]) as r(id, account, name, email, title, role)`);

export const writeDealContacts = (scope: Scope, rows: readonly NewDealContact[]) => inBatches(scope, rows, (batch) => db(scope).$executeRaw`
  insert into deal_contact (id, workspace_id, deal_id, contact_id, added_at) select id, ${scope.workspaceId}::uuid, deal, contact, at
  from unnest(${batch.map(() => uuidv7())}::uuid[], ${batch.map((c) => c.dealId)}::uuid[], ${batch.map((c) => c.contactId)}::uuid[], ${batch.map((c) => date(c.addedAt))}::timestamptz[]) as r(id, deal, contact, at)`);

export const writeMoves = (scope: Scope, rows: readonly NewMove[]) => inBatches(scope, rows, (batch) => db(scope).$executeRaw`
  insert into stage_change (id, workspace_id, deal_id, from_stage_id, to_stage_id, at, simulated) select id, ${scope.workspaceId}::uuid, deal, was, is_now, at, true
  from unnest(${batch.map(() => uuidv7())}::uuid[], ${batch.map((m) => m.dealId)}::uuid[], ${batch.map((m) => m.fromStageId)}::uuid[], ${batch.map((m) => m.toStageId)}::uuid[],
    ${batch.map((m) => date(m.at))}::timestamptz[]) as r(id, deal, was, is_now, at)`);

/** Moves whose time the import had to make up, of deals that say no opening date. */
export const dropMoves = (scope: Scope, dealIds: readonly string[]) => db(scope).stageChange.deleteMany({ where: { dealId: { in: [...dealIds] } } });

export const writeChanges = (scope: Scope, rows: readonly NewChange[]) => inBatches(scope, rows, (batch) => db(scope).$executeRaw`
  insert into deal_change (id, workspace_id, deal_id, field, before, after, at, simulated) select id, ${scope.workspaceId}::uuid, deal, field, was::jsonb, is_now::jsonb, at, true
  from unnest(${batch.map(() => uuidv7())}::uuid[], ${batch.map((c) => c.dealId)}::uuid[], ${batch.map((c) => c.field)}::text[], ${batch.map((c) => json(c.before))}::text[],
    ${batch.map((c) => json(c.after))}::text[], ${batch.map((c) => date(c.at))}::timestamptz[]) as r(id, deal, field, was, is_now, at)`);

export const writeInteractions = (scope: Scope, rows: readonly NewInteraction[]) => inBatches(scope, rows, (batch) => db(scope).$executeRaw`
  insert into interaction (id, workspace_id, deal_id, contact_id, member_id, kind, direction, channel, subject, text, at, simulated)
  select id, ${scope.workspaceId}::uuid, deal, contact, member, kind::interaction_kind, direction::direction, channel, subject, text, at, true
  from unnest(${batch.map(() => uuidv7())}::uuid[], ${batch.map((i) => i.dealId)}::uuid[], ${batch.map((i) => i.contactId)}::uuid[], ${batch.map((i) => i.memberId)}::uuid[], ${batch.map((i) => i.kind)}::text[],
    ${batch.map((i) => i.direction)}::text[], ${batch.map((i) => i.channel)}::text[], ${batch.map((i) => i.subject)}::text[], ${batch.map((i) => i.text)}::text[], ${batch.map((i) => date(i.at))}::timestamptz[])
    as r(id, deal, contact, member, kind, direction, channel, subject, text, at)`);

/** What is null here and may not be made up stays as it is. `amountMinor` beside each deal, in its currency. */
export const updateDeals = (scope: Scope, rows: readonly (SimulatedDeal & { amountMinor: bigint | null })[]) => inBatches(scope, rows, (batch) => db(scope).$executeRaw`
  update deal d set opened_at = coalesce(r.opened, d.opened_at), stage_id = coalesce(r.stage, d.stage_id), stage_entered_at = coalesce(r.entered, d.stage_entered_at),
    amount_minor = coalesce(r.amount, d.amount_minor), expected_close_at = r.expected, competitor = r.competitor, discount = r.discount, lead_source = r.source, slips = r.slips,
    last_activity_at = r.activity, simulated_fields = string_to_array(r.fields, ',')
  from unnest(${batch.map((d) => d.id)}::uuid[], ${batch.map((d) => date(d.openedAt))}::timestamptz[], ${batch.map((d) => d.stageId ?? null)}::uuid[], ${batch.map((d) => date(d.stageEnteredAt))}::timestamptz[],
    ${batch.map((d) => d.amountMinor)}::bigint[], ${batch.map((d) => date(d.expectedCloseAt))}::timestamptz[], ${batch.map((d) => d.competitor)}::text[], ${batch.map((d) => d.discount)}::float8[],
    ${batch.map((d) => d.leadSource)}::text[], ${batch.map((d) => d.slips)}::int[], ${batch.map((d) => date(d.lastActivityAt))}::timestamptz[], ${batch.map((d) => d.simulatedFields.join(','))}::text[])
    as r(id, opened, stage, entered, amount, expected, competitor, discount, source, slips, activity, fields)
  where d.id = r.id`);
