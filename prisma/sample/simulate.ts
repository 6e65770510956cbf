/**
 * Everything that the sample data lacks, made up from a seed: contacts, stage changes, expected closes and slips, amounts
 * before closing, conversations. Pure: the same import, seed and moment give the same world. The outcome, dates, product,
 * account, owner and final value of a closed deal are real and never touched; what goes with them is drawn given the outcome
 * (planted-effects.ts).
 */
import { DAY, type Outcome } from '@/lib/deals/history';
import { createRng, shuffled, type Rng } from '@/lib/stats/rng';
import { converse } from './conversation';
import { expectClose, expectedAmount, moveThrough, type OpenStages } from './course';
import { between, chance, pick } from './draw';
import type { Life } from './life';
import { peopleOf, unknownCompany } from './people';
import { drawTraits, type Traits } from './traits';
import type { Imported, ImportedDeal, ImportedStage, NewChange, NewContact, NewMove, NewStage, Simulated, SimulatedDeal } from './world';

const RIVALS = ['Northwind Systems', 'Vertex Hardware', 'Brightcore', 'Halcyon Devices', 'Kestrel Computing'];
const SOURCES = ['Website', 'Outbound', 'Event', 'Partner'];
const OPEN_ORDER = ['Prospecting', 'Engaging', 'Proposal', 'Negotiation'];

export type SimulateOptions = { seed: string; now: number; newId: () => string };

/** Throws RangeError when the import has no stage of the kind that a deal needs (Prospecting and Engaging by name, one won, one lost). */
export function simulate(imported: Imported, { seed, now, newId }: SimulateOptions): Simulated {
  const stages = orderStages(imported.stages, newId);
  const open = openStages(stages);
  const people = new Map(imported.accounts.map((account) => [account.id, peopleOf(account, seed, newId)]));
  const companyOf = (deal: ImportedDeal): string => deal.accountId ?? unknownCompany(deal, seed);
  const unknown = new Set(imported.deals.filter((deal) => deal.accountId === null).map(companyOf));
  for (const name of [...unknown].sort()) people.set(name, peopleOf({ id: null, name }, seed, newId));
  const discounts = realDiscounts(imported.deals);
  const world: Simulated = { stages, contacts: [...people.values()].flat(), dealContacts: [], moves: [], changes: [], interactions: [], deals: [] };
  for (const deal of imported.deals) {
    const life = liveThrough(deal, people.get(companyOf(deal)) ?? [], createRng(`${seed}:${deal.key}`), now);
    world.dealContacts.push(...life.contacts.map(({ id, addedAt }) => ({ dealId: deal.id, contactId: id, addedAt })));
    const prospecting = deal.openedAt === null;
    const way = prospecting ? [{ dealId: deal.id, fromStageId: null, toStageId: deal.stageId, at: life.from }] : moveThrough(life, open);
    world.moves.push(...movesToAdd(deal, way));
    const interactions = converse(life);
    world.interactions.push(...interactions);
    const { fields, changes } = simulatedFields(life, discounts);
    world.changes.push(...changes);
    world.deals.push({ ...fields, ...openFields(life, way, prospecting), lastActivityAt: interactions.at(-1)?.at ?? null });
  }
  for (const deal of world.deals) deal.simulatedFields = SIMULATED_NAMES.filter((name) => deal[name] !== undefined && deal[name] !== null);
  return world;
}

const SIMULATED_NAMES = ['openedAt', 'stageId', 'stageEnteredAt', 'amount', 'expectedCloseAt', 'competitor', 'discount', 'leadSource', 'slips', 'lastActivityAt'] as const satisfies readonly (keyof SimulatedDeal)[];

/** The open stages in the order in which deals pass them, then won, then lost. */
function orderStages(imported: readonly ImportedStage[], newId: () => string): NewStage[] {
  const open = OPEN_ORDER.map((name) => imported.find((s) => s.name === name) ?? { id: newId(), name, kind: 'open' as const });
  const rest = imported.filter((s) => !open.some((o) => o.id === s.id)).sort((a, b) => a.position - b.position);
  const kinds = ['open', 'won', 'lost'] as const;
  return [...open, ...kinds.flatMap((kind) => rest.filter((s) => s.kind === kind))].map((stage, i) => ({ id: stage.id, name: stage.name, kind: stage.kind, position: i + 1 }));
}

function openStages(stages: readonly NewStage[]): OpenStages {
  const idOf = (name: string): string => {
    const stage = stages.find((s) => s.name === name && s.kind === 'open');
    if (!stage) throw new RangeError(`the sample has no open stage ${name}`);
    return stage.id;
  };
  return { engaging: idOf('Engaging'), proposal: idOf('Proposal'), negotiation: idOf('Negotiation') };
}

function liveThrough(deal: ImportedDeal, people: readonly NewContact[], rng: Rng, now: number): Life {
  const from = deal.openedAt ?? Math.round(now - between(rng, 3, 75) * DAY);
  const to = deal.closedAt ?? now;
  const days = (to - from) / DAY;
  const outcome: Outcome = deal.outcome ?? (chance(rng, 0.5) ? 'won' : 'lost');
  const traits = drawTraits(rng, outcome, days);
  return { deal, traits, rng, from, to, days, contacts: involve(people, traits, rng, from, to), rival: pick(rng, RIVALS) };
}

/** Who of the account takes part: as many, and with or without one who signs, as the traits say. */
function involve(people: readonly NewContact[], traits: Traits, rng: Rng, from: number, to: number): Life['contacts'] {
  if (people.length === 0) return [];
  const count = traits.multiThreaded ? 3 + Math.floor(rng() * 3) : 1 + Math.floor(rng() * 2);
  const signs = shuffled(rng, people.filter((p) => p.buyingRole === 'economic_buyer')).slice(0, traits.decisionMaker ? 1 : 0);
  const others = shuffled(rng, people.filter((p) => p.buyingRole !== 'economic_buyer')).slice(0, count - signs.length);
  return shuffled(rng, [...signs, ...others]).map((person, i) => ({ ...person, addedAt: i === 0 ? from : Math.round(from + between(rng, 0, 0.4) * (to - from)) }));
}

/** Moves that the import did not record. */
function movesToAdd(deal: ImportedDeal, way: readonly NewMove[]): NewMove[] {
  const last = way.at(-1);
  const all = deal.outcome && deal.closedAt !== null && last ? [...way, { dealId: deal.id, fromStageId: last.toStageId, toStageId: deal.stageId, at: deal.closedAt }] : way;
  return all.filter((move) => !deal.moves.some((known) => known.stageId === move.toStageId));
}

/** Fractions of the list price that won deals really gave away. Lost deals draw from them too, so that a discount says nothing here. */
const realDiscounts = (deals: readonly ImportedDeal[]): number[] =>
  deals.flatMap((deal) => (deal.outcome === 'won' ? [discountOf(deal)] : [])).filter((d): d is number => d !== null).sort((a, b) => a - b);

function discountOf({ amount, listPrice }: ImportedDeal): number | null {
  return amount === null || listPrice === null || listPrice <= 0 ? null : Math.max(0, Math.round((1 - amount / listPrice) * 100) / 100);
}

function simulatedFields(life: Life, discounts: readonly number[]): { fields: Omit<SimulatedDeal, 'lastActivityAt'>; changes: NewChange[] } {
  const { deal, traits, rng, from, to } = life;
  const { expectedCloseAt, slips } = expectClose(life);
  const changes: NewChange[] = [...slips];
  const competitor = traits.competitor ? life.rival : null;
  if (competitor) changes.push({ dealId: deal.id, field: 'competitor', before: null, after: competitor, at: Math.round(from + between(rng, 0.02, 0.5) * (to - from)) });

  const drawn = discounts.length > 0 ? pick(rng, discounts) : null;
  const offered = deal.outcome === 'won' ? discountOf(deal) : deal.outcome === 'lost' || traits.reached > 0 ? drawn : null;
  if (offered) changes.push({ dealId: deal.id, field: 'discount', before: null, after: offered, at: Math.round(from + between(rng, 0.5, 0.95) * (to - from)) });

  const amount = expectedAmount(life);
  if (deal.closedAt !== null && amount !== null && amount !== deal.amount) changes.push({ dealId: deal.id, field: 'amount', before: amount, after: deal.amount, at: deal.closedAt });
  return {
    fields: {
      id: deal.id, expectedCloseAt, competitor, discount: offered, slips: slips.length, simulatedFields: [],
      leadSource: traits.referral ? 'Referral' : pick(rng, SOURCES),
      ...(deal.closedAt === null && amount !== null ? { amount } : {}),
    },
    changes,
  };
}

/** What an open deal gets besides: where it stands now, and since when it is there where the source does not say. */
function openFields({ deal, from }: Life, way: readonly NewMove[], prospecting: boolean): Partial<SimulatedDeal> {
  const last = way.at(-1);
  if (deal.closedAt !== null || !last) return {};
  return { ...(prospecting ? { openedAt: from } : {}), ...(last.toStageId !== deal.stageId ? { stageId: last.toStageId } : {}), stageEnteredAt: last.at };
}
