/** Whether a look at a model leads to training it anew, and the reason in words. Pure. */
import type { DriftStatus } from '../drift/schema';
import type { Training } from './schema';

export type UpdateFacts = {
  forceRetrain: boolean; why: string;
  /** Null: there is no champion yet. */
  drift: { drift_status: DriftStatus; drift_score: number | null } | null;
  /** Days since it was last trained. */
  days: number;
  /** Records that the champion has not learned from, and whether any of them came since it was last trained. */
  fresh: number; freshSinceTraining: boolean;
  schedule: { frequencyDays: number; minNewSamples: number; driftThreshold: number };
};

const counted = (n: number, one: string): string => `${n.toLocaleString('en-US')} ${one}${n === 1 ? '' : 's'}`;

/** `train`: why it is trained, null when it is not; `sentence` says it either way. */
export function decideUpdate({ forceRetrain, why, drift, days, fresh, freshSinceTraining, schedule }: UpdateFacts): { train: Training['reason'] | null; sentence: string } {
  if (forceRetrain) return { train: 'asked', sentence: `Trained because it was asked for: ${why}.` };
  if (drift === null) return { train: 'first', sentence: 'Trained for the first time.' };
  const score = drift.drift_score ?? 0;
  if (drift.drift_status !== 'no_drift' && score >= schedule.driftThreshold) {
    return { train: 'drift', sentence: `Trained because its predictions come out worse: drift score ${score.toFixed(2)}, threshold ${schedule.driftThreshold.toFixed(2)}.` };
  }
  const new_ = counted(fresh, 'new record');
  if (days >= schedule.frequencyDays && fresh >= schedule.minNewSamples && freshSinceTraining) {
    return { train: 'scheduled', sentence: `Trained because ${new_} came since the champion learned, and it was last trained ${counted(Math.floor(days), 'day')} ago.` };
  }
  const moved = drift.drift_status === 'no_drift' ? '' : ` Drift: ${drift.drift_status}, below the threshold of ${schedule.driftThreshold.toFixed(2)} for training at once.`;
  return {
    train: null,
    sentence: `Nothing to do: ${new_} of ${schedule.minNewSamples.toLocaleString('en-US')}, last trained ${counted(Math.floor(days), 'day')} ago (every ${counted(schedule.frequencyDays, 'day')} at most).${moved}`,
  };
}
