/** Accounts in the database. Everybody in the workspace sees all of them; deals under them only as far as row-level security shows. */
import { Prisma } from '@/lib/server/db/generated/client';
import { literally } from '@/lib/server/db/like';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { toMajor } from '@/lib/deals/money';
import type { Account, AccountQuery, DealRecord } from './schema';

type StoredAccount = Prisma.AccountGetPayload<object>;

const toAccount = (row: StoredAccount): Account => ({
  id: row.id, externalId: row.externalId, name: row.name, industry: row.industry, website: row.website, country: row.country, employees: row.employees,
  revenue: row.revenueMinor === null || row.currency === null ? null : toMajor(row.revenueMinor, row.currency),
  revenueMinor: row.revenueMinor === null ? null : Number(row.revenueMinor), currency: row.currency,
  foundedYear: row.foundedYear, parentName: row.parentName, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString(),
});

export async function findAccount(scope: Scope, id: string): Promise<Account | null> {
  const row = await db(scope).account.findFirst({ where: { id } });
  return row && toAccount(row);
}

export async function findAccountByExternalId(scope: Scope, externalId: string): Promise<Account | null> {
  const row = await db(scope).account.findFirst({ where: { externalId } });
  return row && toAccount(row);
}

/** By external id or, without regard to case, by name; the oldest when several bear it. */
export const findAccountNamed = (scope: Scope, name: string) => db(scope).account.findFirst({
  where: { OR: [{ externalId: name }, { name: { equals: name, mode: 'insensitive' } }] }, select: { id: true }, orderBy: { id: 'asc' },
});

export const insertAccount = (scope: Scope, data: Omit<Prisma.AccountUncheckedCreateInput, 'workspaceId'>): Promise<Account> =>
  db(scope).account.create({ data: { ...data, workspaceId: scope.workspaceId } }).then(toAccount);

export const changeAccount = (scope: Scope, id: string, data: Prisma.AccountUncheckedUpdateInput): Promise<Account> =>
  db(scope).account.update({ where: { id }, data }).then(toAccount);

export const workspaceCurrency = async (scope: Scope): Promise<string> =>
  (await db(scope).workspace.findFirstOrThrow({ where: { id: scope.workspaceId }, select: { currency: true } })).currency;

export const openDealsOf = async (scope: Scope, accountId: string, most: number): Promise<string[]> =>
  (await db(scope).deal.findMany({ where: { accountId, status: 'open' }, select: { id: true }, take: most })).map((d) => d.id);

const matching = (q: string | undefined): Prisma.AccountWhereInput => {
  if (!q) return {};
  const contains = { contains: literally(q), mode: 'insensitive' } as const;
  return { OR: [{ name: contains }, { industry: contains }, { country: contains }, { externalId: q }] };
};

/** Newest first, from after `afterId`: the order of the REST list, which later rows cannot disturb. */
export async function findAccountsAfter(scope: Scope, q: string | undefined, afterId: string | null, take: number): Promise<Account[]> {
  const rows = await db(scope).account.findMany({ where: { AND: [matching(q), afterId ? { id: { lt: afterId } } : {}] }, orderBy: { id: 'desc' }, take });
  return rows.map(toAccount);
}

type Factors = readonly { currency: string; factor: number }[];
type StoredRecord = { account_id: string; open: number; won: number; lost: number; pipeline: number; unconverted: number };

/** Deals in sight, added up by account, open amounts in the workspace's currency. `only` narrows it to these accounts. */
const records = (factors: Factors, only: readonly string[] | null): Prisma.Sql => Prisma.sql`
  select d.account_id, count(*) filter (where d.status = 'open')::int as open, count(*) filter (where d.status = 'won')::int as won,
    count(*) filter (where d.status = 'lost')::int as lost,
    coalesce(sum(d.amount_minor * f.factor) filter (where d.status = 'open'), 0)::float8 as pipeline,
    count(*) filter (where d.status = 'open' and d.amount_minor is not null and f.factor is null)::int as unconverted
  from deal d left join unnest(${factors.map((f) => f.currency)}::text[], ${factors.map((f) => f.factor)}::float8[]) as f(currency, factor) on f.currency = d.currency
  where ${only === null ? Prisma.sql`d.account_id is not null` : Prisma.sql`d.account_id = any(${only}::uuid[])`}
  group by d.account_id`;

const NO_DEALS: DealRecord = { open: 0, won: 0, lost: 0, pipelineMinor: 0, unconverted: 0 };

/** What the deals in sight of these accounts add up to. */
export async function dealRecords(scope: Scope, ids: readonly string[], factors: Factors): Promise<Map<string, DealRecord>> {
  const rows = ids.length === 0 ? [] : await db(scope).$queryRaw<StoredRecord[]>`${records(factors, ids)}`;
  const byAccount = new Map(rows.map(({ account_id, pipeline, ...r }) => [account_id, { ...r, pipelineMinor: Math.round(pipeline) }]));
  return new Map(ids.map((id) => [id, byAccount.get(id) ?? NO_DEALS]));
}

const like = (q: string | undefined): string => `%${literally(q ?? '')}%`;
const found = (q: string | undefined): Prisma.Sql =>
  Prisma.sql`(a.name ilike ${like(q)} or a.industry ilike ${like(q)} or a.country ilike ${like(q)} or a.external_id = ${q ?? ''})`;

export type AccountTotals = { count: number; /** With an open deal in sight. */ active: number; deals: DealRecord };

/** What the accounts found and their deals in sight add up to. */
export async function accountTotals(scope: Scope, q: string | undefined, factors: Factors): Promise<AccountTotals> {
  const [r] = await db(scope).$queryRaw<[{ count: number; active: number } & Omit<StoredRecord, 'account_id'>]>`
    select count(*)::int as count, count(*) filter (where r.open > 0)::int as active, coalesce(sum(r.open), 0)::int as open, coalesce(sum(r.won), 0)::int as won,
      coalesce(sum(r.lost), 0)::int as lost, coalesce(sum(r.pipeline), 0)::float8 as pipeline, coalesce(sum(r.unconverted), 0)::int as unconverted
    from account a left join (${records(factors, null)}) r on r.account_id = a.id where ${found(q)}`;
  return { count: r.count, active: r.active, deals: { open: r.open, won: r.won, lost: r.lost, pipelineMinor: Math.round(r.pipeline), unconverted: r.unconverted } };
}

/** Names of accounts by name, for a field that suggests them. */
export const accountNamesBy = async (scope: Scope, most: number): Promise<string[]> =>
  (await db(scope).account.findMany({ select: { name: true }, distinct: ['name'], orderBy: { name: 'asc' }, take: most })).map((a) => a.name);

const dealOrder = {
  open: Prisma.sql`coalesce(r.open, 0)`,
  // Those who never closed anything come after those who did: the record is the share won, then how often.
  record: Prisma.sql`r.won::float8 / nullif(r.won + r.lost, 0)`,
  pipeline: Prisma.sql`coalesce(r.pipeline, 0)`,
};
const ownOrder = { name: 'name', industry: 'industry', country: 'country', employees: 'employees', revenue: 'revenueMinor' } as const;

/** One page of accounts in the asked order; what orders by deals counts those in sight. */
export async function findAccounts(scope: Scope, { q, sort, dir }: AccountQuery, window: { skip: number; take: number }, factors: Factors): Promise<Account[]> {
  if (sort === 'open' || sort === 'record' || sort === 'pipeline') {
    const direction = dir === 'asc' ? Prisma.sql`asc` : Prisma.sql`desc`;
    const ids = await db(scope).$queryRaw<{ id: string }[]>`
      select a.id from account a left join (${records(factors, null)}) r on r.account_id = a.id
      where ${found(q)}
      order by ${dealOrder[sort]} ${direction} nulls last, coalesce(r.won + r.lost, 0) desc, a.name, a.id limit ${window.take} offset ${window.skip}`;
    const order = new Map(ids.map(({ id }, index) => [id, index]));
    const rows = await db(scope).account.findMany({ where: { id: { in: [...order.keys()] } } });
    return rows.map(toAccount).sort((a, b) => order.get(a.id)! - order.get(b.id)!);
  }
  const by = sort === 'name' ? [] : [{ [ownOrder[sort]]: { sort: dir, nulls: 'last' as const } }];
  const rows = await db(scope).account.findMany({ where: matching(q), orderBy: [...by, { name: sort === 'name' ? dir : 'asc' }, { id: 'asc' }], ...window });
  return rows.map(toAccount);
}
