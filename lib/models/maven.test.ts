/** The published sample CRM, imported as it is. Its publisher's data has no signal at engagement; pretending otherwise is the failure. */
import { describe, expect, it } from 'vitest';
import { asOf } from '@/lib/deals/history';
import { groupedKFold } from '@/lib/ml/splits';
import { createRng } from '@/lib/stats/rng';
import { closedBy, landmarks } from './closed-deals';
import { scoreDeal } from './score-deal';
import { mavenHistories } from './testing/maven';
import { holdOut, measure } from './win-holdout';
import { trainWinModel } from './win-model';
import { SHIPPED_PRIOR } from './win-prior';

const histories = mavenHistories();
const now = Date.UTC(2018, 0, 1);

describe('sample CRM, raw import', () => {
  it('at engagement: no signal, said in a sentence, and every deal gets the 63%', () => {
    const model = trainWinModel(histories, { now, seed: 'maven', moments: 'opening' });
    expect(model).toMatchObject({ n: 6711, signal: 'none', linear: null });
    expect(model.metrics!.improvement.low).toBeLessThan(0);
    expect(model.metrics!.brierConstant.value).toBeCloseTo(0.233, 2);
    expect(model.sentence).toMatch(/^No signal/);
    const score = scoreDeal(model, asOf(histories.find((d) => d.outcome === null)!, now));
    expect(score.probability).toBeCloseTo(4238 / 6711, 2);
    expect(score.drivers).toEqual([]);
  });

  it('with the time open and the quarter’s end at closing: the AUC and Brier that the data can give, on later deals and across folds', () => {
    const model = trainWinModel(histories, { now, seed: 'maven', moments: 'eve_of_closing' });
    expect(model.signal).toBe('present');
    expect(model.metrics!.auc.value).toBeGreaterThan(0.62);
    expect(model.metrics!.brier.value).toBeLessThan(0.22);
    expect(model.metrics!.ece.value).toBeLessThan(0.04);

    const deals = closedBy(histories, now);
    const rng = createRng('folds');
    const rows = landmarks(deals, { moments: 'eve_of_closing', perDeal: 1, seed: 'maven' });
    const folds = measure(holdOut(deals, rows, { excluded: new Set(['industry']), prior: SHIPPED_PRIOR, splits: groupedKFold(deals.length, 5, rng) }), rng, 100);
    expect(folds.auc.value).toBeGreaterThan(0.64);
    expect(folds.brier.value).toBeLessThan(0.22);
  });

  it('on an open day it claims little: the signal is weak at most, and open deals are not spread over confident numbers', () => {
    const model = trainWinModel(histories, { now, seed: 'maven' });
    expect(['none', 'weak']).toContain(model.signal);
    expect(model.excluded.map((e) => e.feature)).toContain('industry');
    const open = histories.filter((d) => d.outcome === null).map((d) => scoreDeal(model, asOf(d, now)));
    expect(open).toHaveLength(1589);
    expect(Math.min(...open.map((s) => s.probability))).toBeGreaterThan(0.4);
    expect(Math.max(...open.map((s) => s.probability))).toBeLessThan(0.8);
  });
});
