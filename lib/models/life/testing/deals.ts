/** Closed and open deals in bulk for database tests, with one thing that decides them: a competitor. Straight into the database, as an import would leave them. */
import { randomUUID } from 'node:crypto';
import { asOwner } from '@/lib/server/db/testing/database';
import { createRng } from '@/lib/stats/rng';
import type { TestWorkspace } from '@/lib/workspaces/testing/new-workspace';

const DAY = 86_400_000;

/** `n` deals that closed one after the other from `from` to `to` days ago; with a competitor they are won in `withRival` of cases, else in `without`. */
export async function closedDeals(workspace: TestWorkspace, { n, from, to, withRival = 0.15, without = 0.85, seed = 'deals' }: { n: number; from: number; to: number; withRival?: number; without?: number; seed?: string }): Promise<void> {
  const rng = createRng(seed);
  const now = Date.now();
  const rows = Array.from({ length: n }, (_, i) => {
    const closedAt = now - (from - ((from - to) * i) / n) * DAY;
    const rival = rng() < 0.5;
    return { closedAt, openedAt: closedAt - (10 + rng() * 30) * DAY, rival: rival ? 'Rival Ltd' : null, won: rng() < (rival ? withRival : without) };
  });
  await asOwner(
    `insert into deal (id, workspace_id, name, stage_id, status, currency, amount_minor, opened_at, stage_entered_at, closed_at, competitor, updated_at)
     select gen_random_uuid(), $1, 'Past ' || row_number() over (), case when won then $2::uuid else $3::uuid end, (case when won then 'won' else 'lost' end)::stage_kind, 'USD', 100000, opened, opened, closed, rival, now()
     from unnest($4::timestamptz[], $5::timestamptz[], $6::text[], $7::boolean[]) as t(opened, closed, rival, won)`,
    [workspace.id, workspace.stage('Won').id, workspace.stage('Lost').id, rows.map((r) => new Date(r.openedAt)), rows.map((r) => new Date(r.closedAt)), rows.map((r) => r.rival), rows.map((r) => r.won)]);
}

/** Open deals, opened some days ago. */
export async function openDeals(workspace: TestWorkspace, n: number): Promise<string[]> {
  const ids = Array.from({ length: n }, () => randomUUID());
  const stage = workspace.stages.find(({ kind }) => kind === 'open')!;
  await asOwner(
    `insert into deal (id, workspace_id, name, stage_id, status, currency, amount_minor, opened_at, stage_entered_at, competitor, updated_at)
     select id, $1, 'Open ' || n, $2::uuid, 'open', 'USD', 100000, now() - interval '20 days', now() - interval '20 days', case when n % 2 = 0 then 'Rival Ltd' end, now()
     from unnest($3::uuid[]) with ordinality as t(id, n)`, [workspace.id, stage.id, ids]);
  return ids;
}

/** Closes these deals now, in the order given. */
export const close = (workspace: TestWorkspace, ids: readonly string[], won: readonly boolean[]): Promise<unknown> => asOwner(
  `update deal d set status = (case when t.won then 'won' else 'lost' end)::stage_kind, stage_id = case when t.won then $2::uuid else $3::uuid end, closed_at = now()
   from unnest($4::uuid[], $5::boolean[]) as t(id, won) where d.id = t.id and d.workspace_id = $1`,
  [workspace.id, workspace.stage('Won').id, workspace.stage('Lost').id, ids, won]);
