/** What the product thinks of deals right now: the calibrated score and the conditions that hold, written beside each deal. */
import { asOf, type DealAsOf } from '@/lib/deals/history';
import { NEEDS_ATTENTION } from '@/lib/deals/schema';
import { loadHistories, openDealIds } from '@/lib/deals/load-histories';
import { rulesOfDeals } from '@/lib/experiments/rule-arms';
import { findConditions, topReason, type RuleFinding } from '@/lib/insights/findings';
import { underVariants } from '@/lib/insights/rule-variants';
import { workspaceStatistics, type WorkspaceKnowledge } from '@/lib/insights/workspace-statistics';
import { letOthersIn } from '@/lib/server/db/let-others-in';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { holdWinModels } from './champion';
import { noteSaid } from './life/note-said';
import type { WinModel } from './schema';
import { scoreDeal } from './score-deal';
import { saveAssessments, type Assessment } from './store';
import { tellAttention } from './tell-attention';

const ATTENTION = { high: NEEDS_ATTENTION, medium: 2, low: 1 } as const;
const BATCH = 500;

/** The strongest risk. Where past deals cannot tell yet how much a condition matters, one far past its threshold counts as strong. */
const attentionOf = (findings: readonly RuleFinding[]): number =>
  findings.filter((f) => !f.muted && f.polarity === 'risk')
    .reduce((most, f) => Math.max(most, f.severity === 'medium' && f.statistic?.verdict !== 'predictive' ? NEEDS_ATTENTION : ATTENTION[f.severity]), 0);

function assess(deal: DealAsOf, model: WinModel, known: WorkspaceKnowledge): Omit<Assessment, 'dealId'> {
  const findings = findConditions(deal, known.ruleSettings, known.norms, known.rules);
  return { score: scoreDeal(model, deal), attention: attentionOf(findings), topReason: topReason(findings) };
}

/**
 * Scores these deals as of now and says why (`cause`, in words). A closed deal keeps its last score and asks for no attention.
 * `quiet` leaves the history of scores alone where nothing moved: for nightly runs. Owners are told of deals that newly need attention.
 */
export async function assessDeals(scope: Scope, ids: readonly string[], cause: string, { quiet = false } = {}): Promise<number> {
  await assessAll(scope, ids, cause, quiet);
  await tellAttention(scope, scope.requestId, ids);
  return ids.length;
}

async function assessAll(scope: Scope, ids: readonly string[], cause: string, quiet: boolean): Promise<void> {
  for (let i = 0; i < ids.length; i += BATCH) {
    await transaction(scope, async () => {
      const models = await holdWinModels(scope);
      // Read after the wait for whoever is moving an alias, so that what is said later is also dated later.
      const now = Date.now();
      const known = await workspaceStatistics(scope);
      const histories = await loadHistories(scope, ids.slice(i, i + BATCH));
      // A deal for which an experiment sets a rule otherwise is judged by that everywhere; nobody is drawn by being judged.
      const otherwise = await rulesOfDeals(scope, ids.slice(i, i + BATCH));
      const rows = histories.map((history): Assessment =>
        history.outcome !== null || history.openedAt > now
          ? { dealId: history.id, score: null, attention: 0, topReason: null }
          : { dealId: history.id, ...assess(asOf(history, now), models.of(history.id), underVariants(known, otherwise.get(history.id))) });
      await saveAssessments(scope, rows, new Date(now), cause, !quiet);
      await noteSaid(scope, models, histories, rows, now);
    });
  }
}

/**
 * Scores a batch of open deals after `cursor`; gives the next cursor, or null at the end. Whoever goes through all of them tells the owners
 * at the end (tell-attention.ts), so that many are one notification.
 */
export async function assessOpenDeals(scope: Scope, cursor: string | null, cause: string): Promise<{ cursor: string | null; assessed: number }> {
  const ids = await openDealIds(scope, cursor, BATCH);
  await assessAll(scope, ids, cause, true);
  await letOthersIn();
  return { cursor: ids.length < BATCH ? null : ids.at(-1)!, assessed: ids.length };
}
