import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelOf, voteOf, type Answer } from './label';

const answer = (over: Partial<Answer>): Answer => ({ kind: null, accuracy: null, stars: null, ...over });
const anyAnswer = fc.record({ kind: fc.constantFrom(null, 'helpful', 'not_helpful', 'incorrect'), accuracy: fc.constantFrom(null, 'accurate', 'inaccurate'), stars: fc.constantFrom(null, 1, 2, 3, 4, 5) });
const anyResolution = fc.constantFrom('pending', 'right', 'wrong', 'not_testable', 'expired');

describe('a label', () => {
  it.each([
    [[], 'pending', null], [[], 'right', 'good'], [[], 'wrong', 'bad'], [[], 'not_testable', null],
    [[answer({ kind: 'helpful' })], 'pending', 'good'], [[answer({ kind: 'helpful' })], 'wrong', 'mixed'], [[answer({ kind: 'incorrect' })], 'wrong', 'bad'],
    [[answer({ stars: 5 })], 'expired', 'good'], [[answer({ stars: 3 })], 'pending', null], [[answer({ stars: 1 })], 'right', 'mixed'],
    [[answer({ kind: 'helpful' }), answer({ kind: 'not_helpful' })], 'pending', 'mixed'], [[answer({ kind: 'helpful', stars: 1 })], 'pending', 'good'],
    [[answer({ kind: 'helpful', accuracy: 'inaccurate' })], 'pending', 'bad'],
  ] as const)('of %j, %s is %s', (answers, resolution, label) => expect(labelOf(answers, resolution)).toBe(label));

  it('does not depend on who answered first, and more of the same changes nothing', () => {
    fc.assert(fc.property(fc.array(anyAnswer, { maxLength: 6 }), anyResolution, (answers, resolution) => {
      const label = labelOf(answers, resolution);
      expect(labelOf([...answers].reverse(), resolution)).toBe(label);
      expect(labelOf([...answers, ...answers], resolution)).toBe(label);
      if (label === 'good') expect(answers.every((a) => voteOf(a) !== 'against')).toBe(true);
    }));
  });
});
