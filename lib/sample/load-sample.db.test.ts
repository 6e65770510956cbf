import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadClosedHistories } from '@/lib/deals/load-histories';
import type { InsightContext } from '@/lib/insights/context';
import { systemScope, type Scope } from '@/lib/server/scope';
import { transaction } from '@/lib/server/db/tenancy';
import { createUser } from '@/lib/server/doors/auth';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { agreement } from '@/lib/stats/agreement';
import { createRng } from '@/lib/stats/rng';
import { createWorkspace } from '@/lib/workspaces/create-workspace';
import { removeSample } from '@/lib/workspaces/remove-sample';
import { ACTED_ON, COPIES, HELPFUL, UNWANTED } from '@/prisma/sample/planted-answers';
import { loadSample, SAMPLE_STEPS } from './load-sample';
import { SAMPLE_SIGN_INS } from './sign-ins';
import { addSignedInMember, markAsSample } from './store';

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
}, 480_000);

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

  it('has a past in which its advice was used, all of it marked as simulated', async () => {
    const past = await one<Record<string, number>>(`select
      (select count(*)::int from insight where workspace_id = $1) as insights, (select count(*)::int from insight where workspace_id = $1 and not simulated) as unmarked,
      (select count(distinct deal_id)::int from insight where workspace_id = $1) as deals,
      (select count(distinct i.deal_id)::int from insight i join deal d on d.id = i.deal_id where i.workspace_id = $1 and d.status = 'open') as open,
      (select count(distinct date_trunc('month', created_at))::int from insight where workspace_id = $1) as months,
      (select count(distinct principal)::int from feedback where workspace_id = $1) as people,
      (select count(*)::int from insight where workspace_id = $1 and resolution in ('right', 'wrong')) as judged,
      (select count(*)::int from insight where workspace_id = $1 and shown_at is null and resolution <> 'pending') as judged_unseen,
      (select count(*)::int from insight_signal where workspace_id = $1 and not simulated) as unmarked_signals,
      (select count(*)::int from insight_label where workspace_id = $1 and not simulated) as unmarked_labels,
      (select count(*)::int from update_request where workspace_id = $1) as updates,
      (select count(*)::int from insight i left join training_example e on e.insight_id = i.id where i.workspace_id = $1 and e.id is null) as without_example,
      (select count(*)::int from holdout_assignment where workspace_id = $1 and arm <> 'shown') as held_out`);
    expect(past).toMatchObject({ unmarked: 0, judged_unseen: 0, unmarked_signals: 0, unmarked_labels: 0, updates: 0, without_example: 0, held_out: 0 });
    expect(past.deals).toBeGreaterThan(200);
    expect(past.insights).toBeGreaterThan(3 * past.deals!);
    expect(past.open).toBeGreaterThan(30);
    expect(past.months).toBeGreaterThanOrEqual(12);
    expect(past.people).toBeGreaterThan(20);
    expect(past.judged).toBeGreaterThan(300);
  });

  it('advised as of past days, on nothing that came later', async () => {
    const runs = await asOwner<{ as_of: Date; closed_at: Date | null; closed_then: number; context: InsightContext }>(`
      select r.as_of, d.closed_at, r.context, (select count(*)::int from deal c where c.workspace_id = $1 and c.closed_at <= r.as_of) as closed_then
      from insight_run r join deal d on d.id = r.deal_id where r.workspace_id = $1`, [scope.workspaceId]);
    const times = (deal: InsightContext['deal']) => [...deal.interactions, ...deal.stages, ...deal.changes].map((row) => row.at).concat(deal.contacts.map((c) => c.addedAt));
    for (const { as_of, closed_at, closed_then, context } of runs) {
      const at = as_of.getTime();
      expect(context.now).toBe(at);
      expect(at).toBeLessThan(closed_at?.getTime() ?? now);
      expect(Math.max(at, ...times(context.deal), ...context.similar.map((s) => s.closedAt))).toBe(at);
      expect(context.score.n).toBeLessThanOrEqual(closed_then);
      for (const { statistic } of context.rules) if (statistic) expect(statistic.with.n + statistic.without.n).toBeLessThanOrEqual(closed_then);
      for (const { did, didNot } of context.actionStatistics?.actions ?? []) expect(did.n + didNot.n).toBeLessThanOrEqual(closed_then);
    }
    // What was known grew: from nothing to all closed deals.
    const learnt = runs.sort((a, b) => a.as_of.getTime() - b.as_of.getTime()).map((run) => run.context.score.n);
    expect(learnt[0]).toBe(0);
    expect(learnt.at(-1)).toBe(6_711);
  });

  it('holds the effects that were planted in the answers', async () => {
    const answers = await asOwner<{ id: string; right: boolean; rule: string | null; kind: string; month: number; principal: string }>(`
      select i.id, i.resolution = 'right' as right, i.rule_key as rule, f.kind, f.principal, (extract(epoch from i.created_at - (select min(created_at) from insight where workspace_id = $1)) / 2629800)::float8 as month
      from feedback f join insight i on i.id = f.insight_id where f.workspace_id = $1 and f.kind is not null order by f.created_at`, [scope.workspaceId]);
    const logit = (list: typeof answers) => { const hits = list.filter((a) => a.kind === 'helpful').length; return Math.log((hits + 0.5) / (list.length - hits + 0.5)); };
    const wanted = answers.filter((a) => a.rule !== UNWANTED.ruleKey), unwanted = answers.filter((a) => a.rule === UNWANTED.ruleKey);
    expect(Math.abs(logit(unwanted) - logit(wanted) - Math.log(UNWANTED.oddsRatio)), `${unwanted.length} answers`).toBeLessThan(UNWANTED.tolerance);
    const right = wanted.filter((a) => a.right), others = wanted.filter((a) => !a.right);
    expect(Math.abs(logit(right) - logit(others) - Math.log(HELPFUL.oddsRatioRight))).toBeLessThan(HELPFUL.tolerance.right);
    // Within each kind, since there are fewer right ones among the latest; weighted by the half with fewer answers.
    const growth = [right, others].map((list) => { const [early, late] = [list.filter((a) => a.month < 6), list.filter((a) => a.month >= 6)]; return { value: (logit(late) - logit(early)) / 6, weight: Math.min(early.length, late.length) }; });
    const perMonth = growth.reduce((sum, g) => sum + g.value * g.weight, 0) / growth.reduce((sum, g) => sum + g.weight, 0);
    expect(Math.abs(perMonth - Math.log(HELPFUL.oddsPerMonth))).toBeLessThan(HELPFUL.tolerance.perMonth);

    const acted = await asOwner<{ severity: 'low' | 'medium' | 'high'; rate: number; n: number }>(`
      select severity, avg((disposition = 'acted_on')::int)::float8 as rate, count(*)::int as n from insight i join deal d on d.id = i.deal_id
      where i.workspace_id = $1 and shown_at is not null and coalesce(d.closed_at, $2) > shown_at + interval '7 days' and exists (select 1 from insight_action a where a.insight_id = i.id) group by 1`, [scope.workspaceId, new Date(now)]);
    // Where the deal ended within the week nobody may have had the time to act.
    for (const { severity, rate, n } of acted) if (n >= 50) expect(Math.abs(rate - ACTED_ON[severity]), `${severity}: ${rate} of ${n}`).toBeLessThan(ACTED_ON.tolerance);

    const byInsight = new Map<string, string[]>();
    for (const { id, kind } of answers) byInsight.set(id, [...(byInsight.get(id) ?? []), kind]);
    const pairs = [...byInsight.values()].filter((kinds) => kinds.length === 2);
    const { alpha, low, high } = agreement(pairs, createRng('agreement'))!;
    expect(Math.abs(alpha - COPIES.share), `${alpha} (${low} to ${high}) over ${pairs.length}`).toBeLessThan(COPIES.tolerance);
  });

  it('tells the same past again when that step is repeated', async () => {
    const told = () => one<Record<string, string>>(`select
      (select md5(string_agg(title || severity || resolution || disposition || coalesce(shown_at::text, ''), ',' order by title, created_at, deal_id)) from insight where workspace_id = $1) as insights,
      (select md5(string_agg(principal || coalesce(kind, '') || created_at::text, ',' order by principal, created_at, kind)) from feedback where workspace_id = $1) as answers,
      (select count(*)::text from insight_signal where workspace_id = $1) as signals, (select count(*)::text from training_example where workspace_id = $1) as examples,
      (select count(*)::text from holdout_assignment where workspace_id = $1) as arms, (select count(*)::text from insight_run where workspace_id = $1) as runs`);
    const before = await told();
    await SAMPLE_STEPS.find((step) => step.name === 'past')!.run(scope, now);
    expect(await told()).toEqual(before);
  }, 240_000);

  it('has leads, all made up and marked so, whose steps can be repeated', async () => {
    const told = () => one<Record<string, number>>(`select
      (select count(*)::int from lead where workspace_id = $1) as leads, (select count(*)::int from lead l join contact c on c.id = l.id where l.workspace_id = $1 and not c.simulated) as unmarked,
      (select count(*)::int from lead where workspace_id = $1 and state in ('converted', 'disqualified')) as ended, (select count(*)::int from lead_change where workspace_id = $1 and not simulated) as unmarked_changes,
      (select count(distinct owner_id)::int from lead where workspace_id = $1) as owners, (select count(*)::int from interaction where workspace_id = $1 and deal_id is null) as talks`);
    const before = await told();
    expect(before).toMatchObject({ leads: 400, ended: 330, unmarked: 0, unmarked_changes: 0 });
    expect(before['owners']).toBeGreaterThan(20);
    await SAMPLE_STEPS.find((step) => step.name === 'leads')!.run(scope, now);
    expect(await told()).toEqual(before);
  }, 60_000);

  it('comes out the same when the simulation is repeated after a crash', async () => {
    const before = await counts();
    await SAMPLE_STEPS.find((step) => step.name === 'simulate')!.run(scope, now);
    expect(await counts()).toEqual(before);
  }, 120_000);

  it('leaves nothing behind when it is removed', async () => {
    await transaction(scope, () => markAsSample(scope));
    await removeSample(scope, 'Sample');
    for (const table of ['insight', 'insight_run', 'insight_signal', 'insight_resolution', 'insight_label', 'feedback', 'feedback_change', 'training_example', 'holdout_assignment', 'outcome', 'lead', 'lead_change', 'deal']) {
      expect(await one(`select count(*)::int as left from ${table} where workspace_id = $1`), table).toEqual({ left: 0 });
    }
  }, 120_000);
});
