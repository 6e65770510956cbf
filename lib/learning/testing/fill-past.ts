/**
 * A past of advice for the deals of a workspace, for benchmarks and for looking at the screens: two insights a deal, shown, resolved
 * by how the deal ended, answered by some, with a tenth of the deals held out if asked. Seeded; written as rows, in batches.
 */
import { v7 as uuidv7 } from 'uuid';
import { db, transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { createRng, randomInt, type Rng } from '@/lib/stats/rng';

const DAY = 86_400_000;
const RULES = ['ghosted', 'stalled', 'overdue', 'slipped', 'single_threaded', 'discount'];
const ACTIONS = ['call', 'email', 'meeting', 'multi_thread', 'executive', 'pricing', 'close_plan'];
const BATCH = 2_000;

export type Past = { insights: number; seed: string; now: number; heldOutShare?: number };
type Deal = { id: string; status: 'open' | 'won' | 'lost'; opened: number; closed: number | null; owner: string | null };
type Rows = Record<'runs' | 'insights' | 'actions' | 'answers' | 'changes' | 'signals' | 'examples', object[]>;

const pick = <T>(rng: Rng, values: readonly T[]): T => values[randomInt(rng, values.length)] as T;
const iso = (time: number) => new Date(time).toISOString();

/** What was said about one deal and what came of it. */
function adviceOn(deal: Deal, rng: Rng, people: readonly string[], now: number, at: number, rows: Rows): void {
  const until = deal.closed ?? now;
  const shown = Math.min(until - 60_000, at + randomInt(rng, 3) * DAY);
  const [id, run, forecast, won] = [uuidv7(), uuidv7(), rng() < 0.25, deal.status === 'won'];
  const rule = forecast ? null : pick(rng, RULES);
  const acted = rng() < (won ? 0.35 : 0.2);
  const chance = Math.min(0.97, Math.max(0.03, (won ? 0.62 : 0.5) + (rng() - 0.5) * 0.5));
  const right = deal.status === 'open' ? null : forecast ? won : rng() < (rule === 'ghosted' ? 0.8 : 0.55) ? !won : won;
  const averted = acted && !forecast && right === false;
  const late = now - at < 150 * DAY;
  rows.runs.push({ id, run, deal: deal.id, at: iso(at) });
  rows.insights.push({
    id, run, deal: deal.id, type: forecast ? 'forecast' : pick(rng, ['risk', 'risk', 'opportunity', 'next_action']), rule, prompt: late ? '2' : '1', provider: late && rng() < 0.4 ? 'anthropic' : 'builtin',
    model: late ? 'w2' : 'w1', prediction: { claim: forecast ? 'won' : 'lost', probability: forecast ? chance : null, statement: 'It will go as said.', rightIf: 'it does', wrongIf: 'it does not' },
    disposition: acted ? 'acted_on' : 'open', resolution: right === null ? 'pending' : averted ? 'not_testable' : right ? 'right' : 'wrong', acted: averted ? 'averted' : acted && right && !forecast ? 'came_true' : null,
    at: iso(at), shown: iso(shown), resolved: right === null ? null : iso(until),
  });
  const suggested = pick(rng, ACTIONS);
  rows.actions.push({ id: uuidv7(), insight: id, type: suggested });
  const person = `member:${pick(rng, people)}`;
  const answered = shown + randomInt(rng, 6) * DAY / 4;
  for (let seen = shown; seen < Math.min(now, shown + 3 * DAY); seen += DAY) rows.signals.push({ id: uuidv7(), insight: id, principal: person, day: iso(seen).slice(0, 10), at: iso(seen) });
  if (!acted && rng() > 0.3) return;
  const answer = uuidv7();
  const good = right ?? rng() < 0.6;
  rows.answers.push({
    id: answer, insight: id, principal: person, kind: rng() < 0.8 ? (rng() < (good ? 0.8 : 0.45) ? 'helpful' : rng() < 0.6 ? 'not_helpful' : 'incorrect') : null,
    stars: rng() < 0.5 ? Math.min(5, Math.max(1, Math.round((good ? 4 : 3) + (rng() - 0.5) * 3))) : null, acted: acted ? { action: suggested, type: suggested } : null, at: iso(Math.min(now, answered)),
  });
  rows.changes.push({ id: uuidv7(), feedback: answer, acted: acted ? { action: suggested, type: suggested } : null, at: iso(Math.min(now, answered)) });
  rows.examples.push({ id: uuidv7(), insight: id, deal: deal.id, at: iso(at), label: good ? 'good' : 'bad' });
}

export async function fillPast(scope: Scope, { insights, seed, now, heldOutShare = 0 }: Past): Promise<void> {
  const rng = createRng(seed);
  const deals = await transaction(scope, () => db(scope).$queryRaw<Deal[]>`
    select id, status::text, extract(epoch from opened_at)::float8 * 1000 as opened, extract(epoch from closed_at)::float8 * 1000 as closed, owner_id as owner from deal order by md5(id::text || ${seed}) limit ${Math.ceil(insights / 2)}`);
  const people = (await transaction(scope, () => db(scope).member.findMany({ select: { id: true }, orderBy: { id: 'asc' }, take: 40 }))).map((m) => m.id);
  const arms: object[] = [];
  for (let start = 0; start < deals.length; start += BATCH) {
    const rows: Rows = { runs: [], insights: [], actions: [], answers: [], changes: [], signals: [], examples: [] };
    for (const deal of deals.slice(start, start + BATCH)) {
      const from = Math.max(deal.opened, (deal.closed ?? now) - 100 * DAY);
      const heldOut = rng() < heldOutShare;
      if (heldOutShare > 0) arms.push({ id: uuidv7(), deal: deal.id, arm: heldOut ? 'held_out' : 'shown', share: heldOutShare, owner: deal.owner, at: iso(from) });
      if (!heldOut) for (let i = 0; i < 2; i++) adviceOn(deal, rng, people, now, from + rng() * 0.8 * Math.max(DAY, (deal.closed ?? now) - from), rows);
    }
    await transaction(scope, () => write(scope, rows));
  }
  const ws = scope.workspaceId;
  await transaction(scope, () => db(scope).$executeRaw`
    insert into holdout_assignment (id, workspace_id, deal_id, arm, share, owner_id, assigned_at) select id, ${ws}::uuid, deal, arm, share, owner, at
    from jsonb_to_recordset(${JSON.stringify(arms)}::jsonb) as r(id uuid, deal uuid, arm text, share float8, owner uuid, at timestamptz) on conflict (deal_id) do nothing`);
}

async function write(scope: Scope, rows: Rows): Promise<void> {
  const [client, ws] = [db(scope), scope.workspaceId];
  const given = (part: object[]) => JSON.stringify(part);
  await client.$executeRaw`insert into insight_run (id, workspace_id, deal_id, status, stages, as_of, requested_by, created_at, finished_at)
    select run, ${ws}::uuid, deal, 'completed', '[]', at, 'past', at, at from jsonb_to_recordset(${given(rows.runs)}::jsonb) as r(run uuid, deal uuid, at timestamptz)`;
  await client.$executeRaw`insert into insight (id, workspace_id, deal_id, run_id, type, title, body, severity, confidence, prediction, disposition, resolution, acted_result, rule_key, dedupe_key, provider, model, prompt_version,
      win_model_version, simulated, created_at, updated_at, shown_at, resolved_at, superseded_at)
    select id, ${ws}::uuid, deal, run, type, 'What was said of this deal that day', repeat('Of 41 deals silent this long here, 12 were won. ', 8), 'medium', 0.6, prediction, disposition, resolution, acted, rule, id::text, provider, 'm', prompt,
      model, true, at, at, shown, resolved, resolved
    from jsonb_to_recordset(${given(rows.insights)}::jsonb) as r(id uuid, run uuid, deal uuid, type text, rule text, prompt text, provider text, model text, prediction jsonb, disposition text, resolution text, acted text,
      at timestamptz, shown timestamptz, resolved timestamptz)`;
  await client.$executeRaw`insert into insight_action (id, workspace_id, insight_id, position, type, title, due_in_days, why)
    select id, ${ws}::uuid, insight, 0, type, 'Do it', 3, 'why' from jsonb_to_recordset(${given(rows.actions)}::jsonb) as r(id uuid, insight uuid, type text)`;
  await client.$executeRaw`insert into feedback (id, workspace_id, insight_id, principal, actor_name, kind, stars, acted_on, created_at, updated_at)
    select id, ${ws}::uuid, insight, principal, 'somebody', kind, stars, nullif(acted, 'null'::jsonb), at, at
    from jsonb_to_recordset(${given(rows.answers)}::jsonb) as r(id uuid, insight uuid, principal text, kind text, stars int, acted jsonb, at timestamptz)`;
  await client.$executeRaw`insert into feedback_change (id, workspace_id, feedback_id, at, answer)
    select id, ${ws}::uuid, feedback, at, jsonb_build_object('actedOn', acted) from jsonb_to_recordset(${given(rows.changes)}::jsonb) as r(id uuid, feedback uuid, acted jsonb, at timestamptz)`;
  await client.$executeRaw`insert into insight_signal (id, workspace_id, insight_id, principal, kind, day, first_at, last_at, simulated)
    select id, ${ws}::uuid, insight, principal, 'expanded', day, at, at, true from jsonb_to_recordset(${given(rows.signals)}::jsonb) as r(id uuid, insight uuid, principal text, day date, at timestamptz)`;
  await client.$executeRaw`insert into training_example (id, workspace_id, insight_id, deal_id, as_of, snapshot, insight, label, labelled_at, provider, model, prompt_version, created_at, updated_at)
    select id, ${ws}::uuid, insight, deal, at, '{}', '{}', label, at, 'builtin', 'm', '1', at, at from jsonb_to_recordset(${given(rows.examples)}::jsonb) as r(id uuid, insight uuid, deal uuid, at timestamptz, label text)`;
}
