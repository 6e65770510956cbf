/** Which version serves a record: the champion, or for its share of the records the challenger. Pure; a record keeps its side while the share grows. */
import { murmur } from '@/lib/experiments/murmur';
import type { Alias } from './schema';

export type Serving = { champion: string; challenger: { version: string; share: number } | null; shadow: string | null };

/** Null while there is no champion. */
export function servingOf(aliases: readonly { alias: Alias; version: string; share: number }[]): Serving | null {
  const of = (name: Alias) => aliases.find(({ alias }) => alias === name) ?? null;
  const [champion, challenger, shadow] = [of('champion'), of('challenger'), of('shadow')];
  return champion && { champion: champion.version, challenger: challenger && { version: challenger.version, share: challenger.share }, shadow: shadow?.version ?? null };
}

/** Where a record stands between 0 and 1 for a challenger: by the ids alone, the same in every process. */
const position = (subjectId: string, version: string): number => murmur(subjectId, murmur(`challenger ${version}`, 0)) / 2 ** 32;

export const servedBy = ({ champion, challenger }: Serving, subjectId: string): string =>
  challenger && position(subjectId, challenger.version) < challenger.share ? challenger.version : champion;
