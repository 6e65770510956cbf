import { describe, expect, it } from 'vitest';
import { createRng } from '@/lib/stats/rng';
import { complaints, effectOfLeavingOut, isClear, type JudgedInsight } from './judged-insights';

const KEYS = ['ghosted', 'slipped', 'overdue', 'stalled', 'discount', 'competitor'];
let serial = 0;
const said = (n: number, ruleKey: string | null, over: Partial<JudgedInsight> = {}): JudgedInsight[] => Array.from({ length: n }, () => ({ id: String(++serial), dealId: `deal-${serial % 40}`, type: 'risk', ruleKey, resolved: 'right', rejected: false, ...over }));

describe('complaints', () => {
  it('name the rule that is wrong more often than the others, and no other', () => {
    const found = complaints([...said(14, 'ghosted', { resolved: 'wrong' }), ...said(6, 'ghosted'), ...said(5, 'slipped', { resolved: 'wrong' }), ...said(35, 'slipped'), ...said(4, 'overdue', { resolved: 'wrong' }), ...said(30, 'overdue')], KEYS);
    expect(found.filter(isClear).map(({ key, bad }) => [key, bad])).toEqual([['ghosted', { hits: 14, n: 20 }]]);
  });

  it('count an insight once, whether it was rejected, wrong or both', () => {
    const [rule] = complaints([...said(10, 'ghosted', { resolved: 'wrong', rejected: true }), ...said(10, 'ghosted', { resolved: null, rejected: true }), ...said(20, 'slipped')], KEYS);
    expect(rule?.bad).toEqual({ hits: 20, n: 20 });
  });

  it('are not made of few insights, nor of insights without a rule', () => {
    expect(complaints([...said(9, 'ghosted', { resolved: 'wrong' }), ...said(40, 'slipped')], KEYS).map(({ key }) => key)).not.toContain('ghosted');
    expect(complaints(said(50, null, { resolved: 'wrong' }), KEYS)).toEqual([]);
  });

  it('are of the rules that were asked about only, against the insights of all others', () => {
    const rows = [...said(14, 'ghosted', { resolved: 'wrong' }), ...said(6, 'ghosted'), ...said(40, 'slipped')];
    expect(complaints(rows, ['slipped', 'overdue'])).toMatchObject([{ key: 'slipped', others: { hits: 14, n: 20 } }]);
  });

  /** Workspaces in which several insights of a rule are about the same deal and mostly fare alike; `ghosted` is bad `extra` more often. */
  const named = (workspaces: number, extra: number, seed: string): number => {
    const draw = createRng(seed);
    let clear = 0;
    for (let i = 0; i < workspaces; i++) {
      const rows = KEYS.flatMap((key) => Array.from({ length: 15 }, (_, deal) => {
        const luck = draw();
        return said(3, key, { dealId: `${i} ${key} ${deal}` }).map((row): JudgedInsight => ({ ...row, resolved: (draw() < 0.7 ? luck : draw()) < 0.4 + (key === 'ghosted' ? extra : 0) ? 'wrong' : 'right' }));
      }).flat());
      const found = complaints(rows, KEYS).filter(isClear).map(({ key }) => key);
      if (extra === 0 ? found.length > 0 : found.includes('ghosted')) clear++;
    }
    return clear / workspaces;
  };

  it('are seldom made of chance: of workspaces whose rules are alike, one in twenty at most names any', () => {
    // 0.05 and two standard errors of 400 draws.
    expect(named(400, 0, 'alike')).toBeLessThan(0.072);
  });

  it('are found where one rule is much worse', () => {
    expect(named(100, 0.45, 'worse')).toBeGreaterThan(0.8);
  });
});

describe('leaving a rule out', () => {
  it('changes the accuracy of its kind by what its insights weigh', () => {
    const rows = [...said(20, 'ghosted', { resolved: 'wrong' }), ...said(20, 'ghosted'), ...said(60, 'slipped'), ...said(30, 'engaged', { type: 'opportunity', resolved: 'wrong' })];
    const effect = effectOfLeavingOut(rows, 'ghosted', 'risk', createRng('x'))!;
    expect(effect.difference).toBeCloseTo(1 - 0.8);
    expect(effect.n).toBe(100);
    expect(effect.low).toBeGreaterThan(0);
    expect(effect.high).toBeLessThan(0.4);
  });

  it('is not estimated from few', () => {
    expect(effectOfLeavingOut([...said(9, 'ghosted'), ...said(90, 'slipped')], 'ghosted', 'risk', createRng('x'))).toBeNull();
    expect(effectOfLeavingOut([...said(90, 'ghosted'), ...said(9, 'slipped')], 'ghosted', 'risk', createRng('x'))).toBeNull();
  });
});
