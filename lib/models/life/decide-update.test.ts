/** What a look at a model leads to. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideUpdate, type UpdateFacts } from './decide-update';
import { nothingToLose, compareOnHoldout } from './place-version';
import { versionBefore } from './rollback-model';
import { storedHoldout, toStore } from './holdout';

const schedule = { frequencyDays: 7, minNewSamples: 100, driftThreshold: 0.15 };
const quiet: UpdateFacts = { forceRetrain: false, why: 'a look', drift: { drift_status: 'no_drift', drift_score: 0.02 }, days: 3, fresh: 20, freshSinceTraining: true, schedule };
const train = (facts: Partial<UpdateFacts>) => decideUpdate({ ...quiet, ...facts }).train;

describe('a look at a model', () => {
  it('leads to a training for four reasons', () => {
    expect(train({})).toBeNull();
    expect(train({ forceRetrain: true })).toBe('asked');
    expect(train({ drift: null })).toBe('first');
    expect(train({ drift: { drift_status: 'warning', drift_score: 0.15 } })).toBe('drift');
    expect(train({ drift: { drift_status: 'critical', drift_score: 0.4 } })).toBe('drift');
    expect(train({ days: 7, fresh: 100 })).toBe('scheduled');
  });

  it('needs all of each reason', () => {
    expect(train({ drift: { drift_status: 'warning', drift_score: 0.14 } })).toBeNull();
    // By chance a score may be large: without the p-value behind the status it is nothing.
    expect(train({ drift: { drift_status: 'no_drift', drift_score: 0.3 } })).toBeNull();
    expect(train({ drift: { drift_status: 'warning', drift_score: null } })).toBeNull();
    expect(train({ days: 6.9, fresh: 1_000 })).toBeNull();
    expect(train({ days: 70, fresh: 99 })).toBeNull();
    expect(train({ days: 70, fresh: 100, freshSinceTraining: false })).toBeNull();
  });

  it('always says why, with the numbers', () => {
    fc.assert(fc.property(fc.nat(1e6), fc.double({ min: 0, max: 400, noNaN: true }), fc.boolean(), (fresh, days, freshSinceTraining) => {
      const { train: reason, sentence } = decideUpdate({ ...quiet, fresh, days, freshSinceTraining });
      expect(sentence.length).toBeGreaterThan(20);
      expect(reason === null || reason === 'scheduled').toBe(true);
      expect(sentence).toContain(fresh.toLocaleString('en-US'));
    }));
  });
});

describe('a champion', () => {
  it('gives way without a trial only where there is nothing to lose', () => {
    expect(nothingToLose(true, 500, 900)).toBeNull();
    expect(nothingToLose(false, 500, 900)).not.toBeNull();
    expect(nothingToLose(true, 500, 1_001)).toContain('500 of the 1,001');
    expect(nothingToLose(true, 1_000, 900)).toContain('900 are left');
    expect(nothingToLose(true, 990, 900)).toBeNull();
  });

  it('is compared on what it had not learned from, else on what neither kind had seen', () => {
    const record = (i: number, seen: boolean) => ({ subject: `s${i}`, label: i % 2, probability: 0.5, loss: 0.1 + (i % 7) / 100, championLoss: seen ? null : 0.3 + (i % 5) / 100 });
    const records = Array.from({ length: 120 }, (_, i) => record(i, i < 60));
    expect(compareOnHoldout('new', 'old', records, new Map())).toMatchObject({ n: 60, verdict: 'better', versions: ['new', 'old'] });
    const all = records.map((r) => ({ ...r, championLoss: null }));
    expect(compareOnHoldout('new', 'old', all, new Map())).toMatchObject({ verdict: 'too_few', n: 0 });
    const kept = storedHoldout(toStore(all.map((r) => ({ ...r, loss: r.loss + 0.2 }))));
    expect(compareOnHoldout('new', 'old', all, kept)).toMatchObject({ n: 120, verdict: 'better' });
    // A record that ended otherwise since is not the same record.
    expect(compareOnHoldout('new', 'old', all.map((r) => ({ ...r, label: 1 - r.label })), kept)).toMatchObject({ verdict: 'too_few' });
  });
});

describe('the version before', () => {
  it('is the one that the champion replaced when it was first put in use, whatever was rolled back since', () => {
    const move = (from: string | null, to: string, cause: 'trained' | 'promoted' | 'rolled_back' | 'auto_rolled_back' | 'first') => ({ from, to, cause });
    const moves = [move('c', 'b', 'rolled_back'), move('b', 'c', 'promoted'), move('a', 'b', 'trained'), move(null, 'a', 'first')];
    expect(versionBefore('b', moves)).toBe('a');
    expect(versionBefore('c', moves)).toBe('b');
    expect(versionBefore('a', moves)).toBeNull();
    expect(versionBefore('z', moves)).toBeNull();
  });
});
