import { describe, expect, it } from 'vitest';
import { checksOf, sentenceOf } from './judge-readiness';

const agreed = { alpha: 0.61, low: 0.48, high: 0.74, items: 154, raters: 32 };
const known: Parameters<typeof checksOf>[0] = { labelled: 776, labels: { good: 432, mixed: 138, bad: 206 }, deals: 231, agreement: agreed };
const judge = (over: Partial<typeof known> = {}) => {
  const checks = checksOf({ ...known, ...over });
  return { ...sentenceOf(checks), states: Object.fromEntries(checks.map(({ key, state }) => [key, state])) };
};

describe('readiness', () => {
  it('is given when all is there, also while agreement is not known', () => {
    expect(judge()).toEqual({ ready: true, sentence: 'Enough examples, in balance, from enough deals, and people agree.', states: { labels: 'met', balance: 'met', deals: 'met', agreement: 'met' } });
    expect(judge({ agreement: { ...agreed, items: 19 } })).toMatchObject({ ready: true, states: { agreement: 'unknown' }, sentence: expect.stringContaining('not known yet') as string });
    expect(judge({ agreement: null }).ready).toBe(true);
  });

  it.each([
    [{ labelled: 499 }, 'labels', '499 are labelled; 1 more are needed'], [{ labels: { good: 700, mixed: 0, bad: 76 } }, 'balance', 'Only 10% of the clear ones are bad (76 of 776)'],
    [{ deals: 49 }, 'deals', 'They come from 49 deals'], [{ agreement: { ...agreed, alpha: 0.39 } }, 'agreement', 'They do not mean the same'],
  ])('is not while %j', (over, key, sentence) => {
    const judged = judge(over);
    expect(judged).toMatchObject({ ready: false, states: { [key]: 'missing' } });
    expect(judged.sentence).toContain(sentence);
  });

  it('of nothing says what is needed first, and how much else', () => {
    expect(judge({ labelled: 0, labels: { good: 0, mixed: 0, bad: 0 }, deals: 0, agreement: null })).toMatchObject({ ready: false, sentence: expect.stringMatching(/^0 are labelled; 500 more.* 2 other conditions are not met\.$/) as string });
  });
});
