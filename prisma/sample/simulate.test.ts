import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { DAY } from '@/lib/deals/history';
import { speaksOfPrice } from '@/lib/insights/rules/price-words';
import { chanceGiven, PLANTED_EFFECTS, type PlantedName } from './planted-effects';
import { textsOf, TOPICS } from './phrases';
import { shiftedPipeline, type PipelineRow } from './sample-files';
import { shiftBy, shiftQuarters } from './shift-quarters';
import { simulate } from './simulate';
import type { Imported, ImportedDeal, Simulated } from './world';

const now = Date.parse('2026-11-21T07:00:00Z');
const rows = (file: string): Record<string, string>[] => parse(readFileSync(path.join(import.meta.dirname, file)), { columns: true });

/** The real sample, read as the importer reads it. */
function imported(): Imported {
  const pipeline = shiftedPipeline(readFileSync(path.join(import.meta.dirname, 'sales_pipeline.csv'), 'utf8'), now) as (PipelineRow & Record<string, string>)[];
  const prices = new Map(rows('products.csv').map((row) => [row.product!, Number(row.sales_price)]));
  const outcomes = { Won: 'won', Lost: 'lost' } as const;
  const time = (text: string) => (text ? Date.parse(text) : null);
  return {
    stages: [['Engaging', 'open'], ['Lost', 'lost'], ['Prospecting', 'open'], ['Won', 'won']].map(([name, kind], i) => ({ id: `stage ${name}`, name: name!, position: i, kind: kind as 'open' | 'won' | 'lost' })),
    accounts: rows('accounts.csv').map((row) => ({ id: `account ${row.account}`, name: row.account! })),
    deals: pipeline.map((row): ImportedDeal => {
      const product = row.product === 'GTXPro' ? 'GTX Pro' : row.product!;
      const outcome = outcomes[row.deal_stage as 'Won' | 'Lost'] ?? null;
      return {
        id: `deal ${row.opportunity_id}`, key: row.opportunity_id, accountId: row.account ? `account ${row.account}` : null, ownerId: `member ${row.sales_agent}`, stageId: `stage ${row.deal_stage}`,
        productName: product, listPrice: prices.get(product) ?? null, openedAt: time(row.engage_date), closedAt: time(row.close_date), outcome, amount: row.close_value ? Number(row.close_value) : null, moves: [],
      };
    }),
  };
}

const counter = () => { let n = 0; return () => `new ${(n += 1)}`; };
const source = imported();
let world: Simulated;
beforeAll(() => { world = simulate(source, { seed: 'sample', now, newId: counter() }); }, 60_000);

const group = <T extends { dealId: string }>(list: readonly T[]): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of list) {
    const list = groups.get(row.dealId);
    if (list) list.push(row); else groups.set(row.dealId, [row]);
  }
  return groups;
};

describe('shiftQuarters', () => {
  it('brings the last date as near to now as whole quarters allow, never beyond', () => {
    const last = Date.parse('2017-12-31');
    expect(new Date(shiftQuarters(last, now)(last)).toISOString()).toBe('2026-09-30T00:00:00.000Z');
    expect(new Date(shiftQuarters(last, Date.parse('2026-12-31'))(last)).toISOString()).toBe('2026-12-31T00:00:00.000Z');
  });

  it('keeps quarter ends on quarter ends, and the days left in a quarter', () => {
    const shift = shiftQuarters(Date.parse('2017-12-31'), now);
    for (const [was, is] of [['2017-03-31', '2025-12-31'], ['2017-06-30', '2026-03-31'], ['2017-09-30', '2026-06-30'], ['2017-06-29', '2026-03-30'], ['2017-05-15', '2026-02-13']]) {
      expect(new Date(shift(Date.parse(was!))).toISOString().slice(0, 10), was).toBe(is);
    }
  });

  it('never changes the order of dates', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((d) => d * DAY);
    fc.assert(fc.property(day, day, fc.integer({ min: -60, max: 60 }), (a, b, quarters) => {
      expect(Math.sign(shiftBy(b, quarters) - shiftBy(a, quarters)) * Math.sign(b - a)).toBeGreaterThanOrEqual(0);
    }));
  });
});

/** What breaks a rule, in a list of tens of thousands. */
const breaking = <T>(list: readonly T[], rule: (row: T) => boolean): T[] => list.filter((row) => !rule(row)).slice(0, 3);

describe('shiftedPipeline', () => {
  it('keeps the length of every deal but for a day or two, and every deal that closed on a quarter’s last day there', () => {
    const was: Record<string, string>[] = rows('sales_pipeline.csv');
    const is = shiftedPipeline(readFileSync(path.join(import.meta.dirname, 'sales_pipeline.csv'), 'utf8'), now);
    const days = (row: Record<string, unknown>) => (Date.parse(String(row.close_date)) - Date.parse(String(row.engage_date))) / DAY;
    const pairs = was.map((row, i) => [row, is[i]!] as const);
    expect(breaking(pairs, ([a, b]) => Boolean(a.engage_date) === Boolean(b.engage_date) && Boolean(a.close_date) === Boolean(b.close_date))).toEqual([]);
    const closed = pairs.filter(([a]) => a.close_date);
    expect(closed).toHaveLength(6_711);
    expect(breaking(closed, ([a, b]) => days(b) >= 1 && Math.abs(days(a) - days(b)) <= 3)).toEqual([]);
    expect(breaking(closed.filter(([a]) => /-(03-31|06-30|09-30|12-31)$/.test(a.close_date!)), ([, b]) => /-(03-31|06-30|09-30|12-31)$/.test(b.close_date))).toEqual([]);
  });
});

describe('simulate', () => {
  it('gives the same world for the same seed, whatever the order of the deals, and another for another', { timeout: 60_000 }, () => {
    const again = simulate(source, { seed: 'sample', now, newId: counter() });
    expect(JSON.stringify(again) === JSON.stringify(world)).toBe(true);
    const turned = simulate({ ...source, deals: [...source.deals].reverse() }, { seed: 'sample', now, newId: counter() });
    for (const part of ['contacts', 'dealContacts', 'moves', 'changes', 'interactions', 'deals'] as const) {
      const lines = (w: Simulated) => w[part].map((row) => JSON.stringify(row)).sort().join('\n');
      expect(lines(turned) === lines(world), part).toBe(true);
    }
    const other = simulate(source, { seed: 'other', now, newId: counter() });
    expect(JSON.stringify(other.interactions) === JSON.stringify(world.interactions)).toBe(false);
  });

  it('refers only to what exists', () => {
    const contacts = new Map(world.contacts.map((c) => [c.id, c]));
    const stages = new Set(world.stages.map((s) => s.id));
    const accountOf = new Map(source.deals.map((d) => [d.id, d.accountId]));
    const involved = new Set(world.dealContacts.map((c) => `${c.dealId} ${c.contactId}`));
    expect(involved.size).toBe(world.dealContacts.length);
    expect(breaking(world.dealContacts, (c) => contacts.get(c.contactId)?.accountId === accountOf.get(c.dealId))).toEqual([]);
    expect(breaking(world.interactions, (i) => accountOf.has(i.dealId) && (i.contactId === null || involved.has(`${i.dealId} ${i.contactId}`)))).toEqual([]);
    expect(breaking(world.moves, (m) => accountOf.has(m.dealId) && stages.has(m.toStageId) && (m.fromStageId === null || stages.has(m.fromStageId)))).toEqual([]);
    expect(breaking(world.changes, (c) => accountOf.has(c.dealId))).toEqual([]);
    expect(breaking(world.contacts, (c) => /^[a-z.]+@[a-z0-9-]+\.example$/.test(c.email))).toEqual([]);
    expect(new Set(world.contacts.map((c) => c.email)).size).toBe(world.contacts.length);
    expect(world.deals.map((d) => d.id)).toEqual(source.deals.map((d) => d.id));
    expect(world.stages.map((s) => s.name)).toEqual(['Prospecting', 'Engaging', 'Proposal', 'Negotiation', 'Won', 'Lost']);
    const accountless = source.deals.filter((d) => d.accountId === null);
    expect(accountless).toHaveLength(1_425);
    expect(breaking(accountless, (d) => world.dealContacts.some((c) => c.dealId === d.id))).toEqual([]);
  });

  it('lets nothing happen after now, before a deal was opened, or after it closed', () => {
    const simulatedOpening = new Map(world.deals.map((d) => [d.id, d.openedAt]));
    const lives = new Map(source.deals.map((d) => [d.id, { from: d.openedAt ?? simulatedOpening.get(d.id)!, to: d.closedAt ?? now }]));
    const inside = (dealId: string, at: number) => at >= lives.get(dealId)!.from && at <= lives.get(dealId)!.to && at <= now && Number.isInteger(at);
    for (const list of [world.moves, world.changes, world.interactions]) expect(breaking<{ dealId: string; at: number }>(list, (row) => inside(row.dealId, row.at))).toEqual([]);
    expect(breaking(world.dealContacts, (row) => inside(row.dealId, row.addedAt))).toEqual([]);
    expect(breaking(world.deals, (deal) => deal.stageEnteredAt === undefined || inside(deal.id, deal.stageEnteredAt))).toEqual([]);
  });

  it('leaves what is real alone, and marks what it made up', () => {
    const real = new Map(source.deals.map((d) => [d.id, d]));
    const keptReal = world.deals.filter((d) => real.get(d.id)!.outcome !== null);
    expect(keptReal).toHaveLength(6_711);
    expect(breaking(keptReal, (d) => [d.stageId, d.stageEnteredAt, d.amount].every((value) => value === undefined))).toEqual([]);
    expect(breaking(world.deals, (d) => (real.get(d.id)!.openedAt === null) === (d.openedAt !== undefined))).toEqual([]);
    expect(breaking(world.deals, ({ id: _id, simulatedFields, ...fields }) =>
      [...simulatedFields].sort().join() === Object.entries(fields).filter(([, value]) => value !== null && value !== undefined).map(([name]) => name).sort().join())).toEqual([]);
    // An amount changes only on the day its deal closes, to its real value.
    const amounts = world.changes.filter((c) => c.field === 'amount');
    expect(amounts.length).toBeGreaterThan(6_000);
    expect(breaking(amounts, (c) => c.after === real.get(c.dealId)!.amount && c.at === real.get(c.dealId)!.closedAt)).toEqual([]);
  });

  it('keeps each deal’s history consistent: stages forward, slips later, as many as it says', () => {
    const position = new Map(world.stages.map((s) => [s.id, s.position]));
    const moves = group(world.moves);
    const slips = group(world.changes.filter((c) => c.field === 'expectedCloseAt'));
    const stageOf = new Map(source.deals.map((d) => [d.id, d.stageId]));
    expect(breaking(world.deals, (deal) => {
      const way = moves.get(deal.id) ?? [];
      return way.at(-1)?.toStageId === (deal.stageId ?? stageOf.get(deal.id)) && way.every((move, i) => {
        const before = way[i - 1];
        return move.fromStageId === (before?.toStageId ?? null) && (!before || (move.at >= before.at && position.get(move.toStageId)! > position.get(before.toStageId)!));
      });
    })).toEqual([]);
    expect(breaking(world.deals, (deal) => {
      const pushed = slips.get(deal.id) ?? [];
      return pushed.length === deal.slips && (pushed.length === 0 || pushed.at(-1)!.after === deal.expectedCloseAt)
        && pushed.every((slip, i) => Number(slip.after) > Number(slip.before) && (i === 0 || (slip.before === pushed[i - 1]!.after && slip.at > pushed[i - 1]!.at)));
    })).toEqual([]);
  });

  it('does not repeat moves that the import recorded', () => {
    const deals = source.deals.filter((d) => d.closedAt !== null).slice(0, 50).map((d) => ({ ...d, moves: [{ stageId: 'stage Engaging', at: d.openedAt! }, { stageId: d.stageId, at: d.closedAt! }] }));
    const { moves } = simulate({ ...source, deals }, { seed: 'sample', now, newId: counter() });
    expect(breaking(moves, (m) => !['stage Engaging', 'stage Won', 'stage Lost'].includes(m.toStageId))).toEqual([]);
    expect(moves.length).toBeGreaterThan(0);
  });

  it('stays lean and varied', () => {
    expect(world.interactions.length).toBeGreaterThan(25_000);
    expect(world.interactions.length).toBeLessThan(35_000);
    const notes = new Set(world.interactions.filter((i) => i.kind === 'note').map((i) => i.text));
    expect(notes.size).toBeGreaterThan(500);
    expect(breaking(world.interactions, ({ text }) => !text || !/\{|undefined|null/.test(text))).toEqual([]);
  });

  it('speaks of price only where it means to', () => {
    for (const topic of TOPICS) for (const text of textsOf(topic)) expect(speaksOfPrice({ subject: null, text }), text).toBe(topic === 'price');
  });
});

describe('planted effects', () => {
  type Facts = { won: boolean; days: number; traits: Record<PlantedName, boolean> };

  /** Read from the data alone, on the day of closing. */
  let facts: Facts[];
  beforeAll(() => { facts = factsOf(); });
  function factsOf(): Facts[] {
    const [contacts, talks, changes, moves] = [group(world.dealContacts), group(world.interactions), group(world.changes), group(world.moves)];
    const signs = new Set(world.contacts.filter((c) => c.buyingRole === 'economic_buyer').map((c) => c.id));
    const simulated = new Map(world.deals.map((d) => [d.id, d]));
    const proposal = world.stages.find((s) => s.name === 'Proposal')!.id;
    return source.deals.filter((d) => d.outcome !== null).map((deal) => {
      const known = contacts.get(deal.id) ?? [];
      const said = talks.get(deal.id) ?? [];
      const closedAt = deal.closedAt!;
      const openedAt = deal.openedAt!;
      const answer = said.reduce((last, i, n) => (i.direction === 'inbound' && (i.kind === 'replied' || i.kind === 'meeting_booked') ? n : last), -1);
      const waiting = said.slice(answer + 1).filter((i) => i.direction === 'outbound');
      return {
        won: deal.outcome === 'won', days: (closedAt - openedAt) / DAY,
        traits: {
          ghosted: waiting.length >= 2 && closedAt - waiting[0]!.at >= 7 * DAY,
          multiThreaded: known.length >= 3,
          noDecisionMaker: !known.some((c) => signs.has(c.contactId)),
          slipped: (changes.get(deal.id) ?? []).some((c) => c.field === 'expectedCloseAt' && Number(c.after) > Number(c.before)),
          recentMeeting: said.some((i) => i.kind === 'meeting_booked' && closedAt - i.at <= 14 * DAY),
          competitor: simulated.get(deal.id)!.competitor !== null,
          earlyPricing: said.some((i) => i.at - openedAt <= 14 * DAY && /\b(price|pricing|quote|budget|discount|cost)\b/i.test(i.text ?? '')),
          referral: simulated.get(deal.id)!.leadSource === 'Referral',
          reachedProposal: (moves.get(deal.id) ?? []).some((m) => m.toStageId === proposal),
        },
      };
    });
  }

  it.each(Object.keys(PLANTED_EFFECTS) as PlantedName[])('%s is in the data as stated', (name) => {
    const effect = PLANTED_EFFECTS[name];
    const eligible = facts.filter((d) => d.days >= effect.minDays && (name !== 'recentMeeting' || !d.traits.ghosted));
    const count = (won: boolean, has: boolean) => eligible.filter((d) => d.won === won && d.traits[name] === has).length;
    const [a, b, c, d] = [count(true, true), count(true, false), count(false, true), count(false, false)];
    const found = Math.log((a * d) / (b * c));
    expect(Math.abs(found - Math.log(effect.oddsRatio)), `odds ratio ${Math.exp(found).toFixed(2)} of ${a}/${b} won, ${c}/${d} lost`).toBeLessThan(effect.tolerance);
    // The tolerance is stated in good faith: no more than four standard errors, and it excludes "no effect".
    const error = Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d);
    expect(effect.tolerance).toBeLessThan(4.5 * error);
    expect(Math.abs(Math.log(effect.oddsRatio))).toBeGreaterThan(effect.tolerance);
    expect(c / (c + d)).toBeCloseTo(effect.amongLost, 1);
  });

  it('has odds that are stated times as high in won deals', () => {
    const effect = { oddsRatio: 2.5, amongLost: 0.2 };
    const won = chanceGiven(effect, 'won');
    expect((won / (1 - won)) / (0.2 / 0.8)).toBeCloseTo(2.5, 12);
    expect(chanceGiven(effect, 'lost')).toBe(0.2);
  });
});
