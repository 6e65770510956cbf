/** The rules of a trial, by simulation: who gets through, who is stopped, and how often by chance. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng, randomNormal, type Rng } from '@/lib/stats/rng';
import { evidenceOf, judgePromoted, judgeTrial, LEAST_OUTCOMES, SHARES } from './judge-trial';
import { comparePaired } from './paired';
import { servedBy, servingOf } from './serving';

/** Two forecasters of the same records: the truth, blurred by each one's own error (in log-odds). */
function* records(rng: Rng, ownError: number, otherError: number): Generator<[number, number]> {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  for (;;) {
    const truth = randomNormal(rng);
    const y = rng() < sigmoid(truth) ? 1 : 0;
    yield [(sigmoid(truth + ownError * randomNormal(rng)) - y) ** 2, (sigmoid(truth + otherError * randomNormal(rng)) - y) ** 2];
  }
}

/** A trial looked at after every tenth outcome, until it ends or 1,500 outcomes are there. */
function runTrial(rng: Rng, ownError: number, otherError: number): { ended: 'promote' | 'stop' | 'wait'; n: number; steps: number[] } {
  const losses: [number, number][] = [];
  let stage: 'shadow' | 'challenger' = 'shadow', share = 0, stepped = 0;
  const steps: number[] = [];
  for (const pair of records(rng, ownError, otherError)) {
    losses.push(pair);
    if (losses.length % 10 !== 0) continue;
    const decision = judgeTrial({ stage, share, since: losses.length - stepped }, evidenceOf(losses));
    if (decision.kind === 'promote' || decision.kind === 'stop') return { ended: decision.kind, n: losses.length, steps };
    if (decision.kind === 'grow') [stage, share, stepped] = ['challenger', decision.share, steps.push(decision.share) && losses.length];
    if (losses.length >= 1_500) return { ended: 'wait', n: losses.length, steps };
  }
  throw new Error('unreachable');
}
const trials = (own: number, other: number, times: number) => {
  const rng = createRng(`trials ${own} ${other}`);
  return Array.from({ length: times }, () => runTrial(rng, own, other));
};

describe('a trial', () => {
  it('of a better version ends in its promotion, by every share', () => {
    const all = trials(0.2, 1.2, 60);
    expect(all.filter(({ ended }) => ended === 'promote').length).toBeGreaterThanOrEqual(58);
    expect(all[0]!.steps).toEqual([...SHARES]);
    for (const { n } of all) expect(n).toBeGreaterThanOrEqual(4 * LEAST_OUTCOMES);
  });

  it('of a worse version is stopped, and nearly never promoted', () => {
    const all = trials(1.5, 0.2, 60);
    expect(all.filter(({ ended }) => ended === 'stop').length).toBeGreaterThanOrEqual(57);
    expect(all.filter(({ ended }) => ended === 'promote').length).toBeLessThanOrEqual(1);
  });

  it('of an equal version is stopped by chance in 5% at most', () => {
    const all = trials(0.6, 0.6, 200);
    expect(all.filter(({ ended }) => ended === 'stop').length).toBeLessThanOrEqual(12);
  });

  it('of the same words is promoted: it changes nothing', () => {
    const same = Array.from({ length: 50 }, (): [number, number] => [0.2, 0.2]);
    expect(judgeTrial({ stage: 'shadow', share: 1, since: 50 }, evidenceOf(same))).toMatchObject({ kind: 'grow', share: SHARES[0] });
    expect(judgeTrial({ stage: 'challenger', share: 0.5, since: 50 }, evidenceOf(same))).toMatchObject({ kind: 'promote' });
  });

  it('waits while there are too few outcomes, whatever they say', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: LEAST_OUTCOMES - 1 }), (losses) => {
      expect(judgeTrial({ stage: 'shadow', share: 1, since: losses.length }, evidenceOf(losses)).kind).toBe('wait');
      expect(judgePromoted(1, evidenceOf(losses)).kind).toBe('wait');
    }));
  });

  it('grows only by outcomes that came since the last step', () => {
    const good = Array.from({ length: 100 }, (_, i): [number, number] => [0.1 + (i % 3) / 100, 0.3]);
    expect(judgeTrial({ stage: 'challenger', share: 0.1, since: LEAST_OUTCOMES - 1 }, evidenceOf(good)).kind).toBe('wait');
    expect(judgeTrial({ stage: 'challenger', share: 0.1, since: LEAST_OUTCOMES }, evidenceOf(good))).toMatchObject({ kind: 'grow', share: 0.25 });
  });
});

describe('after the promotion', () => {
  it('a worse champion is taken back, an equal one by chance in 5% at most, a good one is left alone in the end', () => {
    const watch = (rng: Rng, own: number, former: number) => {
      const losses: [number, number][] = [];
      for (const pair of records(rng, own, former)) {
        losses.push(pair);
        if (losses.length % 10 !== 0) continue;
        const { kind } = judgePromoted(10, evidenceOf(losses));
        if (kind !== 'wait') return kind;
        if (losses.length >= 1_500) return kind;
      }
      throw new Error('unreachable');
    };
    const rng = createRng('promotions');
    const count = (own: number, former: number, times: number, kind: string) => Array.from({ length: times }, () => watch(rng, own, former)).filter((k) => k === kind).length;
    expect(count(1.5, 0.2, 40, 'roll_back')).toBeGreaterThanOrEqual(38);
    expect(count(0.6, 0.6, 200, 'roll_back')).toBeLessThanOrEqual(12);
    expect(count(0.2, 1.2, 40, 'end_guard')).toBeGreaterThanOrEqual(38);
    expect(judgePromoted(90, null).kind).toBe('end_guard');
  });
});

describe('which version serves', () => {
  const at = (share: number) => servingOf([{ alias: 'champion', version: 'v_20260101_000000', share: 1 }, { alias: 'challenger', version: 'v_20260102_000000', share }])!;
  const ids = Array.from({ length: 4_000 }, (_, i) => `00000000-0000-7000-8000-${String(i).padStart(12, '0')}`);

  it('keeps a record on its side while the share grows', () => {
    let before = new Set<string>();
    for (const share of [0, 0.1, 0.25, 0.5, 1]) {
      const now = new Set(ids.filter((id) => servedBy(at(share), id) === 'v_20260102_000000'));
      for (const id of before) expect(now.has(id)).toBe(true);
      expect(Math.abs(now.size / ids.length - share)).toBeLessThan(0.03);
      before = now;
    }
  });

  it('deals anew for another challenger, so that nobody is always the one', () => {
    const first = new Set(ids.filter((id) => servedBy(at(0.5), id) !== at(0.5).champion));
    const other = servingOf([{ alias: 'champion', version: 'v_20260101_000000', share: 1 }, { alias: 'challenger', version: 'v_20260103_000000', share: 0.5 }])!;
    const both = ids.filter((id) => first.has(id) && servedBy(other, id) !== other.champion).length;
    expect(Math.abs(both / ids.length - 0.25)).toBeLessThan(0.03);
  });
});

describe('two versions on the same records', () => {
  it('are told apart by the paired t', () => {
    // scipy.stats.ttest_1samp of the differences: t = -4.2675, p = 0.00008795 (n = 51), mean -0.0190196.
    const losses = Array.from({ length: 51 }, (_, i): [number, number] => [0.2 + ((i * 7) % 5) / 100, 0.2 + ((i * 7) % 5) / 100 + ((i * 3) % 11 - 3) / 100]);
    const found = comparePaired(['a', 'b'], losses);
    expect(found).toMatchObject({ n: 51, verdict: 'better' });
    expect(found.difference.value).toBeCloseTo(-0.019019607843137, 12);
    expect(found.pValue).toBeCloseTo(8.794612914468979e-5, 12);
    expect(comparePaired(['b', 'a'], losses.map(([a, b]) => [b, a]))).toMatchObject({ verdict: 'worse', difference: { value: -found.difference.value } });
    expect(comparePaired(['a', 'b'], losses.slice(0, 49))).toMatchObject({ verdict: 'too_few' });
  });
});
