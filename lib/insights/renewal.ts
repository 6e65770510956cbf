/**
 * What a new run does to the insights that stand. Pure.
 *
 * A prediction is never rewritten: it is what somebody will be held to. A run that says the same renews the words of the insight that
 * stands and leaves its prediction, confidence and maker; a run that says something else (another claim, another date to slip past,
 * another chance in whole percent, another maker, made under another variant of an experiment) supersedes it, and both are judged. Dates that only move on with today ("within
 * two weeks") are no other prediction: the first one runs until it is due. A decided insight makes room for what is said now.
 */
import type { Arm } from '@/lib/experiments/schema';
import type { StoredPrediction } from './schema';

/** Who said it, and under which variants of experiments. */
type Maker = { provider: string; model: string; promptVersion: string; arms: readonly Arm[] };
export type Standing = Maker & { id: string; dedupeKey: string; prediction: StoredPrediction; resolution: string; disposition: string };
type Said = { dedupeKey: string; prediction: StoredPrediction };

export type Renewals = {
  /** Ids of the insights whose words are renewed, by dedupe key. */
  renewed: Map<string, string>;
  /** Dedupe keys of what somebody has dismissed: it is said again, and left alone. */
  untouched: Set<string>;
  /** Ids of the insights that make room. */
  replaced: string[];
};

const inPercent = (probability: number | null): number | null => (probability === null ? null : Math.round(probability * 100));

/** Whether two predictions would be right and wrong together. */
export const samePrediction = (a: StoredPrediction, b: StoredPrediction): boolean =>
  a.claim === b.claim && inPercent(a.probability) === inPercent(b.probability) && (a.claim !== 'slips' || a.by === b.by);

const sameMaker = (a: Maker, b: Maker): boolean => a.provider === b.provider && a.model === b.model && a.promptVersion === b.promptVersion && madeUnder(a.arms) === madeUnder(b.arms);

/** How it is shown makes no other insight. Control and treatment begin anew alike: what an experiment counts was made during it. */
const madeUnder = (arms: readonly Arm[]): string => arms.filter(({ subject }) => subject !== 'presentation').map(({ variantId }) => variantId).sort().join();

export function renewals(standing: readonly Standing[], said: readonly Said[], maker: Maker): Renewals {
  const now = new Map(said.map((s) => [s.dedupeKey, s]));
  const result: Renewals = { renewed: new Map(), untouched: new Set(), replaced: [] };
  for (const old of standing) {
    const again = old.resolution === 'pending' ? now.get(old.dedupeKey) : undefined;
    if (again && old.disposition === 'dismissed' && old.prediction.claim === again.prediction.claim) result.untouched.add(old.dedupeKey);
    else if (again && sameMaker(old, maker) && samePrediction(old.prediction, again.prediction)) result.renewed.set(old.dedupeKey, old.id);
    else result.replaced.push(old.id);
  }
  return result;
}
