import { describe, expect, it } from 'vitest';
import { durationWords } from './duration';

describe('a duration in words', () => {
  it.each([[0, '0 ms'], [-5, '0 ms'], [320.4, '320 ms'], [1000, '1.0 s'], [4240, '4.2 s'], [59_949, '59.9 s'], [59_950, '1 min'], [190_000, '3 min 10 s'], [3_600_000, '1 h'], [7_500_000, '2 h 5 min']])('%d ms', (ms, words) => expect(durationWords(ms)).toBe(words));
});
