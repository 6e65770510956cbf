import { describe, expect, it } from 'vitest';
import type { Arm } from '@/lib/experiments/schema';
import { renewals, type Standing } from './renewal';
import type { StoredPrediction } from './schema';

const bet = (over: Partial<StoredPrediction> = {}): StoredPrediction => ({ statement: 's', rightIf: 'r', wrongIf: 'w', by: '2026-03-01', claim: 'lost', probability: null, reconciled: null, ...over });
const maker = { provider: 'builtin', model: 'builtin', promptVersion: '1', arms: [] as Arm[] };
const under = (variantId: string, subject = 'rule:stalled'): Arm => ({ experimentId: 'e', variantId, variant: variantId, subject });
const stands = (over: Partial<Standing> = {}): Standing => ({ id: 'old', dedupeKey: 'k', prediction: bet(), resolution: 'pending', disposition: 'open', ...maker, ...over });
const run = (old: Partial<Standing>, said: Partial<StoredPrediction>, by: Partial<typeof maker> = {}) => {
  const { renewed, untouched, replaced } = renewals([stands(old)], [{ dedupeKey: 'k', prediction: bet(said) }], { ...maker, ...by });
  return renewed.has('k') ? 'renewed' : untouched.has('k') ? 'untouched' : replaced.includes('old') ? 'replaced' : 'lost';
};

describe('a prediction is never rewritten', () => {
  it('the same again renews the words, also when its date moves on with today', () => {
    expect(run({}, {})).toBe('renewed');
    expect(run({}, { by: '2026-03-09' })).toBe('renewed');
    expect(run({ prediction: bet({ probability: 0.621 }) }, { probability: 0.624 })).toBe('renewed');
  });

  it('made under another variant of an experiment is another insight, control or not; how it is shown makes none', () => {
    expect(run({}, {}, { arms: [under('control')] })).toBe('replaced');
    expect(run({ arms: [under('a')] }, {}, { arms: [under('b')] })).toBe('replaced');
    expect(run({ arms: [under('a')] }, {}, { arms: [] })).toBe('replaced');
    expect(run({ arms: [under('a'), under('x', 'presentation')] }, {}, { arms: [under('a')] })).toBe('renewed');
  });

  it('another claim, date to slip past, chance or maker is another insight', () => {
    expect(run({}, { claim: 'no_reply' })).toBe('replaced');
    expect(run({ prediction: bet({ claim: 'slips' }) }, { claim: 'slips', by: '2026-03-09' })).toBe('replaced');
    expect(run({ prediction: bet({ probability: 0.62 }) }, { probability: 0.55 })).toBe('replaced');
    expect(run({}, {}, { promptVersion: '2' })).toBe('replaced');
  });

  it('what is decided makes room, and so does what is not said any more', () => {
    expect(run({ resolution: 'right' }, {})).toBe('replaced');
    expect(run({ dedupeKey: 'other' }, {})).toBe('replaced');
  });

  it('what was dismissed does not come back under a new name', () => {
    expect(run({ disposition: 'dismissed' }, {}, { promptVersion: '2' })).toBe('untouched');
    expect(run({ disposition: 'dismissed' }, { claim: 'won' })).toBe('replaced');
  });
});
