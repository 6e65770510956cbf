/**
 * What a citation leads to: the cited thing itself, as it was when the advice was given. Pure; `openEvidence` reads the context
 * that was stored with the run, so that an advice can be checked against exactly what its analyst saw.
 */
import type { HistoryInteraction } from '@/lib/deals/history';
import type { InsightContext, SimilarDeal } from './context';
import { sourceKey, sources, type Source } from './quotes';
import { interactionWords } from './rules/conversation';
import type { EvidenceKind } from './schema';

/** Won of closed deals. */
type Won = { hits: number; n: number };

export type OpenedEvidence = { key: string; kind: EvidenceKind; id: string; title: string; fact: string } & (
  | { opened: 'deal'; deal: SimilarDeal; currency: string }
  | { opened: 'interaction'; interaction: Pick<HistoryInteraction, 'at' | 'kind' | 'direction' | 'subject' | 'text'>; simulated: boolean }
  | { opened: 'rule'; facts: string[]; with: Won | null; without: Won | null; muted: boolean }
  | { opened: 'counted'; did: Won; didNot: Won; windowDays: number }
  | { opened: 'text' }
);

function open(context: InsightContext, { kind, id, title, fact }: Source): OpenedEvidence {
  const shared = { key: sourceKey(kind, id), kind, id, title, fact };
  if (kind === 'deal') {
    const deal = context.similar.find((s) => s.id === id);
    if (deal) return { ...shared, opened: 'deal', deal, currency: context.currency };
  }
  if (kind === 'interaction') {
    const found = context.deal.interactions.find((i) => i.id === id);
    if (found) {
      const { at, direction, subject, text } = found;
      return { ...shared, title: interactionWords(context.deal, found), opened: 'interaction', interaction: { at, kind: found.kind, direction, subject, text }, simulated: false };
    }
  }
  if (kind === 'rule') {
    const rule = context.rules.find((f) => f.ruleKey === id);
    if (rule) return { ...shared, opened: 'rule', facts: rule.facts.map((f) => f.text), with: rule.statistic?.with ?? null, without: rule.statistic?.without ?? null, muted: rule.muted };
  }
  if (kind === 'pattern') {
    const counted = context.actionStatistics?.actions.find((s) => s.id === id);
    if (counted) return { ...shared, opened: 'counted', did: counted.did, didNot: counted.didNot, windowDays: counted.windowDays };
  }
  return { ...shared, opened: 'text' };
}

/** The cited things of one context, by `kind:id`; what does not resolve is left out. */
export function openEvidence(context: InsightContext, cited: Iterable<string>): Map<string, OpenedEvidence> {
  const known = sources(context);
  const opened = new Map<string, OpenedEvidence>();
  for (const key of cited) {
    const source = known.get(key);
    if (source) opened.set(key, open(context, source));
  }
  return opened;
}
