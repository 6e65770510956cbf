/**
 * Preference pairs: a good and a bad insight of the same type, to be told apart as answers to the good one's question.
 *   moment: both of the same deal at the same moment: the question is the same for both, the best pair there is
 *   deal:   also of the same deal at different moments, the nearest first
 *   stage:  also of two deals in the same stage, the nearest in time first: the rejected answer speaks of another deal
 * The nearer kind goes first. A bad insight is in one pair at most, a good one in three, and both deals are on the same side of the
 * split. Deterministic in the rows, whatever their order. Pure.
 */
import type { Pairing, Split } from './schema';

export type Candidate = { id: string; dealId: string; at: number; type: string; stage: string | null; good: boolean };
export type Pair = { chosen: string; rejected: string; split: Split };

const MOST_USES = 3;
const KINDS: Record<Pairing, readonly Pairing[]> = { moment: ['moment'], deal: ['moment', 'deal'], stage: ['moment', 'deal', 'stage'] };
const keyOf: Record<Pairing, (c: Candidate, split: Split) => string | null> = {
  moment: (c) => `${c.dealId}|${c.type}|${c.at}`,
  deal: (c) => `${c.dealId}|${c.type}`,
  stage: (c, split) => (c.stage === null ? null : `${split}|${c.type}|${c.stage}`),
};

function push(groups: Map<string, Candidate[]>, key: string, c: Candidate): void {
  const group = groups.get(key);
  if (group) group.push(c);
  else groups.set(key, [c]);
}

export function pairUp(candidates: readonly Candidate[], reach: Pairing, splitOf: (dealId: string) => Split): Pair[] {
  const ordered = [...candidates].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const uses = new Map<string, number>();
  const paired = new Set<string>();
  const pairs: Pair[] = [];
  for (const kind of KINDS[reach]) {
    const groups = new Map<string, Candidate[]>();
    for (const c of ordered) {
      const key = c.good ? keyOf[kind](c, splitOf(c.dealId)) : null;
      if (key !== null) push(groups, key, c);
    }
    for (const bad of ordered) {
      if (bad.good || paired.has(bad.id)) continue;
      const key = keyOf[kind](bad, splitOf(bad.dealId));
      const free = (key === null ? [] : (groups.get(key) ?? [])).filter((good) => (uses.get(good.id) ?? 0) < MOST_USES);
      const nearest = free.reduce<Candidate | null>((best, c) => (best === null || Math.abs(c.at - bad.at) < Math.abs(best.at - bad.at) ? c : best), null);
      if (!nearest) continue;
      paired.add(bad.id);
      uses.set(nearest.id, (uses.get(nearest.id) ?? 0) + 1);
      pairs.push({ chosen: nearest.id, rejected: bad.id, split: splitOf(bad.dealId) });
    }
  }
  return pairs.sort((a, b) => (a.rejected < b.rejected ? -1 : 1));
}
