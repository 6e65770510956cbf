/** What of an experiment's design its analysis goes by, worked out once: who is compared with whom, on what, and how the chance to err is shared. */
import { TUNING } from '@/lib/stats/confidence-sequence';
import type { Look } from './compare';
import type { Experiment, Metric, Variant } from '../schema';

export type Analysable = Pick<Experiment, 'type' | 'allocation' | 'unit' | 'variants' | 'plan' | 'status' | 'weights'>;
export type Design = {
  experiment: Analysable;
  /** By position: the control first. */
  variants: readonly Variant[];
  control: Variant;
  treatments: readonly Variant[];
  metrics: readonly Metric[];
  /** The metric that decides: the first primary one. */
  deciding: Metric;
  /** Weights follow what is seen. */
  adaptive: boolean;
  /** Nobody is given a variant any more. */
  ended: boolean;
  look: (metric: Metric, treatment: Variant) => Look;
};

/** Units of both arms from which on a sequence is believed: before, it rests on nothing but its approximation. */
export const FIRST_LOOK = 20;

/**
 * The chance to err (1 - confidence) is shared evenly among the treatments, and among the metrics of a role, primary and guardrail: together their intervals err no more often than
 * that, however many there are and however often they are looked at. A sequence is tightest at the units that its two arms get of those planned.
 */
export function designOf(experiment: Analysable): Design {
  const variants = [...experiment.variants].sort((a, b) => a.position - b.position);
  const [control, ...treatments] = variants;
  const { metrics, confidence, prior, plannedUnits } = experiment.plan;
  const deciding = metrics.find(({ role }) => role === 'primary') ?? metrics[0];
  if (!control || treatments.length === 0 || !deciding) throw new RangeError('an experiment has a control, a treatment and a metric');
  const all = variants.reduce((sum, { weight }) => sum + weight, 0);
  const sharing = ({ role }: Metric): number => treatments.length * (role === 'secondary' ? 1 : metrics.filter((other) => other.role === role).length);
  return {
    experiment, variants, control, treatments, metrics, deciding,
    adaptive: experiment.allocation === 'THOMPSON' || experiment.allocation === 'UCB',
    ended: experiment.status === 'stopped' || experiment.status === 'completed',
    look: (metric, treatment) => ({
      alpha: (1 - confidence) / sharing(metric), level: confidence, prior,
      tuning: plannedUnits === null ? TUNING : Math.max(2, (plannedUnits * (control.weight + treatment.weight)) / all),
    }),
  };
}
