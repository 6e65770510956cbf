/**
 * What preceded wins here: for deals in the same condition, how those that took an action within some days ended against
 * those that did not. An observation, never a cause: deals in which somebody books a meeting differ in other ways too.
 *
 * Each deal is looked at on the first of a few random days on which it was in the condition, and only if it was still open
 * when the time for the action ran out. Otherwise deals that closed early would all count as "did not", and the action
 * would look good for nothing more than having had the time to happen.
 */
import { asOf, DAY, type DealAsOf, type DealHistory, type HistoryInteraction } from '@/lib/deals/history';
import { landmarksOf } from '@/lib/insights/landmark';
import { applyRule, settingsOf, type StoredRuleSettings } from '@/lib/insights/rules/apply';
import { RULES } from '@/lib/insights/rules/catalogue';
import { isDecider, isFromBuyer, isFromUs } from '@/lib/insights/rules/conversation';
import { computeNorms } from '@/lib/insights/rules/norms';
import { speaksOfPrice } from '@/lib/insights/rules/price-words';
import type { RuleKey, SettingValues } from '@/lib/insights/rules/rule';
import type { ActionType } from '@/lib/insights/action-type';
import { benjaminiHochberg } from '@/lib/stats/false-discovery';
import { compareRates, type Count } from '@/lib/stats/rates';

/** Actions that leave a trace in the history, so that they can be counted. */
export const COUNTED_ACTIONS = ['call', 'meeting', 'multi_thread', 'executive', 'pricing', 'close_plan'] as const satisfies readonly ActionType[];
export type CountedAction = (typeof COUNTED_ACTIONS)[number];

/** A rule's condition, or any open deal. */
export type Condition = RuleKey | 'any';

export type ActionStatistic = {
  id: string;
  action: CountedAction;
  condition: Condition;
  windowDays: number;
  /** Won among the deals that took the action in time, and among those that did not. */
  did: Count;
  didNot: Count;
  /** Win rate of did - didNot, with its 95% interval. */
  difference: number;
  low: number;
  high: number;
  /** Share of false ones among all comparisons of this table that look at least as good; 1 where a side has too few deals to be compared. */
  falseDiscovery: number;
  /** The difference with both rates drawn towards their common one; what actions are ranked by. */
  shrunk: number;
};

export type ActionStatistics = {
  seed: string;
  windowDays: number;
  /** The settings that the conditions were judged by. */
  settings: Partial<Record<RuleKey, SettingValues>>;
  actions: ActionStatistic[];
};

/** Deals' worth of the condition's common win rate that both rates are shrunk by: a lucky 3 of 3 moves a rate by 13% of the way. */
const PRIOR_DEALS = 20;
const LOOKS = 3;
/** Fewer deals than this on a side are not compared. */
const TOO_FEW = 10;

export const isComparable = ({ did, didNot }: Pick<ActionStatistic, 'did' | 'didNot'>): boolean => did.n >= TOO_FEW && didNot.n >= TOO_FEW;

const CLOSE_PLAN = /\b(close plan|closing plan|mutual (action|success) plan|action plan|next steps|timeline|go-live|paper process)\b/i;

type Window = { history: DealHistory; interactions: HistoryInteraction[]; from: number; until: number };

const took: Record<CountedAction, (window: Window) => boolean> = {
  call: ({ interactions }) => interactions.some((i) => i.kind === 'call'),
  meeting: ({ interactions }) => interactions.some((i) => i.kind === 'meeting_booked'),
  multi_thread: ({ history, from, until }) => history.contacts.some((c) => c.addedAt > from && c.addedAt <= until),
  executive: ({ history, interactions, until }) => {
    const deciders = new Set(history.contacts.filter((c) => c.addedAt <= until && isDecider(c)).map((c) => c.id));
    return interactions.some((i) => i.contactId !== null && deciders.has(i.contactId) && (isFromUs(i) || isFromBuyer(i)));
  },
  pricing: ({ interactions }) => interactions.some(speaksOfPrice),
  close_plan: ({ history, interactions, from, until }) =>
    interactions.some((i) => CLOSE_PLAN.test(`${i.subject ?? ''} ${i.text ?? ''}`)) ||
    // A date set for the first time, or agreed to be earlier; later is a slip.
    history.changes.some((c) => c.field === 'expectedCloseAt' && c.at > from && c.at <= until && typeof c.after === 'number' && (c.before === null || (typeof c.before === 'number' && c.after < c.before))),
};

type Pair = { did: Count; didNot: Count };

function summarise(action: CountedAction, condition: Condition, windowDays: number, { did, didNot }: Pair): (ActionStatistic & { pValue: number }) | null {
  if (did.n === 0 || didNot.n === 0) return null;
  const common = (did.hits + didNot.hits) / (did.n + didNot.n);
  const shrink = ({ hits, n }: Count) => (hits + PRIOR_DEALS * common) / (n + PRIOR_DEALS);
  const { difference, low, high, pValue } = compareRates(did, didNot);
  return { id: `${action}:${condition}`, action, condition, windowDays, did, didNot, difference, low, high, pValue, falseDiscovery: 1, shrunk: shrink(did) - shrink(didNot) };
}

/** With dozens of comparisons some look like findings by chance alone: they are judged together. */
function judgeTogether(found: readonly (ActionStatistic & { pValue: number })[]): ActionStatistic[] {
  const compared = found.filter(isComparable);
  const adjusted = new Map(benjaminiHochberg(compared.map((s) => s.pValue)).map((q, i) => [compared[i]?.id, q]));
  return found.map(({ pValue: _judged, ...statistic }) => ({ ...statistic, falseDiscovery: adjusted.get(statistic.id) ?? 1 }));
}

/** Counts over the closed deals among `histories`; deterministic under `seed`. */
export function computeActionStatistics(histories: readonly DealHistory[], stored: StoredRuleSettings = {}, windowDays = 14, seed = 'actions'): ActionStatistics {
  const norms = computeNorms(histories);
  const rules = RULES.map((rule) => ({ rule, settings: settingsOf(rule, stored) }));
  const pairs = new Map<string, { action: CountedAction; condition: Condition; pair: Pair }>();

  const count = (history: DealHistory, deal: DealAsOf, conditions: readonly Condition[]): void => {
    const until = deal.at + windowDays * DAY;
    const window: Window = { history, from: deal.at, until, interactions: history.interactions.filter((i) => i.at > deal.at && i.at <= until) };
    for (const action of COUNTED_ACTIONS) {
      const did = took[action](window);
      for (const condition of conditions) {
        const id = `${action}:${condition}`;
        const entry = pairs.get(id) ?? { action, condition, pair: { did: { hits: 0, n: 0 }, didNot: { hits: 0, n: 0 } } };
        const side = did ? entry.pair.did : entry.pair.didNot;
        side.n++;
        if (history.outcome === 'won') side.hits++;
        pairs.set(id, entry);
      }
    }
  };

  for (const history of histories) {
    const seen = new Set<Condition>();
    for (const at of landmarksOf(history, seed, LOOKS, 1)?.moments ?? []) {
      if (history.closedAt === null || history.closedAt <= at + windowDays * DAY) break;
      const deal = asOf(history, at);
      const holding: Condition[] = rules.filter(({ rule, settings }) => !seen.has(rule.key) && applyRule(rule, deal, settings, norms)).map(({ rule }) => rule.key);
      const fresh: Condition[] = seen.has('any') ? holding : [...holding, 'any'];
      fresh.forEach((condition) => seen.add(condition));
      if (fresh.length > 0) count(history, deal, fresh);
    }
  }
  return {
    seed, windowDays,
    settings: Object.fromEntries(rules.map(({ rule, settings }) => [rule.key, settings])),
    actions: judgeTogether([...pairs.values()].flatMap(({ action, condition, pair }) => summarise(action, condition, windowDays, pair) ?? [])),
  };
}
