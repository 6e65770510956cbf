/** Every source that an insight may cite, by `kind:id`, with the title and the fact that the evidence panel opens. */
import type { DealAsOf } from '@/lib/deals/history';
import type { InsightContext } from '@/lib/insights/context';
import { actionRecordWords } from '@/lib/insights/next-actions';
import { plain } from '@/lib/insights/plain';
import { interactionWords, nameOf } from '@/lib/insights/rules/conversation';
import { citeInteraction, FIELDS, type FieldName } from '@/lib/insights/rules/rule';
import type { Evidence, EvidenceKind } from '@/lib/insights/schema';
import type { Driver } from '@/lib/models/schema';
import { capital, count, dateWords, days, listed, money, percent, times } from '@/lib/insights/words';

export type Source = { kind: EvidenceKind; id: string; title: string; fact: string };

export const sourceKey = (kind: EvidenceKind, id: string): string => `${kind}:${id}`;

const FIELD_TITLES: Record<FieldName, string> = {
  name: 'Name', account: 'Account', product: 'Product', owner: 'Owner', leadSource: 'Lead source', amount: 'Amount', discount: 'Discount', competitor: 'Competitor',
  expectedCloseAt: 'Expected close', openedAt: 'Opened', stage: 'Stage', contacts: 'Contacts', interactions: 'Interactions',
};

function fieldFact(field: FieldName, deal: DealAsOf, currency: string): string {
  const text = (value: string | null | undefined) => (value ? plain(value, 120) : 'not recorded');
  switch (field) {
    case 'name': return text(deal.name);
    case 'account': return text([deal.account?.name, deal.account?.industry].filter(Boolean).join(', '));
    case 'product': return text(deal.product?.name);
    case 'owner': return text(deal.ownerName);
    case 'leadSource': return text(deal.leadSource);
    case 'amount': return deal.amount === null ? 'not recorded' : money(deal.amount, currency);
    case 'discount': return deal.discount === null ? 'not recorded' : `${percent(deal.discount)} of the list price`;
    case 'competitor': return deal.competitor ? text(deal.competitor) : 'none recorded';
    case 'expectedCloseAt': return deal.expectedCloseAt === null ? 'not set' : `${dateWords(deal.expectedCloseAt, deal.at)}${deal.slips > 0 ? `, moved ${times(deal.slips)}` : ''}`;
    case 'openedAt': return `${dateWords(deal.openedAt, deal.at)}, ${days(deal.daysOpen)} ago`;
    case 'stage': return deal.stage === null ? 'not recorded' : `${text(deal.stage.stageName)} for ${days(deal.daysInStage ?? 0)}`;
    case 'contacts': return deal.contacts.length === 0 ? 'none recorded' : plain(`${count(deal.contacts.length, 'contact')}: ${listed(deal.contacts.map(nameOf))}`, 240);
    case 'interactions': {
      const last = deal.interactions.at(-1);
      return last ? `${count(deal.interactions.length, 'interaction')}, the last on ${dateWords(last.at, deal.at)}` : `none recorded since ${dateWords(deal.openedAt, deal.at)}`;
    }
  }
}

/** What may be cited: similar deals, the deal's interactions and fields, rules, patterns (what preceded wins included), practices. */
export function sources(context: InsightContext): Map<string, Source> {
  const { deal, currency } = context;
  const all: Source[] = [
    ...FIELDS.map((id): Source => ({ kind: 'field', id, title: FIELD_TITLES[id], fact: fieldFact(id, deal, currency) })),
    ...context.similar.map((s): Source => ({ kind: 'deal', id: s.id, title: plain(s.name, 120) || 'Deal', fact: `${s.outcome} on ${dateWords(s.closedAt, deal.at)} after ${days(s.daysOpen)}` })),
    ...deal.interactions.map((i): Source => ({ kind: 'interaction', id: i.id, title: capital(interactionWords(deal, i)), fact: citeInteraction(deal, i).quote })),
    ...context.rules.map((f): Source => ({ kind: 'rule', id: f.ruleKey, title: f.name, fact: f.record })),
    ...context.workspaceRules.map((r): Source => ({ kind: 'rule', id: r.id, title: 'Workspace rule', fact: plain(r.text, 400) })),
    ...context.patterns.map((p): Source => ({ kind: 'pattern', id: p.id, title: 'Pattern', fact: plain(p.text, 400) })),
    ...context.practices.map((p): Source => ({ kind: 'practice', id: p.id, title: 'Practice', fact: plain(p.text, 400) })),
    ...(context.actionStatistics?.actions ?? []).map((s): Source => ({
      kind: 'pattern', id: s.id, title: 'What preceded wins',
      fact: actionRecordWords(s, context.rules.find((f) => f.ruleKey === s.condition)?.among ?? null),
    })),
  ];
  return new Map(all.map((source) => [sourceKey(source.kind, source.id), source]));
}

/** The set of `kind:id` that an insight over this context may cite. */
export const citable = (context: InsightContext): ReadonlySet<string> => new Set(sources(context).keys());

/** The field of the deal that a feature of the win model rests on; an unknown one counts from the opening date. */
const FIELD_OF_FEATURE: Readonly<Record<string, FieldName>> = {
  daysOpen: 'openedAt', stagePace: 'stage', stagePosition: 'stage', quarterEnd: 'expectedCloseAt', expectedClose: 'expectedCloseAt', closeMonth: 'expectedCloseAt',
  slips: 'expectedCloseAt', amount: 'amount', contacts: 'contacts', decisionMaker: 'contacts', silence: 'interactions', replies: 'interactions', meetings: 'interactions',
  discount: 'discount', competitor: 'competitor', owner: 'owner', product: 'product', industry: 'account', source: 'leadSource',
};

/** The fields behind these drivers, as sources, without repeats. */
export const fieldsBehind = (drivers: readonly Driver[], known: ReadonlyMap<string, Source>): Source[] =>
  [...new Set(drivers.map((d) => known.get(sourceKey('field', FIELD_OF_FEATURE[d.feature] ?? 'openedAt'))))].filter((s) => s !== undefined);

/** A citation of a source in its own words. */
export const cite = ({ kind, id, fact }: Source): Evidence => ({ kind, id, quote: plain(fact, 240) });
