/**
 * What the win model looks at, each feature with how to read it from a deal as known at a moment, and how to say it.
 * `read` gives null for "not known": missing is its own thing, never zero. Durations in days.
 */
import { DAY, type DealAsOf } from '@/lib/deals/history';
import { logit } from '@/lib/ml/logistic-regression';
import { closesInLastMonth, daysSinceHeard, daysToQuarterEnd, isDecisionMaker, messagesSent, repliesTo, waitingForReply } from './deal-facts';
import { count, inDays, percent, spanOfDays, times } from './wording';
import type { WinCategory, WinContext } from './schema';
import { categoryKey, type RateView } from './win-context';

export type NumericFeature = {
  label: string;
  read(deal: DealAsOf, context: WinContext): number | null;
  /** The columns it becomes; always the same number of them. */
  columns(value: number): readonly number[];
  words(value: number | null, deal: DealAsOf, context: WinContext): string;
};

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
const log1p = (value: number): readonly number[] => [Math.log1p(Math.max(0, value))];
const flag = (on: boolean): number => (on ? 1 : 0);
const pace = (ratio: number): string =>
  ratio >= 1.5 ? `${ratio >= 10 ? Math.round(ratio) : Number(ratio.toFixed(1))} times the usual` : ratio <= 0.67 ? 'less than usual' : 'about as long as usual';

const usualDays = (deal: DealAsOf, context: WinContext): number | null =>
  deal.stage === null || !Object.hasOwn(context.medianDaysInStage, deal.stage.stageId) ? null : context.medianDaysInStage[deal.stage.stageId] ?? null;

export const NUMERIC = {
  daysOpen: {
    label: 'Time open',
    read: (deal) => deal.daysOpen,
    columns: log1p,
    words: (value) => `open for ${spanOfDays(value ?? 0)}`,
  },
  stagePace: {
    label: 'Pace in stage',
    read: (deal, context) => {
      // With a single open stage this is the time open over again.
      const usual = context.openPositions.length < 2 ? null : usualDays(deal, context);
      // One day is added on both sides: a stage that usually takes an hour must not make a day look like an age.
      return usual === null || deal.daysInStage === null ? null : (deal.daysInStage + 1) / (usual + 1);
    },
    columns: (ratio) => [Math.log(ratio)],
    words: (ratio, deal) => (ratio === null ? 'no usual time known for its stage' : `${spanOfDays(deal.daysInStage ?? 0)} in stage, ${pace(ratio)}`),
  },
  quarterEnd: {
    label: 'Quarter end',
    read: (deal) => daysToQuarterEnd(deal.at),
    columns: (days) => [days, flag(days <= 30), flag(days <= 14)],
    words: (days) => `quarter end ${inDays(days ?? 0)}`,
  },
  expectedClose: {
    label: 'Expected close',
    read: (deal) => (deal.expectedCloseAt === null ? null : (deal.expectedCloseAt - deal.at) / DAY),
    columns: (days) => [clamp(days, -90, 180), flag(days < 0)],
    words: (days) => (days === null ? 'no close date set' : days < 0 ? `close date passed ${spanOfDays(-days)} ago` : `expected to close ${inDays(days)}`),
  },
  closeMonth: {
    label: 'Month of the expected close',
    read: (deal) => (deal.expectedCloseAt === null ? null : flag(closesInLastMonth(deal.expectedCloseAt))),
    columns: (value) => [value],
    words: (value) => (value === null ? 'no close date set' : value === 1 ? 'expected to close in the last month of a quarter' : 'expected to close early in a quarter'),
  },
  stagePosition: {
    label: 'Stage reached',
    read: (deal, { openPositions }) => {
      if (deal.stage === null || openPositions.length < 2) return null;
      const { position } = deal.stage;
      return Math.min(1, openPositions.filter((p) => p < position).length / (openPositions.length - 1));
    },
    columns: (share) => [share],
    words: (share, deal) => (share === null ? 'stage not known' : `in ${deal.stage?.stageName ?? 'its stage'}, ${share === 0 ? 'an early stage' : share === 1 ? 'the last open stage' : 'a middle stage'}`),
  },
  slips: {
    label: 'Close date moved',
    read: (deal) => (deal.expectedCloseAt === null && deal.slips === 0 ? null : deal.slips),
    columns: log1p,
    words: (value) => (value === null ? 'no close date set' : value === 0 ? 'close date never moved' : `close date moved ${times(value)}`),
  },
  amount: {
    label: 'Deal size',
    read: (deal, { medianAmount }) => {
      const norm = deal.product?.listPrice ?? medianAmount;
      return deal.amount === null || deal.amount <= 0 || norm === null || norm <= 0 ? null : deal.amount / norm;
    },
    columns: (ratio) => [clamp(Math.log(ratio), -4, 4)],
    words: (ratio, deal) => (ratio === null ? 'no amount set' : `amount ${percent(ratio)} of ${deal.product?.listPrice ? 'the list price' : 'the usual deal'}`),
  },
  contacts: {
    label: 'Contacts',
    read: (deal) => deal.contacts.length || null,
    columns: log1p,
    words: (value) => (value === null ? 'no contact recorded' : value === 1 ? 'a single contact' : `${value} contacts`),
  },
  decisionMaker: {
    label: 'Decision maker',
    read: (deal) => (deal.contacts.length === 0 ? null : flag(deal.contacts.some(isDecisionMaker))),
    columns: (value) => [value],
    words: (value) => (value === null ? 'no contact recorded' : value === 1 ? 'decision maker known' : 'no decision maker known'),
  },
  silence: {
    label: 'Last heard from them',
    read: daysSinceHeard,
    columns: log1p,
    words: (days, deal) =>
      days === null ? 'nothing heard from them yet' : waitingForReply(deal) ? `no reply for ${spanOfDays(days)}` : `last heard from them ${spanOfDays(days)} ago`,
  },
  replies: {
    label: 'Replies',
    // Half a message on each side keeps one answer to one message from meaning "always".
    read: (deal) => { const sent = messagesSent(deal); return sent === 0 ? null : (Math.min(sent, repliesTo(deal)) + 0.5) / (sent + 1); },
    columns: (share) => [share],
    words: (share, deal) => (share === null ? 'nothing sent yet' : `they answered ${Math.min(messagesSent(deal), repliesTo(deal))} of ${messagesSent(deal)} messages`),
  },
  meetings: {
    label: 'Meetings',
    read: (deal) => (deal.interactions.length === 0 ? null : deal.interactions.filter((i) => i.kind === 'meeting_booked').length),
    columns: log1p,
    words: (value) => (value === null ? 'no activity recorded' : value === 0 ? 'no meeting booked' : `${value} ${value === 1 ? 'meeting' : 'meetings'} booked`),
  },
  discount: {
    label: 'Discount',
    read: (deal) => deal.discount,
    columns: (value) => [value],
    words: (value) => (value === null ? 'no discount recorded' : value === 0 ? 'no discount' : `discount of ${percent(value)}`),
  },
  competitor: {
    label: 'Competitor',
    // Nobody writes "there is none": an empty field is the normal state, not a gap.
    read: (deal) => flag(deal.competitor !== null && !/^\s*(none)?\s*$/i.test(deal.competitor)),
    columns: (value) => [value],
    words: (value, deal) => (value === 1 ? `competing with ${deal.competitor ?? 'someone'}` : 'no competitor known'),
  },
} as const satisfies Record<string, NumericFeature>;

export type NumericName = keyof typeof NUMERIC;
export const NUMERIC_NAMES = Object.keys(NUMERIC) as NumericName[];
export type FeatureName = NumericName | WinCategory;
export const isNumeric = (name: string): name is NumericName => Object.hasOwn(NUMERIC, name);

/** Everything the model knows of a deal at a moment, by name. */
export type DealFeatures = { numeric: Record<NumericName, number | null>; category: Record<WinCategory, string | null> };

/** Features of a deal as known at `deal.at`, against what is usual in its workspace. */
export function features(deal: DealAsOf, context: WinContext): DealFeatures {
  const numeric = Object.fromEntries(NUMERIC_NAMES.map((name) => {
    const value = NUMERIC[name].read(deal, context);
    return [name, value !== null && Number.isFinite(value) ? value : null];
  })) as Record<NumericName, number | null>;
  const { owner, product, industry, source } = categoryKey;
  return { numeric, category: { owner: owner(deal), product: product(deal), industry: industry(deal), source: source(deal) } };
}

/** Closed deals that a category's own rate must outweigh: rates of a handful of deals stay near the workspace's. */
const CATEGORY_STRENGTH = 20;

/** Log-odds of a key's win rate, shrunk to the overall rate, relative to it: 0 for an unknown key. */
export function encodeCategory(category: WinCategory, key: string, view: RateView): number {
  const base = (view.all.won + 1) / (view.all.n + 2);
  const { won, n } = view.of(category, key);
  return logit((won + CATEGORY_STRENGTH * base) / (n + CATEGORY_STRENGTH)) - logit(base);
}

export const CATEGORY_LABELS: Record<WinCategory, string> = { owner: 'Owner’s record', product: 'Product', industry: 'Industry', source: 'Lead source' };

/** "71% of 103 closed deals of this owner were won". */
export function categoryWords(category: WinCategory, deal: DealAsOf, view: RateView): string {
  const key = categoryKey[category](deal);
  if (key === null) return { owner: 'no owner', product: 'no product set', industry: 'industry not known', source: 'lead source not known' }[category];
  const what = { owner: 'of this owner', product: `with ${deal.product?.name ?? 'this product'}`, industry: `in ${key}`, source: `from ${key}` }[category];
  const { won, n } = view.of(category, key);
  return n === 0 ? `no closed deal ${what} yet` : n === 1 ? `the one closed deal ${what} was ${won === 1 ? 'won' : 'lost'}` : `${percent(won / n)} of ${count(n)} closed deals ${what} were won`;
}
