/**
 * When an insight was good advice. Votes: each person's explicit answer (helpful or accurate for it, not helpful, incorrect or
 * inaccurate against it; where neither was said, 4 or 5 stars for, 1 or 2 against, 3 neither), and how it was resolved (right for,
 * wrong against; pending, not testable and expired say nothing). Acting on it or dismissing it is no vote: people act on bad advice.
 * All for: good. All against: bad. Both: mixed. None: no label.
 */
import type { ExampleLabel, Vote } from './schema';

export type Answer = { kind: string | null; accuracy: string | null; stars: number | null };

/** Null where the answer does not say. One that contradicts itself (helpful, but inaccurate) is against: it misled. */
export function voteOf({ kind, accuracy, stars }: Answer): Vote | null {
  if (kind === 'not_helpful' || kind === 'incorrect' || accuracy === 'inaccurate') return 'against';
  if (kind === 'helpful' || accuracy === 'accurate') return 'for';
  if (stars === null || stars === 3) return null;
  return stars > 3 ? 'for' : 'against';
}

/** Whether a person said anything that can be held against or for the insight, three stars included. */
export const isExplicit = ({ kind, accuracy, stars }: Answer): boolean => kind !== null || accuracy !== null || stars !== null;

export const resolutionVote = (resolution: string): Vote | null => (resolution === 'right' ? 'for' : resolution === 'wrong' ? 'against' : null);

export function labelOf(answers: readonly Answer[], resolution: string): ExampleLabel | null {
  const votes = [...answers.map(voteOf), resolutionVote(resolution)].filter((v) => v !== null);
  if (votes.length === 0) return null;
  if (votes.every((v) => v === 'for')) return 'good';
  return votes.every((v) => v === 'against') ? 'bad' : 'mixed';
}
