/** Whether the win model knows anything, in a word and a sentence. */
import type { WinMetrics, WinPrior, WinSignal } from './schema';
import type { RatePosterior } from './win-prior';
import { count, digits, percent } from './wording';

/** Below this many closed deals no pattern is looked for: the win rate, leaning on the prior, is all that is said. */
export const MIN_CLOSED = 50;
/** Deals of the rarer outcome that a model needs, whatever the total. */
export const MIN_RARER = 10;
/** Less of the constant's Brier score removed than this is too little to tell two deals apart by, however certain it is. */
const MIN_SKILL = 0.01;
const CLEAR_SKILL = 0.05;

/** The same rule for anything that is held against a constant: `gain` is what it takes off the constant's Brier score, `low` the lower end of its 95% interval. */
export function signalOf({ value, low }: { value: number; low: number }, constant: number): WinSignal {
  const skill = value / constant;
  return low <= 0 || skill < MIN_SKILL ? 'none' : skill < CLEAR_SKILL ? 'weak' : 'present';
}

/**
 * none: on later deals the model is not surely better than the win rate alone (paired 95% interval of the Brier difference),
 * or better by less than 1% of it. weak: surely better, by less than 5%. present: by 5% or more.
 */
export function judge(metrics: WinMetrics | null): WinSignal {
  return metrics ? signalOf(metrics.improvement, metrics.brierConstant.value) : 'none';
}

/** The sentence that stands beside every score of the model. */
export function signalSentence(signal: WinSignal, metrics: WinMetrics | null, closed: { won: number; n: number }, posterior: RatePosterior, prior: WinPrior): string {
  const { won, n } = closed;
  if (n < MIN_CLOSED) {
    const borrowed = `the ${prior.name} (${percent(prior.rate)}, worth ${prior.strength} deals) is blended in; this workspace's own deals count ${percent(posterior.blendWeight)}`;
    return `Not enough history yet: ${n} of ${MIN_CLOSED} closed deals. Until then every open deal gets the same ${percent(posterior.rate)}: ${borrowed}.`;
  }
  if (!metrics) return `Only ${Math.min(won, n - won)} of ${count(n)} closed deals were ${won < n - won ? 'won' : 'lost'}: too few to learn what sets them apart. Every open deal gets the win rate, ${percent(posterior.rate)}.`;
  const compared = `Brier ${digits(metrics.brier.value)} against ${digits(metrics.brierConstant.value)} on ${count(metrics.deals)} later deals, AUC ${metrics.auc.value.toFixed(2)}`;
  if (signal === 'none') return `No signal: what was known of open deals told no more about their outcome than the win rate alone (${compared}). Every open deal gets the win rate, ${percent(posterior.rate)}.`;
  const skill = percent(metrics.improvement.value / metrics.brierConstant.value);
  return signal === 'weak'
    ? `Weak signal: the model removes ${skill} of the error of always saying the win rate (${compared}). Take small differences between deals lightly.`
    : `The model removes ${skill} of the error of always saying the win rate (${compared}).`;
}
