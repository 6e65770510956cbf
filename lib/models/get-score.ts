/** The score of a deal with all that it takes to read it: interval, percentile, drivers, base rate, and how good the model is. */
import { getDeal } from '@/lib/deals/get-deal';
import type { Deal } from '@/lib/deals/schema';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { winModelOf } from './champion';
import type { Driver, WinModel } from './schema';
import { percentileOf, readScoreHistory, type ScorePoint } from './store';

export type ScoreReport = {
  probability: number; low: number; high: number;
  /** Share of the other open deals in sight that score lower; null when closed or alone. */
  percentile: number | null;
  drivers: Driver[]; modelVersion: string; baseRate: number;
  /** Closed deals behind the model. */
  n: number;
  signal: WinModel['signal']; sentence: string; metrics: WinModel['metrics']; blendWeight: number; priorName: string;
  history: ScorePoint[];
};

/** Null when the deal was never scored (it was closed when it came in). Throws not_found when it is not there or not in sight. */
export const scoreReport = (scope: Scope, dealId: string): Promise<ScoreReport | null> => transaction(scope, async () => scoreOf(scope, await getDeal(scope, dealId)));

/** The same of a deal that the caller was shown already. */
export const scoreOf = (scope: Scope, deal: Pick<Deal, 'id' | 'status' | 'probability' | 'low' | 'high'>): Promise<ScoreReport | null> => transaction(scope, async () => {
  const history = await readScoreHistory(scope, deal.id, 200);
  const last = history.at(-1);
  if (!last || deal.probability === null) return null;
  const model = await winModelOf(scope, last.modelVersion);
  return {
    probability: deal.probability, low: deal.low ?? last.low, high: deal.high ?? last.high,
    percentile: deal.status === 'open' ? await percentileOf(scope, deal.id, deal.probability) : null,
    drivers: last.drivers, modelVersion: last.modelVersion, baseRate: last.baseRate, n: last.n,
    signal: model.signal, sentence: model.sentence, metrics: model.metrics, blendWeight: model.blendWeight, priorName: model.prior.name, history,
  };
});

/** For REST: the report, or a conflict that says why there is none. */
export async function requireScore(scope: Scope, dealId: string): Promise<ScoreReport> {
  const report = await scoreReport(scope, dealId);
  if (!report) throw conflict('This deal was already closed when it came in, so it was never scored.');
  return report;
}
