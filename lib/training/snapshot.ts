/**
 * The deal of an example: what the analyst was given, in the words of the seed's Data Schema. Made from the context that was kept
 * with the run, never from today's rows, so that nothing that came later can be in it. Pure.
 */
import { DAY, type DealAsOf } from '@/lib/deals/history';
import type { InsightContext } from '@/lib/insights/context';
import { plain } from '@/lib/insights/plain';
import { contactOf, isActivity, isFromBuyer } from '@/lib/insights/rules/conversation';
import { speaking } from '@/lib/insights/findings';
import type { DealSnapshot } from './schema';

const LONGEST_TEXT = 600;
const MOST = { contacts: 12, interactions: 12, conditions: 8, similar: 5 } as const;

const moment = (at: number): string => new Date(at).toISOString();
const isoDay = (at: number): string => moment(at).slice(0, 10);
const tenth = (value: number): number => Math.round(value * 10) / 10;
const thousandth = (value: number): number => Math.round(value * 1_000) / 1_000;

/**
 * How the buyer takes part: none without any activity; high when they spoke within 14 days and three times in 60; medium when they
 * spoke within 30 days; low otherwise.
 */
export function engagementOf(deal: Pick<DealAsOf, 'at' | 'interactions'>): DealSnapshot['contact_engagement'] {
  const within = (n: number) => deal.interactions.filter((i) => isFromBuyer(i) && i.at > deal.at - n * DAY).length;
  if (!deal.interactions.some(isActivity)) return 'none';
  if (within(14) >= 1 && within(60) >= 3) return 'high';
  return within(30) >= 1 ? 'medium' : 'low';
}

export function snapshotOf(context: InsightContext): DealSnapshot {
  const { deal, currency, score } = context;
  return {
    id: deal.id, name: plain(deal.name, 200), as_of: moment(deal.at),
    value: deal.amount, currency,
    stage: deal.stage && plain(deal.stage.stageName, 120), stage_since: deal.stage && moment(deal.stage.at), days_in_stage: deal.daysInStage === null ? null : tenth(deal.daysInStage),
    opened_at: moment(deal.openedAt), days_open: tenth(deal.daysOpen),
    expected_close_date: deal.expectedCloseAt === null ? null : isoDay(deal.expectedCloseAt), times_pushed: deal.slips,
    contact_engagement: engagementOf(deal),
    competitor_presence: deal.competitor !== null, competitor: deal.competitor === null ? null : plain(deal.competitor, 120), discount: deal.discount,
    owner: deal.ownerName === null ? null : plain(deal.ownerName, 120), lead_source: deal.leadSource === null ? null : plain(deal.leadSource, 120),
    account: deal.account && { name: plain(deal.account.name, 200), industry: deal.account.industry, employees: deal.account.employees, country: deal.account.country },
    product: deal.product && { name: plain(deal.product.name, 200), family: deal.product.family },
    contacts: deal.contacts.slice(0, MOST.contacts).map((c) => ({ name: plain(c.name, 120), title: c.jobTitle === null ? null : plain(c.jobTitle, 120), role: c.buyingRole, since: moment(c.addedAt) })),
    interactions: deal.interactions.slice(-MOST.interactions).reverse().map((i) => {
      const contact = contactOf(deal, i);
      return { at: moment(i.at), kind: i.kind, direction: i.direction, contact: contact && plain(contact.name, 120), text: plain([i.subject, i.text].filter(Boolean).join(': '), LONGEST_TEXT) };
    }),
    conditions: [...speaking(context.rules, 'risk'), ...speaking(context.rules, 'opportunity')].slice(0, MOST.conditions)
      .map((f) => ({ key: f.ruleKey, title: f.title, facts: f.facts.map((fact) => plain(fact.text, 300)) })),
    similar_deals: context.similar.slice(0, MOST.similar).map((s) => ({
      name: plain(s.name, 200), outcome: s.outcome, closed_at: moment(s.closedAt), days_open: tenth(s.daysOpen), value: s.amount, similarity: thousandth(s.similarity),
    })),
    win_probability: { probability: thousandth(score.probability), low: thousandth(score.low), high: thousandth(score.high), closed_deals: score.n },
  };
}
