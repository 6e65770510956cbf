/** Training the win model: closed deals in, a serialisable model out. Pure; deterministic under its seed. */
import { asOf, type DealHistory } from '@/lib/deals/history';
import { createRng } from '@/lib/stats/rng';
import { closedBy, landmarks, type ClosedDeal, type Landmark, type Moments } from './closed-deals';
import type { WinModel, WinPrior } from './schema';
import { versionId } from './version-id';
import { fitContext } from './win-context';
import { holdOut, measure, type Holdout } from './win-holdout';
import { fitLinear } from './win-linear';
import { SHIPPED_PRIOR, winRatePosterior } from './win-prior';
import { judge, MIN_CLOSED, MIN_RARER, signalSentence } from './win-signal';
import { writtenAtClosing } from './written-at-closing';

export type TrainOptions = {
  /** Epoch ms: what closed later is not known yet; names the version. */
  now: number;
  /** Of the landmarks, the folds and the bootstrap. With the same seed a deal more changes what it teaches and nothing else. */
  seed: string;
  /** Which moments of a deal's life to learn from; `open_days` unless given. */
  moments?: Moments;
  /** Moments per deal when `open_days`; 3 unless given. */
  perDeal?: number;
  prior?: WinPrior;
};

/**
 * Trains on every deal of `histories` that closed by `now`; the open ones only show what is known of open deals. The model is
 * the constant win rate (`linear: null`, signal `none`) when fewer than 50 deals closed, when fewer than 10 of one outcome
 * are there, or when it does not beat that constant on later deals.
 */
export const trainWinModel = (histories: readonly DealHistory[], options: TrainOptions): WinModel => trainAndHoldOut(histories, options).model;

/** What the model was judged by, for whoever measures more of it: `holdout` is null where nothing was tried. */
export type Trial = { model: WinModel; deals: ClosedDeal[]; rows: Landmark[]; holdout: Holdout | null };

/** The same with its hold-out. */
export function trainAndHoldOut(histories: readonly DealHistory[], { now, seed, moments = 'open_days', perDeal = 3, prior = SHIPPED_PRIOR }: TrainOptions): Trial {
  const deals = closedBy(histories, now);
  const rows = landmarks(deals, { moments, perDeal, seed });
  const rng = createRng(seed);
  const context = fitContext(deals, rows.map((row) => row.known));
  const { won, n } = context.closed;
  const posterior = winRatePosterior(won, n, prior);
  const open = histories.filter((deal) => deal.openedAt <= now && (deal.closedAt === null || deal.closedAt > now)).map((deal) => asOf(deal, now));
  const excluded = writtenAtClosing(rows, open, context);
  const leftOut = new Set(excluded.map(({ feature }) => feature));

  const enough = n >= MIN_CLOSED && Math.min(won, n - won) >= MIN_RARER;
  const holdout = enough ? holdOut(deals, rows, { excluded: leftOut, prior }) : null;
  const metrics = holdout && measure(holdout, rng);
  const believed = judge(metrics);
  const linear = believed === 'none' ? null : (fitLinear(deals, rows, leftOut)?.linear ?? null);
  const signal = linear ? believed : 'none';
  const { rate: _rate, blendWeight: _weight, ...priorInterval } = winRatePosterior(0, 0, prior);

  const model: WinModel = {
    kind: 'win_predictor', version: versionId(now), trainedAt: now, moments, n,
    window: n > 0 ? { from: deals[0]!.closedAt, to: deals[n - 1]!.closedAt } : null,
    baseRate: { value: posterior.rate, low: posterior.low, high: posterior.high },
    prior: { ...prior, ...priorInterval }, blendWeight: posterior.blendWeight, signal,
    sentence: signalSentence(signal, metrics, context.closed, posterior, prior),
    metrics, excluded, context, linear,
  };
  return { model, deals, rows, holdout };
}
