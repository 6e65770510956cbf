import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateArm, type ArmUnit } from './censored-arm';
import { censoredEffect, MIN_DEALS_PER_ARM, MIN_OWNERS, type CensoredUnit } from './censored-effect';
import { createRng } from './rng';
import { prove } from './testing/prove-effect';
import { HORIZON, simulateHoldout, type Design } from './testing/simulated-holdout';

const unit = fc.record({ days: fc.integer({ min: 0, max: 120 }), end: fc.constantFrom<ArmUnit['end']>('won', 'lost', 'open') });
const arm = fc.array(unit, { minLength: 2, maxLength: 40 });
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe('one arm', () => {
  it('gives the estimates worked out by hand', () => {
    // Day 10: 1 of 5 won. Day 20: one cut off. Day 30: of 3 one lost, one won. Day 50: the last one cut off.
    const units: ArmUnit[] = [{ days: 10, end: 'won' }, { days: 20, end: 'open' }, { days: 30, end: 'lost' }, { days: 30, end: 'won' }, { days: 50, end: 'open' }];
    const got = estimateArm(units, 40);
    expect(got.won).toBeCloseTo(1 / 5 + (4 / 5) * (1 / 3), 12);
    expect(got.openDays).toBeCloseTo(10 + 20 * 0.8 + 10 * 0.8 / 3, 12);
    expect(got.followed).toBeCloseTo(5 * (3 / 4), 12);
  });

  it('with nobody cut off it is the plain share and the plain mean, and so are the influences', () => {
    fc.assert(fc.property(arm, fc.integer({ min: 1, max: 130 }), (list, horizon) => {
      const units = list.map((u) => (u.end === 'open' ? { days: 200 + u.days, end: 'open' as const } : u));
      const got = estimateArm(units, horizon);
      const won = units.map((u) => (u.end === 'won' && u.days <= horizon ? 1 : 0)), open = units.map((u) => Math.min(u.days, horizon));
      expect(got.won).toBeCloseTo(sum(won) / units.length, 10);
      expect(got.openDays).toBeCloseTo(sum(open) / units.length, 8);
      expect(got.followed).toBe(units.length);
      units.forEach((_, i) => {
        expect(got.wonInfluence[i]).toBeCloseTo((won[i]! - got.won) / units.length, 10);
        expect(got.openDaysInfluence[i]).toBeCloseTo((open[i]! - got.openDays) / units.length, 8);
      });
    }));
  });

  it('equals the share won weighted by the inverse chance of being watched so long (another way to the same figure)', () => {
    fc.assert(fc.property(arm, (units) => {
      const { won } = estimateArm(units, 90);
      // Kaplan-Meier of the cutting off, after the ends of the same day.
      const watched = (before: number): number => [...new Set(units.filter((u) => u.end === 'open' && u.days < before).map((u) => u.days))]
        .reduce((g, day) => g * (1 - units.filter((u) => u.end === 'open' && u.days === day).length / units.filter((u) => u.days > day || (u.days === day && u.end === 'open')).length), 1);
      const weighted = sum(units.map((u) => (u.end === 'won' && u.days <= 90 ? 1 / watched(u.days) : 0))) / units.length;
      expect(won).toBeCloseTo(weighted, 9);
    }));
  });

  it('the influences are what one more unit of the kind moves, and sum to nought', () => {
    fc.assert(fc.property(arm, fc.nat(), (units, pick) => {
      const i = pick % units.length, copies = 400, horizon = 90;
      const got = estimateArm(units, horizon);
      expect(sum(got.wonInfluence)).toBeCloseTo(0, 9);
      expect(sum(got.openDaysInfluence)).toBeCloseTo(0, 7);
      const many = Array.from({ length: copies }, () => units).flat();
      const more = estimateArm([...many, units[i]!], horizon);
      expect((more.won - got.won) * copies).toBeCloseTo(got.wonInfluence[i]!, 1);
      expect(((more.openDays - got.openDays) * copies) / horizon).toBeCloseTo(got.openDaysInfluence[i]! / horizon, 1);
    }), { numRuns: 40 });
  });
});

const DESIGN: Design = { name: 'test', owners: 14, deals: 420, sizeSpread: 0.6, heldOutShare: 0.25, skill: 0.5, effect: 0.6, effectSpread: 0.2, pace: 1.3, confounding: 1.5 };
const workspace = fc.string().map((seed) => simulateHoldout(DESIGN, createRng(seed)));

describe('censoredEffect', () => {
  it('swapping the arms turns the sign, order does not matter, and the interval holds the estimate', () => {
    fc.assert(fc.property(workspace, (deals) => {
      const options = { horizonDays: HORIZON };
      const once = censoredEffect(deals, options), swapped = censoredEffect(deals.map((d): CensoredUnit => ({ ...d, arm: d.arm === 'shown' ? 'held_out' : 'shown' })), options), back = censoredEffect([...deals].reverse(), options);
      for (const which of ['winRate', 'velocity'] as const) {
        const a = once[which]!, b = swapped[which]!, c = back[which]!;
        expect(b.difference).toBeCloseTo(-a.difference, 9);
        expect(b.low).toBeCloseTo(-a.high, 8);
        expect(c.low).toBeCloseTo(a.low, 8);
        expect(a.low).toBeLessThanOrEqual(a.difference);
        expect(a.high).toBeGreaterThanOrEqual(a.difference);
        expect(a.nShown + a.nHeldOut).toBe(deals.length);
      }
    }), { numRuns: 25 });
  });

  it('counts deals still needed: none once the interval is narrow enough, four times as many deals for half the width', () => {
    const deals = simulateHoldout(DESIGN, createRng('needed'));
    const { winRate, dealsNeeded } = censoredEffect(deals, { horizonDays: HORIZON });
    const reach = (winRate!.high - winRate!.low) / 2;
    expect(dealsNeeded).toBe(Math.ceil(deals.length * ((reach / 0.05) ** 2 - 1)));
    expect(censoredEffect(deals, { horizonDays: HORIZON, usefulReach: reach / 2 }).dealsNeeded).toBeCloseTo(3 * deals.length, -1);
    expect(censoredEffect(deals, { horizonDays: HORIZON, usefulReach: 0.9 }).dealsNeeded).toBe(0);
  });

  it('says why there is no estimate', () => {
    const deals = simulateHoldout(DESIGN, createRng('why'));
    const why = (list: CensoredUnit[]): string | null => { const got = censoredEffect(list, { horizonDays: HORIZON }); expect(got.winRate).toBeNull(); return got.reason; };
    expect(why(deals.filter((d) => d.arm === 'shown'))).toMatch(/No deal is held out/);
    expect(why(deals.filter((d) => d.arm === 'held_out'))).toMatch(/No deal was shown/);
    expect(why([...deals.filter((d) => d.arm === 'shown'), ...deals.filter((d) => d.arm === 'held_out').slice(0, 7)])).toBe(`Only 7 deals are held out; it takes ${MIN_DEALS_PER_ARM} on each side.`);
    expect(why(deals.map((d) => ({ ...d, cluster: 'one' })))).toMatch(new RegExp(`1 owner; it takes ${MIN_OWNERS}`));
    expect(why(deals.map((d) => ({ ...d, days: Math.min(d.days, 30), end: d.days > 30 ? 'open' : d.end })))).toMatch(/watched for 90 days/);
    expect(why(deals.map((d) => ({ ...d, days: 10, end: 'won' })))).toMatch(/alike/);
    // Each share alone has too few; and the owners of a share that is left out do not count.
    expect(why(deals.map((d, i) => ({ ...d, stratum: i % 12 })))).toMatch(/same odds/);
    const few = new Set([...new Set(deals.map((d) => d.cluster))].slice(0, MIN_OWNERS - 1));
    expect(why(deals.map((d, i) => ({ ...d, cluster: i % 12 === 0 ? d.cluster : few.has(d.cluster) ? d.cluster : 'owner-0', stratum: i % 12 === 0 ? 1 : 0 })))).toMatch(new RegExp(`owners; it takes ${MIN_OWNERS}`));
    expect(censoredEffect([...deals.filter((d) => d.arm === 'shown'), ...deals.filter((d) => d.arm === 'held_out').slice(0, 7)], { horizonDays: HORIZON }).dealsNeeded).toBeGreaterThan(1_000);
    expect(censoredEffect([], { horizonDays: HORIZON }).dealsNeeded).toBeNull();
  });

  // The full proof is `npm run bench -- learning`.
  it('is unbiased and covers the true effects in 95 of 100 simulated workspaces', () => {
    const runs = 400;
    const { winRate, velocity } = prove(DESIGN, runs, createRng('coverage'));
    for (const proof of [winRate, velocity]) {
      expect(proof.n).toBeGreaterThan(0.98 * runs);
      expect(Math.abs(proof.biasInErrors)).toBeLessThan(3);
      // Three standard errors of a binomial share of 400 around 0.95.
      expect(Math.abs(proof.coverage - 0.95)).toBeLessThan(0.033);
    }
    expect(winRate.truth).toBeGreaterThan(0.05);
    expect(velocity.truth).toBeLessThan(-3);
  });

  it('compares deals of one share with each other: a bad season after a change of the share is no effect', () => {
    const design: Design = { ...DESIGN, name: 'changed', deals: 840, heldOutShare: 0.15, change: { share: 0.4, season: -1 } };
    const { winRate } = prove(design, 300, createRng('changed'));
    expect(Math.abs(winRate.biasInErrors)).toBeLessThan(3);
    expect(Math.abs(winRate.coverage - 0.95)).toBeLessThan(0.038);
    const rng = createRng('mixed');
    const mixed = Array.from({ length: 100 }, () => censoredEffect(simulateHoldout(design, rng).map((deal) => ({ ...deal, stratum: 0 })), { horizonDays: HORIZON }).winRate!.difference - winRate.truth);
    expect(sum(mixed) / mixed.length).toBeGreaterThan(0.03);
  });
});
