/** Every figure of the learning dashboards, over the deals in the reader's sight, as the database has them at this moment. */
import { conversionToOwn } from '@/lib/deals/conversion';
import { workspaceStatistics } from '@/lib/insights/workspace-statistics';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { createRng } from '@/lib/stats/rng';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { readSettings } from '@/lib/workspaces/schema';
import { calibrationOf } from './calibration';
import { advisedDeals, countInsights, delaysToAction, forecastCells, keeps } from './counts';
import { causalOf, type AdvisedDeal } from './effect';
import { labelCurve } from './learning-curve';
import { periodOf, type Period } from './period';
import { choicesOf, monthsOf, qualityOf, trendOf, versionsOf } from './quality';
import { actionResults } from './results';
import { assignedDeals, countActions, wonWhileShown } from './result-store';
import type { LearningMetrics, LearningQuery } from './schema';
import { answersAlike, countClosed, countCoverage, prepareReport, insightsAlike } from './store';
import { activeDays, countMembers } from './use-store';
import { activitySince, dailyPeople, peopleByDay, retentionOf, timeToAction } from './use';

/** `now` is the moment of the report. One transaction of about a dozen queries. */
export const readMetrics = (scope: Scope, query: LearningQuery, now: Date): Promise<LearningMetrics> => transaction(scope, async () => {
  const period = periodOf(query, now);
  await prepareReport(scope);
  const wide = seeingAll(scope);
  const { rules } = await transaction(wide, () => workspaceStatistics(wide));
  const ownRules = Object.entries(rules?.rules ?? {}).filter(([, record]) => record.verdict === 'predictive').map(([key]) => key);

  const seen = await insightsAlike(scope, period, ownRules);
  const answers = await answersAlike(scope, query, period);
  const counts = countInsights(seen, answers, query);
  const rows = seen.filter(keeps(query));
  const months = monthsOf(counts);
  const forecastsLeftOut = query.type !== undefined && query.type !== 'forecast';
  const active = await activeDays(scope, query, activitySince(now));
  const days = peopleByDay(active, now);
  return {
    at: now.toISOString(), from: period.from?.toISOString() ?? null, to: period.to.toISOString(), period: period.words,
    insights: counts.insights, simulated: counts.simulated, choices: choicesOf(counts),
    quality: qualityOf(counts, period, await countCoverage(scope, query), await countClosed(scope, period)),
    calibration: calibrationOf(forecastCells(rows), createRng('calibration'), forecastsLeftOut ? 'The filter leaves forecasts out.' : undefined),
    months, trend: trendOf(months),
    curve: await labelCurve(scope),
    actions: actionResults(await countActions(scope, query, period)),
    causal: await readEffect(scope, advisedDeals(rows), period, now),
    use: {
      days, members: await countMembers(scope), activeToday: days.at(-1)?.people ?? 0, daily: dailyPeople(active, now), retention: retentionOf(active, now),
      timeToAction: timeToAction(delaysToAction(answers)),
    },
    versions: versionsOf(counts),
  };
});

/** The draw of the arms is of deals, not of insights: no filter applies to it, and it takes every deal since the first was drawn. */
async function readEffect(scope: Scope, advised: readonly AdvisedDeal[], period: Period, now: Date): Promise<LearningMetrics['causal']> {
  const { settings, currency } = await currentWorkspace(scope);
  const { units, ...assigned } = await assignedDeals(scope, now);
  const { factors } = await conversionToOwn(scope);
  return causalOf({
    share: readSettings(settings).heldOutShare, assigned, currency, units, advised,
    won: await wonWhileShown(scope, factors, period),
  });
}
