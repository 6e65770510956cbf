/** Every figure of the learning dashboards, over the deals in the reader's sight, as the database has them at this moment. */
import { conversionToOwn } from '@/lib/deals/conversion';
import { workspaceStatistics } from '@/lib/insights/workspace-statistics';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { createRng } from '@/lib/stats/rng';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { readSettings } from '@/lib/workspaces/schema';
import { calibrationOf } from './calibration';
import { causalOf } from './effect';
import { labelCurve } from './learning-curve';
import { periodOf, type Period } from './period';
import { choicesOf, monthsOf, qualityOf, trendOf, versionsOf } from './quality';
import { actionResults } from './results';
import { advisedDeals, assignedDeals, countActions, countArms, wonWhileShown } from './result-store';
import type { LearningMetrics, LearningQuery } from './schema';
import { countClosed, countCoverage, countInsights, dontCompile, forecastCells } from './store';
import { activeDays, countMembers, delaysToAction } from './use-store';
import { activitySince, dailyPeople, peopleByDay, retentionOf, timeToAction } from './use';

/** `now` is the moment of the report. One transaction of about a dozen queries, each adding up in the database. */
export const readMetrics = (scope: Scope, query: LearningQuery, now: Date): Promise<LearningMetrics> => transaction(scope, async () => {
  const period = periodOf(query, now);
  await dontCompile(scope);
  const wide = seeingAll(scope);
  const { rules } = await transaction(wide, () => workspaceStatistics(wide));
  const ownRules = Object.entries(rules?.rules ?? {}).filter(([, record]) => record.verdict === 'predictive').map(([key]) => key);

  const counts = await countInsights(scope, query, period, ownRules);
  const months = monthsOf(counts);
  const cells = await forecastCells(scope, query, period);
  const forecastsLeftOut = query.type !== undefined && query.type !== 'forecast';
  const active = await activeDays(scope, query, activitySince(now));
  const days = peopleByDay(active, now);
  return {
    at: now.toISOString(), from: period.from?.toISOString() ?? null, to: period.to.toISOString(), period: period.words,
    insights: counts.insights, simulated: counts.simulated, choices: choicesOf(counts),
    quality: qualityOf(counts, period, await countCoverage(scope, query), await countClosed(scope, period)),
    calibration: calibrationOf(cells, createRng('calibration'), forecastsLeftOut ? 'The filter leaves forecasts out.' : undefined),
    months, trend: trendOf(months),
    curve: await labelCurve(scope),
    actions: actionResults(await countActions(scope, query, period)),
    causal: await readEffect(scope, query, period, now),
    use: {
      days, members: await countMembers(scope), activeToday: days.at(-1)?.people ?? 0, daily: dailyPeople(active, now), retention: retentionOf(active, now),
      timeToAction: timeToAction(await delaysToAction(scope, query, period)),
    },
    versions: versionsOf(counts),
  };
});

/** The draw of the arms is of deals, not of insights: no filter applies to it, and it takes every deal since the first was drawn. */
async function readEffect(scope: Scope, query: LearningQuery, period: Period, now: Date): Promise<LearningMetrics['causal']> {
  const { settings, currency } = await currentWorkspace(scope);
  const assigned = await countArms(scope);
  const { factors } = await conversionToOwn(scope);
  return causalOf({
    share: readSettings(settings).heldOutShare, assigned, currency,
    units: assigned.heldOut > 0 ? await assignedDeals(scope, now) : [],
    advised: await advisedDeals(scope, query, period),
    won: await wonWhileShown(scope, factors, period),
  });
}
