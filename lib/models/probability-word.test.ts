import { describe, expect, it } from 'vitest';
import { probabilityWord } from './probability-word';

describe('a probability in a word', () => {
  it('goes from very unlikely to very likely', () => {
    expect([0.02, 0.2, 0.5, 0.7, 0.9].map(probabilityWord)).toEqual(['very unlikely', 'unlikely', 'even', 'likely', 'very likely']);
  });

  it('goes by the number that is shown', () => {
    expect(probabilityWord(0.596)).toBe('likely');
    expect(probabilityWord(0.594)).toBe('even');
    expect(probabilityWord(0.15)).toBe('unlikely');
  });
});
