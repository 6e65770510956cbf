import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstSentence, inOrder } from './present';

const squeezed = (text: string) => text.replace(/\s+/g, '');

describe('the first sentence', () => {
  it('ends where a sentence does, not at abbreviations, amounts and names', () => {
    expect(firstSentence('Acme Inc. has 3.5 times the usual discount, i.e. 35%. Of 41 such deals 12 were won.')).toEqual({
      first: 'Acme Inc. has 3.5 times the usual discount, i.e. 35%.', rest: 'Of 41 such deals 12 were won.',
    });
    expect(firstSentence('Nobody has answered since 3 May (“call me back!”) and J. Doe is away. Call.').first).toBe('Nobody has answered since 3 May (“call me back!”) and J. Doe is away.');
    expect(firstSentence('The price was sent two weeks ago\nNobody answered.')).toEqual({ first: 'The price was sent two weeks ago', rest: 'Nobody answered.' });
    expect(firstSentence('Only this.')).toEqual({ first: 'Only this.', rest: '' });
  });
  it('loses nothing of any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (body) => {
      const { first, rest } = firstSentence(body);
      expect(squeezed(first + rest)).toBe(squeezed(body));
    }));
    fc.assert(fc.property(fc.array(fc.constantFrom('Gone quiet since the quote was sent', 'e.g.', 'It is late.', 'Why?', '\n', 'He said “no!”', '3.5'), { maxLength: 12 }), (words) => {
      const { first, rest } = firstSentence(words.join(' '));
      expect(squeezed(first + rest)).toBe(squeezed(words.join(' ')));
    }));
  });
});

describe('the order', () => {
  const insight = fc.record({ id: fc.nat(), type: fc.constantFrom('risk' as const, 'opportunity' as const, 'next_action' as const, 'forecast' as const), confidence: fc.double({ min: 0, max: 1, noNaN: true }), actions: fc.constantFrom([], ['call'] as never[]) });
  it('changes nothing but the order, and between equals keeps the analyst’s', () => {
    fc.assert(fc.property(fc.array(insight), fc.constantFrom('severity' as const, 'actions_first' as const, 'confidence' as const), (insights, order) => {
      const given = inOrder(insights, order);
      expect([...given].sort((a, b) => a.id - b.id).map(({ id }) => id)).toEqual([...insights].sort((a, b) => a.id - b.id).map(({ id }) => id));
      if (order === 'severity') expect(given).toEqual(insights);
      if (order === 'confidence') expect(given.every((one, i) => i === 0 || given[i - 1]!.confidence >= one.confidence)).toBe(true);
      if (order === 'actions_first') expect(given.slice(0, insights.filter(({ type }) => type === 'next_action').length)).toEqual(insights.filter(({ type }) => type === 'next_action'));
    }));
  });
});
