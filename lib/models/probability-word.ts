/** A probability of winning in a word, so that a colour or a number never stands alone. Pure. */

export type ProbabilityWord = 'very likely' | 'likely' | 'even' | 'unlikely' | 'very unlikely';

/** Lower ends of the words, from the top. */
const WORDS: readonly (readonly [from: number, word: ProbabilityWord])[] = [[0.85, 'very likely'], [0.6, 'likely'], [0.4, 'even'], [0.15, 'unlikely']];

/** `probability` is 0..1. The word is of the number as it is shown, so that 59.6% and 60% are not "even" and "likely". */
export function probabilityWord(probability: number): ProbabilityWord {
  const shown = Math.round(probability * 100) / 100;
  return WORDS.find(([from]) => shown >= from)?.[1] ?? 'very unlikely';
}
