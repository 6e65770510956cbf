import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadClosedHistories } from '@/lib/deals/load-histories';
import { systemScope, type Scope } from '@/lib/server/scope';
import { transaction } from '@/lib/server/db/tenancy';
import { createUser } from '@/lib/server/doors/auth';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { createWorkspace } from '@/lib/workspaces/create-workspace';
import { loadSample, SAMPLE_STEPS } from './load-sample';
import { SAMPLE_SIGN_INS } from './sign-ins';
import { addSignedInMember } from './store';

useDatabase();

const now = Date.parse('2026-11-21T07:00:00Z');
let scope: Scope;
const one = async <Row>(sql: string): Promise<Row> => (await asOwner<Row>(sql, [scope.workspaceId]))[0]!;
const counts = () => one<Record<string, number>>(`select
  (select count(*)::int from deal where workspace_id = $1) as deals, (select count(*)::int from contact where workspace_id = $1) as contacts,
  (select count(*)::int from deal_contact where workspace_id = $1) as links, (select count(*)::int from stage_change where workspace_id = $1) as moves,
  (select count(*)::int from deal_change where workspace_id = $1) as changes, (select count(*)::int from interaction where workspace_id = $1) as interactions`);

beforeAll(async () => {
  const { id } = await createWorkspace({ slug: `sample-${uuidv7().slice(-8)}`, name: 'Sample', currency: 'USD', timezone: 'UTC' }, 'test');
  scope = systemScope(id, 'sample');
  for (const { name, email, role } of SAMPLE_SIGN_INS) {
    const { id: userId } = await createUser({ email, name, passwordHash: null });
    await transaction(scope, () => addSignedInMember(scope, { userId, name, email, role, teamId: null }));
  }
  await loadSample(scope, now);
}, 240_000);

describe('the sample workspace', () => {
  it('holds the real deals, untouched', async () => {
    expect(await one(`select count(*)::int as deals, count(*) filter (where status = 'won')::int as won, count(*) filter (where status = 'lost')::int as lost,
      max(closed_at)::date::text as last, sum(amount_minor) filter (where status = 'won')::float8 / 100 as won_value, count(*) filter (where status <> 'open' and 'amount' = any(simulated_fields))::int as touched
      from deal where workspace_id = $1`)).toEqual({ deals: 8800, won: 4238, lost: 2473, last: '2026-09-30', won_value: 10_005_534, touched: 0 });
  });

  it('gives the rep and the manager who sign in their deals and their team', async () => {
    const people = await asOwner<{ email: string; role: string; team: string | null; deals: boolean; mates: number }>(`
      select m.email, m.role, t.name as team, exists (select 1 from deal d where d.owner_id = m.id) as deals, (select count(*)::int from member o where o.team_id = m.team_id) as mates
      from member m left join team t on t.id = m.team_id where m.workspace_id = $1 and m.user_id is not null order by m.role`, [scope.workspaceId]);
    const team = "Dustin Brinkmann's team";
    expect(people).toEqual([
      { email: 'rep@sample.test', role: 'rep', team, deals: true, mates: 6 }, { email: 'manager@sample.test', role: 'manager', team, deals: false, mates: 6 },
      { email: 'operator@sample.test', role: 'operator', team: null, deals: false, mates: 0 }, { email: 'admin@sample.test', role: 'admin', team: null, deals: false, mates: 0 },
    ]);
  });

  it('marks everything that was made up', async () => {
    expect(await one(`select
      (select count(*)::int from interaction where workspace_id = $1 and not simulated) as interactions, (select count(*)::int from contact where workspace_id = $1 and not simulated) as contacts,
      (select count(*)::int from deal_change where workspace_id = $1 and not simulated) as changes,
      (select count(*)::int from deal where workspace_id = $1 and expected_close_at is not null and not ('expectedCloseAt' = any(simulated_fields))) as dates,
      (select count(*)::int from deal where workspace_id = $1 and status = 'open' and amount_minor is not null and not ('amount' = any(simulated_fields))) as amounts`))
      .toEqual({ interactions: 0, contacts: 0, changes: 0, dates: 0, amounts: 0 });
  });

  it('lets nothing happen before a deal was opened or after now, and puts open deals in every open stage', async () => {
    expect(await one(`select
      (select count(*)::int from interaction i join deal d on d.id = i.deal_id where d.workspace_id = $1 and (i.at < d.opened_at or i.at > coalesce(d.closed_at, '${new Date(now).toISOString()}'))) as talks,
      (select count(*)::int from stage_change c join deal d on d.id = c.deal_id where d.workspace_id = $1 and (c.at < d.opened_at or c.at > coalesce(d.closed_at, '${new Date(now).toISOString()}'))) as moves`)).toEqual({ talks: 0, moves: 0 });
    const stages = await asOwner<{ name: string; n: number }>(`select s.name, count(*)::int as n from deal d join stage s on s.id = d.stage_id where d.workspace_id = $1 and d.status = 'open' group by s.name, s.position order by s.position`, [scope.workspaceId]);
    expect(stages.map((s) => s.name)).toEqual(['Prospecting', 'Engaging', 'Proposal', 'Negotiation']);
    expect(stages[0]!.n).toBe(500);
    expect(stages.slice(1).every((s) => s.n > 200)).toBe(true);
  });

  it('tells each deal’s history so that the past can be seen as it was', async () => {
    const histories = await loadClosedHistories(scope);
    expect(histories).toHaveLength(6_711);
    const order = histories.filter((h) => h.stages.some((s, i) => i > 0 && s.position <= h.stages[i - 1]!.position) || h.stages.at(-1)?.kind !== h.outcome || h.stages[0]?.at !== h.openedAt);
    expect(order.map((h) => h.stages.map((s) => s.stageName))).toEqual([]);
  }, 60_000);

  it('comes out the same when its last step is repeated after a crash', async () => {
    const before = await counts();
    await SAMPLE_STEPS.find((step) => step.name === 'simulate')!.run(scope, now);
    expect(await counts()).toEqual(before);
  }, 120_000);
});
