/**
 * A workspace that has been worked in: deals of the sample CRM (lib/retrieval/testing/fill-workspace.ts) with contacts,
 * conversations, dates that slipped and amounts that moved, all seeded; embedded, learned from and scored as the product's
 * own jobs would have left them.
 */
import { v7 as uuidv7 } from 'uuid';
import { builtinEmbedder } from '@/lib/llm/embed-builtin';
import { refreshStatistics } from '@/lib/insights/workspace-statistics';
import { assessOpenDeals } from '@/lib/models/assess-deals';
import { trainChampion } from '@/lib/models/train-champion';
import { embedDeals } from '@/lib/retrieval/embed-deals';
import { fillWorkspace } from '@/lib/retrieval/testing/fill-workspace';
import { gatherStatistics } from '@/lib/server/db/gather-statistics';
import { db, transaction } from '@/lib/server/db/tenancy';
import { systemScope, type Scope } from '@/lib/server/scope';
import { createRng, randomInt, type Rng } from '@/lib/stats/rng';

const DAY = 86_400_000;
const NAMES = ['Ada', 'Ben', 'Chi', 'Dana', 'Emil', 'Fay', 'Gus', 'Hana', 'Ivo', 'Jun'];
const TITLES = ['CFO', 'Head of Operations', 'Purchasing Manager', 'IT Director', 'Analyst', 'Plant Manager'];
const SAID = [
  'Thanks for the demo. The pricing is above our budget for this quarter, can we talk about terms?',
  'Our legal team is reviewing the contract and will come back by Friday.',
  'We are comparing with another vendor and need references from a hospital.',
  'Sent the proposal with the rollout plan and the support options that were asked for.',
  'Following up on the security questionnaire; is anything missing from our side?',
];
const BATCH = 2_000;

export type LivedIn = { scope: Scope; openIds: string[]; times: { train: number; statistics: number; assess: number } };

export async function livedInWorkspace(deals: number, now: number): Promise<LivedIn> {
  const scope = systemScope(uuidv7(), 'benchmark');
  const { openIds } = await fillWorkspace(scope, { deals, seed: 'bench', now, notes: 0.2 });
  await addLife(scope, createRng('life'), now);
  await gatherStatistics();
  await embedDeals(scope, 'missing', { embedder: builtinEmbedder });
  const train = await timed(() => trainChampion(scope));
  const statistics = await timed(() => refreshStatistics(scope));
  const assess = await timed(async () => {
    for (let cursor: string | null = null; ;) {
      ({ cursor } = await assessOpenDeals(scope, cursor, 'imported'));
      if (cursor === null) return;
    }
  });
  return { scope, openIds, times: { train, statistics, assess } };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

type KnownDeal = { id: string; account_id: string | null; opened_at: Date; closed_at: Date | null; amount_minor: bigint | null; status: string };

async function addLife(scope: Scope, rng: Rng, now: number): Promise<void> {
  const people = await addPeople(scope, rng);
  for (let after: string | null = null; ;) {
    const known: KnownDeal[] = await transaction(scope, () => db(scope).$queryRaw<KnownDeal[]>`
      select id, account_id, opened_at, closed_at, amount_minor, status::text as status from deal
      where workspace_id = ${scope.workspaceId}::uuid and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${BATCH}`);
    if (known.length === 0) return;
    await transaction(scope, () => addLifeTo(scope, rng, known, people, now));
    after = known.at(-1)!.id;
  }
}

/** Three people an account. */
async function addPeople(scope: Scope, rng: Rng): Promise<Map<string, string[]>> {
  const ws = scope.workspaceId;
  return transaction(scope, async () => {
    const accounts = await db(scope).$queryRaw<{ id: string }[]>`select id from account where workspace_id = ${ws}::uuid order by name`;
    const people = accounts.flatMap(({ id }) => [0, 1, 2].map(() => ({ id: uuidv7(), account: id, name: `${NAMES[randomInt(rng, NAMES.length)]} ${randomInt(rng, 1_000)}`, title: TITLES[randomInt(rng, TITLES.length)]! })));
    await db(scope).$executeRaw`
      insert into contact (id, workspace_id, account_id, name, job_title, updated_at) select id, ${ws}::uuid, account, name, title, now()
      from unnest(${people.map((p) => p.id)}::uuid[], ${people.map((p) => p.account)}::uuid[], ${people.map((p) => p.name)}::text[], ${people.map((p) => p.title)}::text[]) as r(id, account, name, title)`;
    const byAccount = new Map<string, string[]>();
    for (const p of people) byAccount.set(p.account, [...(byAccount.get(p.account) ?? []), p.id]);
    return byAccount;
  });
}

/** Up to three contacts, a dozen interactions and a handful of changes a deal, spread over its life. */
async function addLifeTo(scope: Scope, rng: Rng, deals: readonly KnownDeal[], people: Map<string, string[]>, now: number): Promise<void> {
  const ws = scope.workspaceId;
  const contacts: { deal: string; contact: string; at: Date }[] = [];
  const talks: { id: string; deal: string; contact: string | null; kind: string; direction: string; text: string | null; at: Date }[] = [];
  const changes: { id: string; deal: string; field: string; before: string; after: string; at: Date }[] = [];
  const dates: { deal: string; close: Date; slips: number; last: Date }[] = [];
  for (const deal of deals) {
    const opened = deal.opened_at.getTime();
    const life = Math.max(DAY, (deal.closed_at?.getTime() ?? Math.max(now, opened)) - opened);
    const moment = () => new Date(Math.floor(opened + rng() * life * 0.98));
    const known = (people.get(deal.account_id ?? '') ?? []).slice(0, randomInt(rng, 4));
    for (const contact of known) contacts.push({ deal: deal.id, contact, at: moment() });
    const spoken = Array.from({ length: randomInt(rng, 13) }, moment).sort((a, b) => a.getTime() - b.getTime());
    for (const at of spoken) {
      const [kind, direction] = ([['sent', 'outbound'], ['replied', 'inbound'], ['call', 'outbound'], ['opened', 'inbound']] as const)[randomInt(rng, 4)]!;
      talks.push({ id: uuidv7(), deal: deal.id, contact: known[0] ?? null, kind, direction, text: kind === 'opened' ? null : SAID[randomInt(rng, SAID.length)]!, at });
    }
    const slips = randomInt(rng, 3);
    let close = opened + 60 * DAY;
    for (let i = 0; i < slips; i++) {
      changes.push({ id: uuidv7(), deal: deal.id, field: 'expectedCloseAt', before: String(close), after: String(close + 30 * DAY), at: moment() });
      close += 30 * DAY;
    }
    if (deal.amount_minor !== null && rng() < 0.3) {
      const amount = Number(deal.amount_minor) / 100;
      changes.push({ id: uuidv7(), deal: deal.id, field: 'amount', before: String(Math.round(amount * 1.1)), after: String(amount), at: moment() });
    }
    dates.push({ deal: deal.id, close: new Date(close), slips, last: spoken.at(-1) ?? deal.opened_at });
  }
  await db(scope).$executeRaw`
    insert into deal_contact (id, workspace_id, deal_id, contact_id, added_at) select gen_random_uuid(), ${ws}::uuid, deal, contact, at
    from unnest(${contacts.map((c) => c.deal)}::uuid[], ${contacts.map((c) => c.contact)}::uuid[], ${contacts.map((c) => c.at)}::timestamptz[]) as r(deal, contact, at)`;
  await db(scope).$executeRaw`
    insert into interaction (id, workspace_id, deal_id, contact_id, kind, direction, text, at) select id, ${ws}::uuid, deal, contact, kind::interaction_kind, direction::direction, text, at
    from unnest(${talks.map((t) => t.id)}::uuid[], ${talks.map((t) => t.deal)}::uuid[], ${talks.map((t) => t.contact)}::uuid[], ${talks.map((t) => t.kind)}::text[], ${talks.map((t) => t.direction)}::text[],
      ${talks.map((t) => t.text)}::text[], ${talks.map((t) => t.at)}::timestamptz[]) as r(id, deal, contact, kind, direction, text, at)`;
  await db(scope).$executeRaw`
    insert into deal_change (id, workspace_id, deal_id, field, before, after, at) select id, ${ws}::uuid, deal, field, before::jsonb, after::jsonb, at
    from unnest(${changes.map((c) => c.id)}::uuid[], ${changes.map((c) => c.deal)}::uuid[], ${changes.map((c) => c.field)}::text[], ${changes.map((c) => c.before)}::text[],
      ${changes.map((c) => c.after)}::text[], ${changes.map((c) => c.at)}::timestamptz[]) as r(id, deal, field, before, after, at)`;
  await db(scope).$executeRaw`
    update deal d set expected_close_at = r.close, slips = r.slips, last_activity_at = r.last
    from unnest(${dates.map((d) => d.deal)}::uuid[], ${dates.map((d) => d.close)}::timestamptz[], ${dates.map((d) => d.slips)}::int[], ${dates.map((d) => d.last)}::timestamptz[]) as r(deal, close, slips, last)
    where d.id = r.deal`;
}
