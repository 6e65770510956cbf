/** Deals for tests: an unremarkable one to start from, written in days since a Monday, and arbitrary ones. */
import fc from 'fast-check';
import { asOf, DAY, type DealHistory, type FieldChange, type HistoryContact, type HistoryInteraction, type StageMove } from '@/lib/deals/history';
import { assembleContext, type ContextParts, type InsightContext, type Score } from '@/lib/insights/context';
import { computeNorms, type Norms } from '@/lib/insights/rules/norms';

/** Monday, 5 January 2026. */
export const START = Date.UTC(2026, 0, 5);
export const onDay = (day: number): number => START + day * DAY;

let serial = 0;
const nextId = (kind: string): string => `${kind}-${++serial}`;

export const stage = (day: number, position: number, name = `Stage ${position}`): StageMove =>
  ({ id: nextId('move'), at: onDay(day), stageId: `stage-${position}`, stageName: name, position, kind: 'open' });

export const contact = (over: Partial<HistoryContact> & { name: string }, day = 0): HistoryContact =>
  ({ id: nextId('contact'), addedAt: onDay(day), jobTitle: null, buyingRole: 'unknown', ...over });

const said = (direction: HistoryInteraction['direction'], kind: HistoryInteraction['kind']) =>
  (day: number, over: Partial<HistoryInteraction> = {}): HistoryInteraction =>
    ({ id: nextId(kind), at: onDay(day), kind, direction, contactId: null, subject: null, text: null, ...over });

export const mail = said('outbound', 'sent');
export const reply = said('inbound', 'replied');
export const call = said('outbound', 'call');
export const meeting = said('inbound', 'meeting_booked');
export const note = said('internal', 'note');

export const change = (day: number, field: FieldChange['field'], before: FieldChange['before'], after: FieldChange['after']): FieldChange =>
  ({ id: nextId('change'), at: onDay(day), field, before, after });

/** Opened on day 0, in its first stage, nothing else known. */
export const deal = (over: Partial<DealHistory> = {}): DealHistory => ({
  id: nextId('deal'), name: 'Acme: GTX Pro renewal', externalId: null,
  account: { id: 'account-1', name: 'Acme', industry: 'medical', employees: 200, revenue: null, country: null },
  product: { id: 'product-1', name: 'GTX Pro', family: 'GTX', listPrice: 4821 },
  ownerId: 'member-1', ownerName: 'Moses Frase', teamId: null, leadSource: null,
  amount: 48_200, discount: null, competitor: null, expectedCloseAt: null,
  openedAt: START, closedAt: null, outcome: null,
  stages: [stage(0, 1)], changes: [], interactions: [], contacts: [],
  ...over,
});

/** What a new workspace knows: nothing. */
export const NO_NORMS: Norms = computeNorms([]);

export const score = (over: Partial<Score> = {}): Score =>
  ({ probability: 0.62, low: 0.53, high: 0.71, baseRate: 0.63, n: 6711, needed: 50, priorName: 'the average of all workspaces', drivers: [], signal: 'present', ...over });

export const contextOf = (history: DealHistory, day: number, over: Partial<ContextParts> = {}): InsightContext => assembleContext({
  deal: asOf(history, onDay(day)), similar: [], score: score(), workspaceRules: [], practices: [], patterns: [], currency: 'USD',
  ruleSettings: {}, norms: NO_NORMS, ruleStatistics: null, actionStatistics: null, ...over,
});

const day = fc.integer({ min: 0, max: 120 });
const byTime = <T>(time: (row: T) => number) => (rows: T[]): T[] => rows.sort((a, b) => time(a) - time(b));

const anyInteraction = fc.record({
  id: fc.uuid(), at: day.map(onDay), subject: fc.option(fc.string({ unit: 'binary', maxLength: 60 })), text: fc.option(fc.string({ unit: 'binary', maxLength: 200 })),
  kind: fc.constantFrom<HistoryInteraction['kind']>('sent', 'delivered', 'opened', 'read', 'replied', 'clicked', 'meeting_booked', 'call', 'note', 'bounced', 'opted_out'),
  direction: fc.constantFrom<HistoryInteraction['direction']>('inbound', 'outbound', 'internal'),
  contactId: fc.option(fc.constantFrom('c0', 'c1', 'c2')),
});

/** Each change starts from where the last one ended, the present value is the last one's. */
const anyChanges = (field: FieldChange['field'], value: fc.Arbitrary<FieldChange['after']>) =>
  fc.tuple(value, fc.array(fc.tuple(day, value), { maxLength: 4 })).map(([first, steps]) => {
    let before = first;
    const changes = byTime<[number, FieldChange['after']]>(([d]) => d)(steps).map(([d, after], i): FieldChange => {
      const made = { id: `${field}-${i}`, at: onDay(d), field, before, after };
      before = after;
      return made;
    });
    return { changes, present: before };
  });

const amount = fc.option(fc.integer({ min: 0, max: 200_000 }));
const date = fc.option(fc.integer({ min: -20, max: 200 }).map(onDay));
const someText = fc.string({ unit: 'binary', maxLength: 80 });

/** Any open deal with facts on days 0..120, texts of any characters included. */
export const anyDeal: fc.Arbitrary<DealHistory> = fc.record({
  name: someText,
  interactions: fc.uniqueArray(anyInteraction, { maxLength: 12, selector: (i) => i.id }).map(byTime((i) => i.at)),
  contacts: fc.array(fc.record({ addedAt: day.map(onDay), name: someText, jobTitle: fc.option(someText), buyingRole: fc.constantFrom<HistoryContact['buyingRole']>('economic_buyer', 'champion', 'influencer', 'user', 'blocker', 'unknown') }), { maxLength: 3 })
    .map((list) => byTime<HistoryContact>((c) => c.addedAt)(list.map((c, i) => ({ id: `c${i}`, ...c })))),
  stages: fc.array(fc.tuple(day, fc.integer({ min: 1, max: 5 }), someText), { maxLength: 4 })
    .map((moves) => byTime<StageMove>((s) => s.at)([stage(0, 1), ...moves.map(([d, position, name]) => stage(d, position, name))])),
  amount: anyChanges('amount', amount), close: anyChanges('expectedCloseAt', date),
  discount: fc.option(fc.double({ min: 0, max: 0.9, noNaN: true })), competitor: fc.option(someText), owner: fc.option(someText),
}).map(({ name, interactions, contacts, stages, amount: amounts, close, discount, competitor, owner }) => deal({
  id: 'deal-any', name, interactions, contacts, stages, discount, competitor, ownerName: owner,
  amount: amounts.present as number | null, expectedCloseAt: close.present as number | null,
  changes: byTime<FieldChange>((c) => c.at)([...amounts.changes, ...close.changes]),
}));
