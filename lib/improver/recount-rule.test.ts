import { describe, expect, it } from 'vitest';
import type { DealHistory } from '@/lib/deals/history';
import { settingsOf } from '@/lib/insights/rules/apply';
import { ruleOf, RULES } from '@/lib/insights/rules/catalogue';
import { deal, mail, onDay, reply } from '@/lib/insights/testing/example-deals';
import { createRng } from '@/lib/stats/rng';
import { betterSetting, neighbours, pastLooks } from './recount-rule';

const rule = ruleOf('no_activity');
const present = settingsOf(rule, {});

/** Deals that fall silent: those that end the silence after less than 40 days are mostly won, those silent for longer mostly lost. */
function workspace(n: number, seed: string, effect: number): DealHistory[] {
  const draw = createRng(seed);
  return Array.from({ length: n }, (_, i) => {
    const opened = i;
    const silence = 10 + Math.floor(draw() * 110);
    const lost = draw() < (silence > 40 ? 0.5 + effect : 0.5 - effect);
    return deal({
      id: `${seed}-${i}`, openedAt: onDay(opened), closedAt: onDay(opened + silence + 5), outcome: lost ? 'lost' : 'won',
      interactions: [mail(opened + 0.2), reply(opened + 1), ...(lost ? [] : [reply(opened + silence + 2)])],
    });
  });
}

describe('a rule counted anew', () => {
  it('finds the number from which on its prediction comes true, and promises what later deals show', () => {
    const looks = pastLooks(workspace(1_200, 'planted', 0.4))!;
    const better = betterSetting(looks, rule, present, createRng('x'))!;
    expect(better.settings['days']).toBeGreaterThan(present['days']!);
    expect(better.later.low).toBeGreaterThan(0);
    expect(better.candidate.hits / better.candidate.n - better.present.hits / better.present.n).toBeCloseTo(better.later.difference);
  });

  it('finds none where the number makes no difference', () => {
    const found = ['a', 'b', 'c', 'd', 'e', 'f'].filter((seed) => betterSetting(pastLooks(workspace(400, seed, 0))!, rule, present, createRng(seed)) !== null);
    expect(found.length).toBeLessThanOrEqual(1);
  });

  it('chooses by the earlier deals alone: how the later ones ended does not choose the number', () => {
    const histories = workspace(1_200, 'planted', 0.4);
    const { from } = pastLooks(histories)!;
    // The later deals say it even more clearly: the same number is chosen, another effect is promised.
    const otherwise = histories.map((h): DealHistory => (h.closedAt! >= from && h.outcome === 'won' && h.closedAt! - h.openedAt > 60 * 86_400_000 ? { ...h, outcome: 'lost', interactions: h.interactions.slice(0, 2) } : h));
    const [before, after] = [histories, otherwise].map((all) => betterSetting(pastLooks(all)!, rule, present, createRng('x'))!);
    expect(after!.settings).toEqual(before!.settings);
    expect(after!.later.difference).not.toBeCloseTo(before!.later.difference, 3);
  });

  it('is not done on few deals', () => {
    expect(pastLooks(workspace(20, 'few', 0.4))).toBeNull();
    expect(pastLooks([])).toBeNull();
  });
});

it('numbers within reach stay within the bounds of the rule, and differ in one', () => {
  for (const one of RULES) {
    const settings = settingsOf(one, {});
    for (const near of neighbours(one, settings)) {
      expect(Object.keys(settings).filter((key) => near[key] !== settings[key])).toHaveLength(1);
      for (const [key, { min, max }] of Object.entries(one.settings)) {
        expect(near[key]).toBeGreaterThanOrEqual(min);
        expect(near[key]).toBeLessThanOrEqual(max);
      }
    }
  }
});
