import { describe, expect, it } from 'vitest';
import { asOf, DAY, type DealHistory } from '@/lib/deals/history';
import { closesInLastMonth, daysToQuarterEnd, isDecisionMaker } from './deal-facts';
import { categoryWords, features, isNumeric, NUMERIC, NUMERIC_NAMES, type NumericFeature, type NumericName } from './features';
import type { WinContext } from './schema';
import { viewOf } from './win-context';

const OPENED = Date.UTC(2026, 0, 5);
const AT = Date.UTC(2026, 2, 19, 12);
const bare: DealHistory = {
  id: 'd', name: 'Deal', externalId: null, account: null, product: null, ownerId: null, ownerName: null, teamId: null, leadSource: null,
  amount: null, discount: null, competitor: null, expectedCloseAt: null, openedAt: OPENED, closedAt: null, outcome: null,
  stages: [], changes: [], interactions: [], contacts: [],
};
const full: DealHistory = {
  ...bare, ownerId: 'ann', product: { id: 'p', name: 'Pump', family: null, listPrice: 1000 },
  account: { id: 'a', name: 'Acme', industry: 'energy', employees: null, revenue: null, country: null },
  amount: 1500, discount: 0.15, competitor: 'Rival Ltd', expectedCloseAt: AT - 5 * DAY,
  stages: [{ id: 's1', at: OPENED, stageId: 'q', stageName: 'Qualify', position: 1, kind: 'open' }, { id: 's2', at: AT - 30 * DAY, stageId: 'n', stageName: 'Negotiate', position: 3, kind: 'open' }],
  changes: [1, 2].map((k) => ({ id: `c${k}`, at: AT - k * 10 * DAY, field: 'expectedCloseAt' as const, before: AT - (20 + k) * DAY, after: AT - 5 * DAY })).reverse(),
  interactions: [
    { id: 'i1', at: AT - 20 * DAY, kind: 'sent', direction: 'outbound', contactId: null, subject: null, text: null },
    { id: 'i2', at: AT - 9.5 * DAY, kind: 'replied', direction: 'inbound', contactId: null, subject: null, text: null },
    { id: 'i3', at: AT - 8 * DAY, kind: 'sent', direction: 'outbound', contactId: null, subject: null, text: null },
  ],
  contacts: [{ id: 'k', addedAt: OPENED, name: 'Kim', jobTitle: 'VP Operations', buyingRole: 'unknown' }],
};
const context: WinContext = {
  closed: { won: 60, n: 100 }, medianDaysInStage: { n: 10 }, openPositions: [1, 2, 3], medianAmount: 800,
  rates: { owner: { ann: { won: 30, n: 40 } }, product: { p: { won: 1, n: 1 } }, industry: {}, source: {} },
};
const say = (history: DealHistory, name: NumericName): string => {
  const deal = asOf(history, AT);
  const { read, words }: NumericFeature = NUMERIC[name];
  return words(read(deal, context), deal, context);
};

describe('features in words', () => {
  it.each([
    ['quarterEnd', 'quarter end in 12 days'], ['slips', 'close date moved twice'], ['silence', 'no reply for 9 days'],
    ['daysOpen', 'open for 73 days'], ['stagePace', '30 days in stage, 2.8 times the usual'], ['expectedClose', 'close date passed 5 days ago'],
    ['closeMonth', 'expected to close in the last month of a quarter'], ['stagePosition', 'in Negotiate, the last open stage'],
    ['amount', 'amount 150% of the list price'], ['contacts', 'a single contact'], ['decisionMaker', 'decision maker known'],
    ['replies', 'they answered 1 of 2 messages'], ['meetings', 'no meeting booked'], ['discount', 'discount of 15%'], ['competitor', 'competing with Rival Ltd'],
  ] as const)('%s: %s', (name, words) => expect(say(full, name)).toBe(words));

  it('categories speak with counts', () => {
    const view = viewOf(context);
    expect(categoryWords('owner', asOf(full, AT), view)).toBe('75% of 40 closed deals of this owner were won');
    expect(categoryWords('product', asOf(full, AT), view)).toBe('the one closed deal with Pump was won');
    expect(categoryWords('industry', asOf(full, AT), view)).toBe('no closed deal in energy yet');
    expect(categoryWords('source', asOf(full, AT), view)).toBe('lead source not known');
  });
});

describe('features', () => {
  it('what is not known is null, never zero, and can be said', () => {
    const { numeric, category } = features(asOf(bare, AT), context);
    const known = NUMERIC_NAMES.filter((name) => numeric[name] !== null);
    expect(known).toEqual(['daysOpen', 'quarterEnd', 'competitor']);
    expect(Object.values(category)).toEqual([null, null, null, null]);
    for (const name of NUMERIC_NAMES) expect(say(bare, name)).not.toMatch(/null|NaN|undefined/);
  });

  it('an amount of 0 is no amount; "None" is no competitor; names of features are no properties of Object', () => {
    const { numeric } = features(asOf({ ...full, amount: 0, competitor: ' None ' }, AT), context);
    expect(numeric.amount).toBeNull();
    expect(numeric.competitor).toBe(0);
    expect(isNumeric('toString')).toBe(false);
  });

  it('quarters are calendar quarters in UTC', () => {
    expect(daysToQuarterEnd(Date.UTC(2026, 2, 31, 12))).toBe(0.5);
    expect(daysToQuarterEnd(Date.UTC(2026, 3, 1))).toBe(91);
    expect(closesInLastMonth(Date.UTC(2026, 11, 31))).toBe(true);
    expect(closesInLastMonth(Date.UTC(2026, 9, 1))).toBe(false);
  });

  it('decision makers: by role, or by title when no role is set', () => {
    const contact = (buyingRole: 'unknown' | 'user' | 'economic_buyer', jobTitle: string | null) => isDecisionMaker({ id: 'k', addedAt: 0, name: 'Kim', jobTitle, buyingRole });
    expect(contact('economic_buyer', null)).toBe(true);
    expect(contact('unknown', 'Head of Purchasing')).toBe(true);
    expect(contact('unknown', 'Product Owner')).toBe(false);
    expect(contact('user', 'CEO')).toBe(false);
  });
});
