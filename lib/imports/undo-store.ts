/** Taking journal entries back, one statement an entity and kind. */
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { TableName } from './apply/journal';

export type JournalEntity = TableName;
export type Kept = { row: number; name: string; why: string };
type Entry = { id: string; row: number; action: 'created' | 'updated'; record_id: string };

const CHANGED = 'somebody changed it since';
const IN_USE = 'something else uses it now';

/** Ids of those of `ids` that were not changed after `since`. A member who signs in by now is an admin's to change. Stages, teams and products carry no time of change: in use or not decides. */
async function untouched(scope: Scope, entity: JournalEntity, ids: string[], since: Date): Promise<Set<string>> {
  const d = db(scope);
  const found = entity === 'deal' ? await d.$queryRaw<{ id: string }[]>`select id from deal where id = any(${ids}::uuid[]) and updated_at <= ${since}`
    : entity === 'account' ? await d.$queryRaw<{ id: string }[]>`select id from account where id = any(${ids}::uuid[]) and updated_at <= ${since}`
    : entity === 'lead' ? await d.$queryRaw<{ id: string }[]>`select id from lead where id = any(${ids}::uuid[]) and updated_at <= ${since}`
    : entity === 'contact' ? await d.$queryRaw<{ id: string }[]>`select id from contact where id = any(${ids}::uuid[]) and updated_at <= ${since}`
    : entity === 'member' ? await d.$queryRaw<{ id: string }[]>`select id from member where id = any(${ids}::uuid[]) and user_id is null`
    : ids.map((id) => ({ id }));
  return new Set(found.map((f) => f.id));
}

/** Those of `ids` that nothing refers to any more. */
async function unused(scope: Scope, entity: JournalEntity, ids: string[]): Promise<Set<string>> {
  const d = db(scope);
  const found = entity === 'account' ? await d.$queryRaw<{ id: string }[]>`select a.id from unnest(${ids}::uuid[]) a(id) where not exists (select 1 from deal where account_id = a.id) and not exists (select 1 from contact where account_id = a.id)`
    : entity === 'contact' ? await d.$queryRaw<{ id: string }[]>`select c.id from unnest(${ids}::uuid[]) c(id) where not exists (select 1 from lead where id = c.id)`
    : entity === 'product' ? await d.$queryRaw<{ id: string }[]>`select p.id from unnest(${ids}::uuid[]) p(id) where not exists (select 1 from deal where product_id = p.id)`
    : entity === 'member' ? await d.$queryRaw<{ id: string }[]>`select m.id from member m where m.id = any(${ids}::uuid[]) and m.user_id is null and not exists (select 1 from deal where owner_id = m.id) and not exists (select 1 from lead where owner_id = m.id)`
    : entity === 'team' ? await d.$queryRaw<{ id: string }[]>`select t.id from unnest(${ids}::uuid[]) t(id) where not exists (select 1 from member where team_id = t.id)`
    : entity === 'stage' ? await d.$queryRaw<{ id: string }[]>`select s.id from unnest(${ids}::uuid[]) s(id) where not exists (select 1 from deal where stage_id = s.id) and not exists (select 1 from stage_change where to_stage_id = s.id or from_stage_id = s.id)`
    : ids.map((id) => ({ id }));
  return new Set(found.map((f) => f.id));
}

async function remove(scope: Scope, entity: JournalEntity, ids: string[]): Promise<void> {
  const where = { where: { id: { in: ids } } };
  const d = db(scope);
  if (entity === 'deal') await d.deal.deleteMany(where);
  else if (entity === 'lead') await d.lead.deleteMany(where);
  else if (entity === 'account') await d.account.deleteMany(where);
  else if (entity === 'contact') await d.contact.deleteMany(where);
  else if (entity === 'product') await d.product.deleteMany(where);
  else if (entity === 'member') await d.member.deleteMany(where);
  else if (entity === 'team') await d.team.deleteMany(where);
  else await d.stage.deleteMany(where);
}

/** Puts the rows back as the journal has them. */
async function restore(scope: Scope, entity: JournalEntity, entryIds: string[]): Promise<void> {
  const d = db(scope);
  if (entity === 'deal') {
    await d.$executeRaw`
      update deal t set external_id = r.external_id, name = r.name, account_id = r.account_id, product_id = r.product_id, owner_id = r.owner_id, stage_id = r.stage_id,
        status = r.status, amount_minor = r.amount_minor, currency = r.currency, opened_at = r.opened_at, stage_entered_at = r.stage_entered_at, expected_close_at = r.expected_close_at,
        closed_at = r.closed_at, close_reason = r.close_reason, lead_source = r.lead_source, competitor = r.competitor, discount = r.discount, slips = r.slips,
        simulated_fields = r.simulated_fields, custom = r.custom, version = t.version + 1, updated_at = r.updated_at
      from import_row j cross join lateral jsonb_populate_record(null::deal, j.before) r where j.id = any(${entryIds}::uuid[]) and t.id = j.record_id`;
    // What the import wrote into the deal's past never happened.
    await d.$executeRaw`delete from deal_change c using import_row j, deal t where j.id = any(${entryIds}::uuid[]) and t.id = j.record_id and c.deal_id = t.id and c.at > t.updated_at`;
    await d.$executeRaw`delete from stage_change c using import_row j, deal t where j.id = any(${entryIds}::uuid[]) and t.id = j.record_id and c.deal_id = t.id and c.from_stage_id is not null and c.to_stage_id <> t.stage_id and c.at >= t.stage_entered_at`;
  } else if (entity === 'lead') {
    await d.$executeRaw`
      update lead t set state = r.state, lead_at = r.lead_at, source = r.source, company = r.company, owner_id = r.owner_id, ended_at = r.ended_at, end_reason = r.end_reason,
        version = t.version + 1, updated_at = r.updated_at
      from import_row j cross join lateral jsonb_populate_record(null::lead, j.before) r where j.id = any(${entryIds}::uuid[]) and t.id = j.record_id`;
    // What the import wrote into the lead's past never happened.
    await d.$executeRaw`delete from lead_change c using import_row j, lead t where j.id = any(${entryIds}::uuid[]) and t.id = j.record_id and c.lead_id = t.id and c.at > t.updated_at`;
  } else if (entity === 'account') {
    await d.$executeRaw`
      update account t set external_id = r.external_id, name = r.name, industry = r.industry, website = r.website, country = r.country, employees = r.employees, revenue_minor = r.revenue_minor,
        currency = r.currency, founded_year = r.founded_year, parent_name = r.parent_name, custom = r.custom, updated_at = r.updated_at
      from import_row j cross join lateral jsonb_populate_record(null::account, j.before) r where j.id = any(${entryIds}::uuid[]) and t.id = j.record_id`;
  } else if (entity === 'contact') {
    await d.$executeRaw`
      update contact t set external_id = r.external_id, account_id = r.account_id, name = r.name, email = r.email, phone = r.phone, job_title = r.job_title, buying_role = r.buying_role,
        custom = r.custom, updated_at = r.updated_at
      from import_row j cross join lateral jsonb_populate_record(null::contact, j.before) r where j.id = any(${entryIds}::uuid[]) and t.id = j.record_id`;
  } else if (entity === 'product') {
    await d.$executeRaw`
      update product t set external_id = r.external_id, name = r.name, family = r.family, list_price_minor = r.list_price_minor, currency = r.currency, custom = r.custom
      from import_row j cross join lateral jsonb_populate_record(null::product, j.before) r where j.id = any(${entryIds}::uuid[]) and t.id = j.record_id`;
  } else if (entity === 'member') {
    await d.$executeRaw`
      update member t set email = j.before ->> 'email', external_id = j.before ->> 'external_id', team_id = (j.before ->> 'team_id')::uuid, role = (j.before ->> 'role')::role
      from import_row j where j.id = any(${entryIds}::uuid[]) and t.id = j.record_id`;
  }
}

async function namesOf(scope: Scope, entity: JournalEntity, ids: string[]): Promise<Map<string, string>> {
  const query = { where: { id: { in: ids } }, select: { id: true, name: true } };
  const d = db(scope);
  if (entity === 'lead') return new Map((await d.lead.findMany({ where: { id: { in: ids } }, select: { id: true, contact: { select: { name: true } } } })).map((row) => [row.id, row.contact.name]));
  const rows = entity === 'deal' ? await d.deal.findMany(query) : entity === 'account' ? await d.account.findMany(query) : entity === 'contact' ? await d.contact.findMany(query)
    : entity === 'product' ? await d.product.findMany(query) : entity === 'member' ? await d.member.findMany(query) : entity === 'team' ? await d.team.findMany(query) : await d.stage.findMany(query);
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Takes up to `most` entries of one entity back, latest first, and out of the journal. */
export async function takeBack(scope: Scope, importId: string, entity: JournalEntity, finishedAt: Date, most: number): Promise<{ done: number; kept: Kept[] }> {
  const entries = await db(scope).$queryRaw<Entry[]>`
    select id, row, action, record_id from import_row where import_id = ${importId}::uuid and entity = ${entity} order by row desc, id desc limit ${most}`;
  if (entries.length === 0) return { done: 0, kept: [] };
  const ids = entries.map((e) => e.record_id);
  const same = await untouched(scope, entity, ids, finishedAt);
  const created = entries.filter((e) => e.action === 'created');
  const free = await unused(scope, entity, created.filter((e) => same.has(e.record_id)).map((e) => e.record_id));
  const updated = entries.filter((e) => e.action === 'updated' && same.has(e.record_id));
  const names = await namesOf(scope, entity, ids);
  await restore(scope, entity, updated.map((e) => e.id));
  await remove(scope, entity, [...free]);
  await db(scope).importRow.deleteMany({ where: { id: { in: entries.map((e) => e.id) } } });
  const kept = entries
    .filter((e) => names.has(e.record_id) && !(e.action === 'created' ? free.has(e.record_id) : same.has(e.record_id)))
    .map((e) => ({ row: e.row, name: names.get(e.record_id) ?? '', why: same.has(e.record_id) ? IN_USE : CHANGED }));
  return { done: entries.length - kept.length, kept };
}
