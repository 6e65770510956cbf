import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asOf, DAY, type DealHistory } from '@/lib/deals/history';
import { expectedCalibrationError } from '@/lib/stats/probability-metrics';
import { createRng, shuffled } from '@/lib/stats/rng';
import { landmarks, closedBy } from './closed-deals';
import { winModel, dealScore } from './schema';
import { scoreDeal } from './score-deal';
import { simulateDeals, START } from './testing/simulate';
import { versionId } from './version-id';
import { rateLedger } from './win-context';
import { trainWinModel } from './win-model';
import { SHIPPED_PRIOR, winRatePosterior } from './win-prior';

const NOW = START + 1000 * DAY;
const train = (deals: readonly DealHistory[], seed = 'train') => trainWinModel(deals, { now: NOW, seed });
const planted = simulateDeals(1500, createRng('planted'));
const model = train(planted);
const middle = (deal: DealHistory) => asOf(deal, Math.floor((deal.openedAt + (deal.closedAt ?? NOW)) / 2));

describe('the prior', () => {
  it('is the mean of a Beta posterior, blended by n / (n + strength)', () => {
    expect(winRatePosterior(0, 0, SHIPPED_PRIOR)).toMatchObject({ rate: 0.47, blendWeight: 0 });
    fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }).chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 0, max: n }))), ([n, won]) => {
      const { rate, low, high, blendWeight } = winRatePosterior(won, n, SHIPPED_PRIOR);
      expect(rate).toBeCloseTo(blendWeight * (won / n) + (1 - blendWeight) * SHIPPED_PRIOR.rate, 12);
      expect(low).toBeGreaterThan(0);
      expect(low).toBeLessThan(rate);
      expect(high).toBeGreaterThan(rate);
      expect(high).toBeLessThan(1);
    }));
  });

  it('shrinks monotonically: the same share of wins in more deals moves further from the prior, with a narrower interval', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 4 }), (fifths, wins) => {
      const few = winRatePosterior(wins * fifths, 5 * fifths, SHIPPED_PRIOR);
      const more = winRatePosterior(wins * fifths * 2, 10 * fifths, SHIPPED_PRIOR);
      expect(Math.abs(more.rate - wins / 5)).toBeLessThan(Math.abs(few.rate - wins / 5));
      expect(more.blendWeight).toBeGreaterThan(few.blendWeight);
      const better = winRatePosterior(wins * fifths + 1, 5 * fifths, SHIPPED_PRIOR);
      expect(better.rate).toBeGreaterThan(few.rate);
    }));
  });
});

describe('landmarks', () => {
  it('lie between opening and closing, weigh each deal once, and show nothing of the outcome', () => {
    const deals = closedBy(planted, NOW).slice(0, 200);
    for (const moments of ['open_days', 'opening', 'eve_of_closing'] as const) {
      const weight = new Map<number, number>();
      for (const row of landmarks(deals, { moments, perDeal: 3, seed: 'l' })) {
        const deal = deals[row.deal]!;
        expect(row.known.at).toBeGreaterThanOrEqual(deal.openedAt);
        expect(row.known.at).toBeLessThan(deal.closedAt);
        expect(row.known).not.toHaveProperty('outcome');
        expect(row.known.stages.every((move) => move.kind === 'open')).toBe(true);
        weight.set(row.deal, (weight.get(row.deal) ?? 0) + row.weight);
      }
      expect([...weight.values()].every((w) => Math.abs(w - 1) < 1e-12)).toBe(true);
      expect(weight.size).toBe(200);
    }
  });

  it('rates at a moment count only what had closed before it', () => {
    const deals = closedBy(planted, NOW);
    const ledger = rateLedger(deals);
    for (const deal of deals.slice(0, 300)) {
      const earlier = deals.filter((other) => other.ownerId === deal.ownerId && other.closedAt < deal.closedAt);
      expect(ledger(deal.closedAt).of('owner', deal.ownerId!)).toEqual({ n: earlier.length, won: earlier.filter((o) => o.outcome === 'won').length });
    }
  });
});

describe('with planted effects', () => {
  it('finds them, says so, and survives JSON', () => {
    expect(model.signal).toBe('present');
    expect(model.n).toBe(planted.length);
    expect(model.metrics!.auc.low).toBeGreaterThan(0.65);
    expect(model.metrics!.ece.value).toBeLessThan(0.06);
    expect(winModel.parse(JSON.parse(JSON.stringify(model)))).toEqual(model);
    const byColumn = Object.fromEntries(model.linear!.columns.map((c, j) => [`${c.feature} ${c.kind} ${c.part}`, model.linear!.coefficients[j]! / c.sd]));
    // Back on the scale of the planted log-odds; the sampling error of either is about 0.13 and the penalty pulls a little to zero.
    expect(Math.abs(byColumn['decisionMaker value 0']! - 1.2)).toBeLessThan(0.4);
    expect(Math.abs(byColumn['competitor value 0']! + 1.3)).toBeLessThan(0.4);
  });

  it('gives new deals probabilities that are calibrated and near the truth', () => {
    const fresh = simulateDeals(4000, createRng('fresh'));
    const scores = fresh.map((deal) => scoreDeal(model, middle(deal)));
    expect(expectedCalibrationError(fresh.map((d) => (d.outcome === 'won' ? 1 : 0)), scores.map((s) => s.probability))).toBeLessThan(0.05);
    const miss = scores.reduce((sum, s, i) => sum + Math.abs(s.probability - fresh[i]!.trueProbability), 0) / fresh.length;
    expect(miss).toBeLessThan(0.06);
    const covered = scores.filter((s, i) => s.low <= fresh[i]!.trueProbability && fresh[i]!.trueProbability <= s.high).length / fresh.length;
    expect(covered).toBeGreaterThan(0.85);
  });

  it('names the planted causes in words, with the sign of the planted effect', () => {
    const deal = { ...middle(planted[0]!), competitor: 'Rival Ltd', contacts: [] };
    const against = scoreDeal(model, deal).drivers.find((d) => d.feature === 'competitor')!;
    expect(against).toMatchObject({ direction: '-', label: 'Competitor', value: 'competing with Rival Ltd' });
    const { probability } = scoreDeal(model, deal);
    expect(against.effect).toBeLessThan(-0.05);
    expect(scoreDeal(model, { ...deal, competitor: null }).probability).toBeGreaterThan(probability);
  });

  it('scores lie inside their interval, inside 0..1, whatever the deal', () => {
    fc.assert(fc.property(
      fc.integer({ min: 0, max: planted.length - 1 }), fc.double({ min: 0, max: 1, noNaN: true }),
      fc.record({ amount: fc.option(fc.double({ min: -1e9, max: 1e12, noNaN: true })), slips: fc.integer({ min: 0, max: 1000 }), ownerId: fc.option(fc.constantFrom('owner 1', 'nobody', '__proto__')), daysOpen: fc.double({ min: 0, max: 1e5, noNaN: true }) }),
      (i, share, odd) => {
        const deal = planted[i]!;
        const score = scoreDeal(model, { ...asOf(deal, deal.openedAt + share * 400 * DAY), ...odd });
        expect(dealScore.parse(score)).toEqual(score);
        expect(score.low).toBeLessThanOrEqual(score.probability);
        expect(score.high).toBeGreaterThanOrEqual(score.probability);
        for (const d of score.drivers) expect(d.effect > 0).toBe(d.direction === '+');
      },
    ));
  });

  it('a score knows nothing later than its moment', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: planted.length - 1 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 90 * DAY }), (i, share, after) => {
      const deal = planted[i]!;
      const at = Math.floor(deal.openedAt + share * (deal.closedAt! - deal.openedAt - 1));
      const before: DealHistory = { ...deal, closedAt: null, outcome: null, changes: [...deal.changes.filter((c) => c.at <= at)], stages: deal.stages.filter((s) => s.at <= at),
        expectedCloseAt: asOf(deal, at).expectedCloseAt };
      const later = at + after;
      const flipped: DealHistory = {
        ...before, closedAt: later, outcome: deal.outcome === 'won' ? 'lost' : 'won', amount: 9e6, discount: 0.6, competitor: 'Late Corp', ownerId: 'owner 4',
        changes: [...before.changes,
          { id: 'x1', at: later, field: 'amount', before: deal.amount, after: 9e6 }, { id: 'x2', at: later, field: 'discount', before: deal.discount, after: 0.6 },
          { id: 'x3', at: later, field: 'competitor', before: deal.competitor, after: 'Late Corp' }, { id: 'x4', at: later, field: 'owner', before: deal.ownerId, after: 'owner 4' }],
        stages: [...before.stages, { id: 'x5', at: later, stageId: 'won', stageName: 'Won', position: 9, kind: 'won' }],
        interactions: [...before.interactions, { id: 'x6', at: later, kind: 'replied', direction: 'inbound', contactId: null, subject: null, text: null }],
        contacts: [...before.contacts, { id: 'x7', addedAt: later, name: 'CEO', jobTitle: 'CEO', buyingRole: 'economic_buyer' }],
      };
      expect(scoreDeal(model, asOf(flipped, at))).toEqual(scoreDeal(model, asOf(before, at)));
    }));
  });

  it('training repeats under its seed, in whatever order the deals come, and ignores what closed after now', () => {
    const deals = planted.slice(0, 400);
    const first = train(deals);
    expect(train(deals)).toEqual(first);
    expect(train(shuffled(createRng('order'), deals)).linear).toEqual(first.linear);
    const early = START + 300 * DAY;
    const atThatTime = trainWinModel(deals, { now: early, seed: 'e' });
    expect(atThatTime.n).toBe(deals.filter((d) => d.closedAt! <= early).length);
    const unaware = deals.map((d) => (d.closedAt! > early ? { ...d, outcome: d.outcome === 'won' ? 'lost' as const : 'won' as const } : d));
    expect(trainWinModel(unaware, { now: early, seed: 'e' })).toEqual(atThatTime);
  });

  it('one deal more, however odd, moves no score by two points', () => {
    const odd: DealHistory = {
      ...planted[0]!, id: 'odd', externalId: 'odd', openedAt: NOW - 2 * DAY, closedAt: NOW - DAY, outcome: 'lost', interactions: [], changes: [],
      stages: [{ ...planted[0]!.stages[0]!, at: NOW - 2 * DAY, stageId: 'before all others', stageName: 'Prospecting', position: -1 }],
    };
    const before = train(planted), after = train([...planted, odd]);
    for (const deal of planted.slice(0, 300)) {
      const prospecting = { ...middle(deal), stage: { ...middle(deal).stage!, position: -1 } };
      for (const known of [middle(deal), prospecting]) expect(Math.abs(scoreDeal(after, known).probability - scoreDeal(before, known).probability)).toBeLessThan(0.02);
    }
  });
});

describe('honesty', () => {
  it.each(['a', 'b', 'c', 'd', 'e', 'f'])('pure noise (%s): no signal, every deal gets the win rate, no drivers', (seed) => {
    const deals = simulateDeals(400, createRng(`noise ${seed}`), 0);
    const { signal, sentence, linear, ...noise } = train(deals);
    expect(signal).toBe('none');
    expect(linear).toBeNull();
    expect(sentence).toMatch(/^No signal: .*Brier/);
    const scores = deals.slice(0, 20).map((deal) => scoreDeal({ signal, sentence, linear, ...noise }, middle(deal)));
    expect(new Set(scores.map((s) => s.probability)).size).toBe(1);
    expect(scores[0]).toMatchObject({ probability: noise.baseRate.value, low: noise.baseRate.low, high: noise.baseRate.high, drivers: [] });
  });

  it('under 50 closed deals: the named prior, its weight, and how many are missing', () => {
    const thin = train(planted.slice(0, 37));
    expect(thin).toMatchObject({ signal: 'none', n: 37, linear: null, metrics: null, blendWeight: 37 / 47 });
    expect(thin.sentence).toContain('37 of 50 closed deals');
    expect(thin.sentence).toContain('shipped prior (47%');
    expect(scoreDeal(thin, middle(planted[99]!)).probability).toBe(thin.baseRate.value);
  });

  it('with no deal at all it is the prior, and says so', () => {
    const empty = train([]);
    expect(empty).toMatchObject({ n: 0, blendWeight: 0, signal: 'none', window: null, baseRate: { value: 0.47 } });
    expect(scoreDeal(empty, middle(planted[0]!))).toMatchObject({ probability: 0.47, n: 0, blendWeight: 0 });
  });

  it('only wins, ever: no model, and the sentence says why', () => {
    const won = train(planted.slice(0, 120).map((d) => ({ ...d, outcome: 'won' as const })));
    expect(won).toMatchObject({ signal: 'none', linear: null });
    expect(won.sentence).toContain('Only 0 of 120 closed deals were lost');
    expect(won.baseRate.value).toBeLessThan(1);
  });

  it('leaves out what is filled in as deals close', () => {
    // An import that kept no history: a value on every won deal from its opening on, none on the rest.
    const leaking: DealHistory[] = planted.slice(0, 600).map((d) => ({ ...d, discount: d.outcome === 'won' ? 0.1 : 0 }));
    const open: DealHistory[] = simulateDeals(60, createRng('open')).map((d, i) => ({ ...d, id: `open ${i}`, openedAt: NOW - 20 * DAY, closedAt: null, outcome: null, stages: [], changes: [], interactions: [], contacts: d.contacts.map((c) => ({ ...c, addedAt: NOW - 20 * DAY })) }));
    const careful = train([...leaking, ...open]);
    expect(careful.excluded.map((e) => e.feature)).toContain('discount');
    expect(careful.linear?.columns.some((c) => c.feature === 'discount')).toBe(false);
    expect(careful.metrics!.auc.value).toBeLessThan(0.85);
  });
});

it('version ids carry the clock in UTC', () => expect(versionId(Date.UTC(2026, 2, 4, 5, 6, 7))).toBe('v_20260304_050607'));
