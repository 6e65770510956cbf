/**
 * The built-in analyst: four passes over the context, each computing its sentences from numbers that are in it. It answers
 * when there is no key or no provider does. Deterministic; the same context gives the same insights.
 */
import { findActions } from '@/lib/insights/analyst/actions';
import { forecast } from '@/lib/insights/analyst/forecast';
import { findOpportunities } from '@/lib/insights/analyst/opportunities';
import { findRisks } from '@/lib/insights/analyst/risks';
import type { InsightContext } from '@/lib/insights/context';
import type { DraftInsight, InsightType, Severity } from '@/lib/insights/schema';

/** More are not read. */
const MOST = 7;
const SEVERITY: Record<Severity, number> = { high: 0, medium: 1, low: 2 };
const PASS: Record<InsightType, number> = { risk: 0, opportunity: 1, next_action: 2, forecast: 3 };

/** At most seven insights, most severe first; always exactly one forecast. */
export function analyse(context: InsightContext): DraftInsight[] {
  const risks = findRisks(context);
  const opportunities = findOpportunities(context);
  const actions = findActions(context, Math.min(2, MOST - 1 - risks.length - opportunities.length));
  return [...risks, ...opportunities, ...actions, forecast(context)]
    .sort((a, b) => SEVERITY[a.severity] - SEVERITY[b.severity] || PASS[a.type] - PASS[b.type]);
}
