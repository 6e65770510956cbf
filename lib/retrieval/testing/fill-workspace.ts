/**
 * A workspace of any size for tests and benchmarks: the rows of the sample CRM drawn again and again (seeded), so that facts
 * repeat between deals as they do in a real one. Written by unnest, in batches.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { db, transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { createRng, randomInt } from '@/lib/stats/rng';

const folder = path.join(import.meta.dirname, '../../../prisma/sample');
const read = <T>(file: string, row: z.ZodType<T>): T[] => z.array(row).parse(parse(readFileSync(path.join(folder, file)), { columns: true }));

const accountRow = z.object({ account: z.string(), sector: z.string(), employees: z.coerce.number(), office_location: z.string() });
const productRow = z.object({ product: z.string(), series: z.string(), sales_price: z.coerce.number() });
const teamRow = z.object({ sales_agent: z.string(), manager: z.string() });
const dealRow = z.object({ sales_agent: z.string(), product: z.string(), account: z.string(), deal_stage: z.string(), engage_date: z.string(), close_date: z.string(), close_value: z.string() });

const LEAD_SOURCES = ['Website', 'Referral', 'Event', 'Outbound', 'Partner'];
const WORDS = 'budget pricing approved renewal security review champion left legal waiting competitor pilot rollout integration support quarter discount procurement demo signed urgent paused training warehouse hospital retail upgrade'.split(' ');
const DAY = 86_400_000;
const BATCH = 5_000;

export type Filling = { deals: number; seed: string; now: number; /** Share of the deals that carry a note of words of their own. */ notes?: number };
export type Filled = { dealIds: string[]; openIds: string[] };

export async function fillWorkspace(scope: Scope, { deals, seed, now, notes = 0 }: Filling): Promise<Filled> {
  const rng = createRng(seed);
  const [ws, rows, staff] = [scope.workspaceId, read('sales_pipeline.csv', dealRow), read('sales_teams.csv', teamRow)];
  const withIds = <T>(list: readonly T[]) => list.map((row) => ({ ...row, id: uuidv7() }));
  const [accounts, products, members] = [withIds(read('accounts.csv', accountRow)), withIds(read('products.csv', productRow)), withIds(staff)];
  const teams = withIds([...new Set(staff.map((m) => m.manager))].map((name) => ({ name })));
  const stages = withIds([['Prospecting', 'open'], ['Engaging', 'open'], ['Won', 'won'], ['Lost', 'lost']].map(([name, kind]) => ({ name: name!, kind: kind! })));
  const idOf = (list: readonly { id: string }[], index: number): string | null => list[index]?.id ?? null;
  const byName = <T>(list: readonly T[], name: (row: T) => string) => new Map(list.map((row, i) => [name(row), i]));
  const [accountAt, productAt, memberAt, stageAt] = [byName(accounts, (a) => a.account), byName(products, (p) => p.product), byName(members, (m) => m.sales_agent), byName(stages, (s) => s.name)];

  await transaction(scope, async () => {
    await db(scope).$executeRaw`insert into workspace (id, slug, name) values (${ws}::uuid, ${`filled-${ws}`}, 'Filled') on conflict do nothing`;
    await db(scope).$executeRaw`insert into stage (id, workspace_id, name, position, kind) select id, ${ws}::uuid, name, position, kind::stage_kind
      from unnest(${stages.map((s) => s.id)}::uuid[], ${stages.map((s) => s.name)}::text[], ${stages.map((_s, i) => i)}::int[], ${stages.map((s) => s.kind)}::text[]) as r(id, name, position, kind)`;
    await db(scope).$executeRaw`insert into team (id, workspace_id, name) select id, ${ws}::uuid, name from unnest(${teams.map((t) => t.id)}::uuid[], ${teams.map((t) => t.name)}::text[]) as r(id, name)`;
    await db(scope).$executeRaw`insert into member (id, workspace_id, name, team_id) select id, ${ws}::uuid, name, team
      from unnest(${members.map((m) => m.id)}::uuid[], ${members.map((m) => m.sales_agent)}::text[], ${members.map((m) => teams.find((t) => t.name === m.manager)?.id ?? null)}::uuid[]) as r(id, name, team)`;
    await db(scope).$executeRaw`insert into account (id, workspace_id, name, industry, country, employees, updated_at) select id, ${ws}::uuid, name, industry, country, employees, now()
      from unnest(${accounts.map((a) => a.id)}::uuid[], ${accounts.map((a) => a.account)}::text[], ${accounts.map((a) => a.sector)}::text[], ${accounts.map((a) => a.office_location)}::text[], ${accounts.map((a) => a.employees)}::int[]) as r(id, name, industry, country, employees)`;
    await db(scope).$executeRaw`insert into product (id, workspace_id, name, family) select id, ${ws}::uuid, name, family
      from unnest(${products.map((p) => p.id)}::uuid[], ${products.map((p) => p.product)}::text[], ${products.map((p) => p.series)}::text[]) as r(id, name, family)`;
  });

  const end = Date.parse('2018-01-01');
  const filled: Filled = { dealIds: [], openIds: [] };
  for (let from = 0; from < deals; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, deals - from) }, (_, i) => {
      const row = rows[randomInt(rng, rows.length)]!;
      const status = row.deal_stage === 'Won' ? 'won' : row.deal_stage === 'Lost' ? 'lost' : 'open';
      // Spread over four years back, each keeping its own length.
      const shift = now - end - randomInt(rng, 1_400) * DAY;
      const opened = new Date((row.engage_date ? Date.parse(row.engage_date) : end - 20 * DAY) + shift);
      const closed = row.close_date ? new Date(Date.parse(row.close_date) + shift) : null;
      const product = productAt.get(row.product === 'GTXPro' ? 'GTX Pro' : row.product) ?? -1;
      const amount = status === 'lost' ? 0 : Math.round(100 * (Number(row.close_value) || (products[product]?.sales_price ?? 1_000) * (0.8 + 0.4 * rng())));
      const note = rng() < notes ? Array.from({ length: 8 }, () => WORDS[randomInt(rng, WORDS.length)]).join(' ') : null;
      return {
        id: uuidv7(), name: `Deal ${from + i}`, account: idOf(accounts, accountAt.get(row.account) ?? -1), product: idOf(products, product), owner: idOf(members, memberAt.get(row.sales_agent) ?? -1),
        stage: stages[stageAt.get(row.deal_stage)!]!.id, engaging: stages[1]!.id, status, amount, opened, closed, source: LEAD_SOURCES[randomInt(rng, LEAD_SOURCES.length)]!, note, noteId: uuidv7(), moveId: uuidv7(), closeId: uuidv7(),
      };
    });
    await transaction(scope, () => insertBatch(scope, batch));
    filled.dealIds.push(...batch.map((d) => d.id));
    filled.openIds.push(...batch.filter((d) => d.status === 'open').map((d) => d.id));
  }
  return filled;
}

type Row = {
  id: string; name: string; account: string | null; product: string | null; owner: string | null; stage: string; engaging: string; status: string;
  amount: number; opened: Date; closed: Date | null; source: string; note: string | null; noteId: string; moveId: string; closeId: string;
};

async function insertBatch(scope: Scope, rows: readonly Row[]): Promise<void> {
  const ws = scope.workspaceId;
  await db(scope).$executeRaw`
    insert into deal (id, workspace_id, name, account_id, product_id, owner_id, stage_id, status, amount_minor, currency, opened_at, stage_entered_at, closed_at, lead_source, updated_at)
    select id, ${ws}::uuid, name, account, product, owner, stage, status::stage_kind, amount, 'USD', opened, coalesce(closed, opened), closed, source, now()
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.name)}::text[], ${rows.map((r) => r.account)}::uuid[], ${rows.map((r) => r.product)}::uuid[], ${rows.map((r) => r.owner)}::uuid[],
      ${rows.map((r) => r.stage)}::uuid[], ${rows.map((r) => r.status)}::text[], ${rows.map((r) => r.amount)}::bigint[], ${rows.map((r) => r.opened)}::timestamptz[], ${rows.map((r) => r.closed)}::timestamptz[], ${rows.map((r) => r.source)}::text[])
      as r(id, name, account, product, owner, stage, status, amount, opened, closed, source)`;
  const moves = rows.flatMap((r) => [
    { id: r.moveId, deal: r.id, stage: r.status === 'open' ? r.stage : r.engaging, at: r.opened },
    ...(r.closed ? [{ id: r.closeId, deal: r.id, stage: r.stage, at: r.closed }] : []),
  ]);
  await db(scope).$executeRaw`
    insert into stage_change (id, workspace_id, deal_id, to_stage_id, at) select id, ${ws}::uuid, deal, stage, at
    from unnest(${moves.map((m) => m.id)}::uuid[], ${moves.map((m) => m.deal)}::uuid[], ${moves.map((m) => m.stage)}::uuid[], ${moves.map((m) => m.at)}::timestamptz[]) as r(id, deal, stage, at)`;
  const noted = rows.filter((r) => r.note !== null);
  await db(scope).$executeRaw`
    insert into interaction (id, workspace_id, deal_id, kind, direction, text, at) select id, ${ws}::uuid, deal, 'note', 'internal', text, at
    from unnest(${noted.map((r) => r.noteId)}::uuid[], ${noted.map((r) => r.id)}::uuid[], ${noted.map((r) => r.note)}::text[], ${noted.map((r) => r.opened)}::timestamptz[]) as r(id, deal, text, at)`;
}
