import { describe, expect, it } from 'vitest';
import { defaultHabits as habits } from '@/components/ui/format';
import { LEAST_OUTCOMES, SHARES } from '@/lib/models/life/judge-trial';
import type { TrialStanding } from '@/lib/models/life/trial-standing';
import { earlierChampions, judgedWords } from './roll-back-words';
import { nextWords, stepOf } from './trial-words';

const standing: TrialStanding = { version: 'v_2', alias: 'shadow', share: 1, guard: false, outcomes: 12, since: 12, decision: { kind: 'wait', why: '12 outcomes of 50' } };
const words = (given: Partial<TrialStanding>) => nextWords({ ...standing, ...given }, 'v_1', 'win_predictor', habits);

describe('a trial', () => {
  it('says what is missing and what then happens, step by step', () => {
    expect(words({})).toContain(`${LEAST_OUTCOMES - 12} more outcomes until the next step. If it is then as good as v_1, it is shown for 10% of deals`);
    for (const [index, share] of SHARES.entries()) {
      const next = SHARES[index + 1];
      expect(words({ alias: 'challenger', share, since: 49 })).toContain(next === undefined ? '1 more outcome until the next step. If it is then as good as v_1, it is put in use for all' : `it is shown for ${next * 100}% of deals`);
    }
  });
  it('does not promise what was decided otherwise', () => {
    expect(words({ outcomes: 80, decision: { kind: 'grow', share: 0.1, why: '' } })).toContain('shown for 10% of deals at the next look');
    expect(words({ outcomes: 80, decision: { kind: 'stop', why: 'Worse than the champion' } })).toBe('Worse than the champion. It is stopped at the next look, within the hour.');
    expect(words({ outcomes: 80, decision: { kind: 'wait', why: 'It looks worse, though not surely' } })).toContain('It waits for more outcomes: it looks worse');
    expect(words({ guard: true, outcomes: 80 })).toContain('put in use again by itself');
  });
  it('counts for a share only what came since its last step', () => {
    expect(stepOf({ ...standing, alias: 'challenger', outcomes: 90, since: 7 })).toEqual({ done: 7, needed: LEAST_OUTCOMES });
    expect(stepOf({ ...standing, outcomes: 90, since: 7 })).toEqual({ done: 90, needed: LEAST_OUTCOMES });
  });
});

describe('going back', () => {
  const move = (from: string | null, to: string, hour: number, cause: 'first' | 'trained' | 'rolled_back' = 'trained') => ({ alias: 'champion' as const, from, to, at: `2026-11-24T${String(hour).padStart(2, '0')}:00:00.000Z`, cause });
  it('offers first what was in use before this version came, then the latest', () => {
    const moves = [move('v_2', 'v_3', 3), move('v_1', 'v_2', 2), move(null, 'v_1', 1, 'first')];
    expect(earlierChampions(moves, 'v_3', habits).map(({ version }) => version)).toEqual(['v_2', 'v_1']);
    expect(earlierChampions(moves.slice(2), 'v_1', habits)).toEqual([]);
  });
  it('after going back offers what was before, not what was left', () => {
    const moves = [move('v_3', 'v_2', 4, 'rolled_back'), move('v_2', 'v_3', 3), move('v_1', 'v_2', 2), move(null, 'v_1', 1, 'first')];
    expect(earlierChampions(moves, 'v_2', habits).map(({ version }) => version)).toEqual(['v_1', 'v_3']);
  });
  it('says how much is judged again', () => {
    expect(judgedWords('win_predictor', 1, habits)).toContain('1 open deal is judged again');
    expect(judgedWords('win_predictor', 1412, habits)).toContain('1,412 open deals are judged again');
    expect(judgedWords('lead_scorer', null, habits)).toBe('Every open lead is judged again by it.');
  });
});
