/** What one can go back to, and what happens then. Pure. */
import { formatDate, formatNumber, type ReadingHabits } from '@/components/ui/format';
import type { AliasMove, ModelName } from '@/lib/models/life/schema';
import { subjectOf } from './model-words';

type Move = Pick<AliasMove, 'alias' | 'from' | 'to' | 'at' | 'cause'>;

/**
 * Versions that were in use before, each with when it last was: first the one that the version in use took the place of, then the latest.
 * `moves`: newest first.
 */
export function earlierChampions(moves: readonly Move[], current: string, habits: ReadingHabits): { version: string; label: string }[] {
  const left = new Map<string, string>();
  const champions = moves.filter(({ alias }) => alias === 'champion');
  for (const { from, at } of champions) if (from !== null && from !== current && !left.has(from)) left.set(from, at);
  // Going back is no putting in use: after it, "before" is still what was before the version was first put in use.
  const before = champions.find(({ from, to, cause }) => to === current && from !== null && from !== current && cause !== 'rolled_back' && cause !== 'auto_rolled_back')?.from;
  return [...left].toSorted(([a], [b]) => Number(b === before) - Number(a === before)).map(([version, at]) => ({ version, label: `${version}, in use until ${formatDate(at, 'minute', habits)}` }));
}

/** "412 open deals are judged again by it." `open`: null where they are not counted. */
export function judgedWords(model: ModelName, open: number | null, habits: ReadingHabits): string {
  const { open: what } = subjectOf(model);
  return open === null ? `Every ${what} is judged again by it.` : `${formatNumber(open, habits)} ${what}${open === 1 ? ' is' : 's are'} judged again by it, which takes a moment.`;
}
