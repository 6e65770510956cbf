import { describe, expect, it } from 'vitest';
import { asOf, type DealHistory, type HistoryInteraction } from '@/lib/deals/history';
import { computeActionStatistics, type ActionStatistic, type ActionStatistics } from '@/lib/insights/action-statistics';
import { findConditions } from '@/lib/insights/findings';
import { rankActions } from '@/lib/insights/next-actions';
import { mainContact, reachable } from '@/lib/insights/people';
import { RULES } from '@/lib/insights/rules/catalogue';
import { resolveSettings } from '@/lib/insights/rules/rule';
import { createRng } from '@/lib/stats/rng';
import { call, change, contact, deal, mail, meeting, NO_NORMS, note, onDay, reply } from '@/lib/insights/testing/example-deals';

const dana = contact({ name: 'Dana Wu', buyingRole: 'economic_buyer' });
const ben = contact({ name: 'Ben Ode', buyingRole: 'champion' });
const settings = Object.fromEntries(RULES.map((rule) => [rule.key, resolveSettings(rule.settings)]));

const statistic = (action: ActionStatistic['action'], condition: ActionStatistic['condition'], did: [number, number], didNot: [number, number], interval: [number, number]): ActionStatistic => ({
  id: `${action}:${condition}`, action, condition, windowDays: 14, did: { hits: did[0], n: did[1] }, didNot: { hits: didNot[0], n: didNot[1] },
  difference: did[0] / did[1] - didNot[0] / didNot[1], low: interval[0], high: interval[1], falseDiscovery: interval[0] > 0 && did[1] >= 10 ? 0.01 : 1, shrunk: did[0] / did[1] - didNot[0] / didNot[1],
});
const statistics = (...actions: ActionStatistic[]): ActionStatistics => ({ seed: 'x', windowDays: 14, settings, actions });

/** Two unanswered messages on day 3 and 5, looked at on day 20. */
const quiet = deal({ contacts: [ben, dana], expectedCloseAt: onDay(60), interactions: [reply(1, { contactId: ben.id }), mail(3), mail(5)] });
const ranked = (known: ActionStatistics | null, history: DealHistory = quiet) => {
  const at = asOf(history, onDay(20));
  return rankActions(at, findConditions(at, {}, NO_NORMS, null), known);
};

describe('next best actions', () => {
  it('says in figures what preceded wins, before any remedy, and claims no cause', () => {
    const [first] = ranked(statistics(statistic('meeting', 'ghosted', [33, 54], [48, 120], [0.05, 0.36])));
    expect(first).toMatchObject({ type: 'meeting', basis: 'measured', title: 'Book a meeting with Ben Ode (champion)', owner: 'Moses Frase' });
    expect(first?.why).toBe('Of past deals here that left 2 or more messages unanswered for 7 days or more, those that booked a meeting within 14 days were won 61% (of 54) against 40% (of 120) of those that did not. This is what preceded wins, not proof of a cause.');
    expect(first?.evidence[0]).toMatchObject({ kind: 'pattern', id: 'meeting:ghosted' });
  });

  it('falls back on the remedy and says so: nothing counted, too few, or no difference', () => {
    expect(ranked(null)[0]).toMatchObject({ type: 'call', basis: 'remedy', title: 'Call Ben Ode (champion)' });
    expect(ranked(null)[0]?.why).toContain('No past deal here in this condition shows whether it helps; it is the usual remedy');
    expect(ranked(statistics(statistic('call', 'ghosted', [4, 4], [10, 50], [0.3, 0.9])))[0]?.why).toContain('Only 4 past deals here can be compared');
    expect(ranked(statistics(statistic('call', 'ghosted', [26, 50], [25, 50], [-0.17, 0.21])))[0]?.why).toContain('do not show that it helps (52% of 50 won with it, 50% of 50 without)');
  });

  it('does not advise what went with losing here', () => {
    expect(ranked(statistics(statistic('call', 'ghosted', [5, 50], [30, 50], [-0.64, -0.32]))).map((a) => a.type)).not.toContain('call');
  });

  it('ranks measured actions by the shrunk difference, one per type', () => {
    const types = ranked(statistics(
      statistic('pricing', 'any', [60, 100], [50, 100], [0.01, 0.2]),
      statistic('meeting', 'ghosted', [70, 100], [40, 100], [0.1, 0.4]),
      statistic('meeting', 'any', [55, 100], [45, 100], [0.01, 0.2]),
      statistic('executive', 'overdue', [90, 100], [10, 100], [0.7, 0.9]),
    )).map((a) => a.type);
    expect(types.slice(0, 2)).toEqual(['meeting', 'pricing']);
    expect(new Set(types).size).toBe(types.length);
    expect(types).not.toContain('executive');
  });

  it('ignores figures counted for another threshold', () => {
    const old = statistics(statistic('meeting', 'ghosted', [70, 100], [40, 100], [0.1, 0.4]));
    expect(ranked({ ...old, settings: { ...settings, ghosted: { days: 30, messages: 2 } } })[0]).toMatchObject({ basis: 'remedy' });
  });

  it('turns to people by name, and never to one who opted out', () => {
    const gone: HistoryInteraction = mail(6, { kind: 'opted_out', direction: 'inbound', contactId: ben.id });
    const at = asOf({ ...quiet, interactions: [...quiet.interactions, gone] }, onDay(20));
    expect(reachable(at).map((c) => c.name)).toEqual(['Dana Wu']);
    expect(mainContact(at)?.name).toBe('Dana Wu');
    expect(ranked(null, { ...quiet, contacts: [] }).find((a) => a.type === 'call')?.title).toBe('Find someone to call at Acme: no reachable contact is recorded');
  });
});

describe('what preceded wins', () => {
  const past = (n: number, won: number, over: (i: number) => Partial<DealHistory>): DealHistory[] =>
    Array.from({ length: n }, (_, i) => deal({ outcome: i < won ? 'won' : 'lost', closedAt: onDay(100), contacts: [dana, ben], ...over(i) }));
  const weekly = (make: (day: number) => HistoryInteraction) => Array.from({ length: 15 }, (_, i) => make(i * 7));
  const find = (histories: DealHistory[], id: string) => computeActionStatistics(histories).actions.find((a) => a.id === id);

  it('counts deals that did and did not, each once', () => {
    const found = find([...past(40, 30, () => ({ interactions: weekly((d) => meeting(d)) })), ...past(60, 24, () => ({ interactions: weekly((d) => mail(d)) }))], 'meeting:any');
    // Deals whose every look falls in the last 14 days are left out of both sides, hence at most.
    expect(found?.did.n).toBeGreaterThan(34);
    expect(found?.did.n).toBeLessThanOrEqual(40);
    expect(found?.didNot.n).toBeLessThanOrEqual(60);
    expect((found?.did.hits ?? 0) / (found?.did.n ?? 1)).toBeCloseTo(0.75, 1);
    expect((found?.didNot.hits ?? 0) / (found?.didNot.n ?? 1)).toBeCloseTo(0.4, 1);
    expect(found?.low).toBeGreaterThan(0);
    expect(found?.falseDiscovery).toBeLessThan(0.05);
    // Both rates drawn towards the common one by 20 deals.
    expect(Math.abs(found?.shrunk ?? 1)).toBeLessThan(Math.abs(found?.difference ?? 0));
  });

  it('leaves out deals that closed before the action could have happened', () => {
    const short = past(50, 50, () => ({ closedAt: onDay(10), interactions: [meeting(2)] }));
    expect(computeActionStatistics(short).actions).toEqual([]);
  });

  it('sees every counted action in the history', () => {
    const doing: [string, (i: number) => Partial<DealHistory>][] = [
      ['call', () => ({ interactions: weekly((d) => call(d)) })],
      ['executive', () => ({ interactions: weekly((d) => mail(d, { contactId: dana.id })) })],
      ['pricing', () => ({ interactions: weekly((d) => note(d, { text: 'went over the quote' })) })],
      ['close_plan', () => ({ interactions: weekly((d) => note(d, { text: 'agreed the close plan' })) })],
      ['close_plan', () => ({ changes: weekly((d) => mail(d)).map((_, i) => change(i * 7 + 1, 'expectedCloseAt', onDay(200 - i), onDay(199 - i))) })],
      ['multi_thread', () => ({ contacts: weekly((d) => mail(d)).map((_, i) => contact({ name: `Person ${i}` }, i * 7)) })],
    ];
    for (const [action, over] of doing) expect(find([...past(20, 15, over), ...past(20, 5, () => ({}))], `${action}:any`)?.did.n, action).toBeGreaterThan(15);
  });

  it('finds nothing where nothing is: actions and outcomes drawn apart', () => {
    let called = 0;
    for (let run = 0; run < 20; run++) {
      const rng = createRng(`null ${run}`);
      const histories = Array.from({ length: 300 }, () => deal({
        outcome: rng() < 0.6 ? 'won' : 'lost', closedAt: onDay(100), contacts: [dana, ben],
        interactions: weekly((d) => (rng() < 0.3 ? call(d) : rng() < 0.3 ? meeting(d) : mail(d, { contactId: rng() < 0.2 ? dana.id : ben.id, text: rng() < 0.2 ? 'the quote' : 'hello' }))),
      }));
      if (computeActionStatistics(histories, {}, 14, `seed ${run}`).actions.some((a) => a.falseDiscovery <= 0.05)) called++;
    }
    // At most one run in twenty is expected to call anything; four or more would happen in under 2% of such tests.
    expect(called).toBeLessThan(4);
  });

  it('is plain JSON and the same under the same seed', () => {
    const histories = past(40, 20, (i) => ({ interactions: i % 2 ? weekly((d) => call(d)) : [] }));
    const first = computeActionStatistics(histories);
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
    expect(computeActionStatistics(histories)).toEqual(first);
  });
});
