/** Scores open leads by the lead scorer in use, with a cause in words; an ended lead keeps its last score. */
import { lastOpenMoment, leadAsOf, type LeadAsOf } from '@/lib/leads/history';
import { leadIds, loadLeadHistories } from '@/lib/leads/load-lead-histories';
import { saveLeadScores, type ScoredLead } from '@/lib/leads/save-scores';
import { letOthersIn } from '@/lib/server/db/let-others-in';
import { transaction } from '@/lib/server/db/tenancy';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { noteLeads } from '../life/note-leads';
import { holdLeadScorers } from './lead-champion';
import type { LeadScorer } from './lead-model';

const BATCH = 500;

/** `always` writes a line of history even where nothing moved: a person did something. Gives how many were scored: none while nothing was learned yet. */
export const assessLeads = (asked: Scope, ids: readonly string[], cause: string, { always = false } = {}): Promise<number> => {
  const scope = seeingAll(asked);
  return transaction(scope, async () => {
    const atWork = await holdLeadScorers(scope);
    if (!atWork || ids.length === 0) return 0;
    const now = Date.now();
    const histories = await loadLeadHistories(scope, ids);
    const open = histories.filter((lead) => lead.outcome === null && (lead.leadAt === null || lead.leadAt <= now)).map((lead) => leadAsOf(lead, lastOpenMoment(lead, now)));
    const byScorer = new Map<LeadScorer, LeadAsOf[]>();
    for (const lead of open) byScorer.set(atWork.of(lead.id), [...(byScorer.get(atWork.of(lead.id)) ?? []), lead]);
    const rows = [...byScorer].flatMap(([scorer, leads]) => scorer.score(leads).map(({ blendWeight: _all, ...score }, i): ScoredLead => ({ leadId: leads[i]!.id, ...score })));
    await saveLeadScores(scope, rows, new Date(now), cause, { always });
    await noteLeads(scope, atWork, open, histories.filter(({ outcome }) => outcome !== null).map(({ id }) => id), new Date(now));
    return rows.length;
  });
};

/** A batch of open leads after `cursor`; gives the next cursor, or null at the end. */
export async function assessOpenLeads(scope: Scope, cursor: string | null, cause: string): Promise<{ cursor: string | null; assessed: number }> {
  const ids = await leadIds(scope, { open: true, cursor, take: BATCH });
  const assessed = await assessLeads(scope, ids, cause);
  await letOthersIn();
  return { cursor: ids.length < BATCH ? null : ids.at(-1)!, assessed };
}
