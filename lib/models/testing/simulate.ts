/** Deals whose true chance of being won is known, for tests: every effect is planted here and nowhere else. */
import { DAY, type DealHistory } from '@/lib/deals/history';
import { sigmoid } from '@/lib/ml/logistic-regression';
import { randomInt, randomNormal, type Rng } from '@/lib/stats/rng';

export const START = Date.UTC(2025, 0, 6);

/** Planted log-odds: a known decision maker, a competitor, and owners between -OWNER and +OWNER. `strength` 0 leaves pure noise. */
export const PLANTED = { base: 0.1, decisionMaker: 1.2, competitor: -1.3, owner: 0.8 };

export type SimulatedDeal = DealHistory & { trueProbability: number };

/** `n` deals opened over two years, open for some weeks; what decides them is known from the opening on. */
export function simulateDeals(n: number, rng: Rng, strength = 1): SimulatedDeal[] {
  return Array.from({ length: n }, (_, i) => {
    const id = `deal ${i}`;
    const openedAt = START + Math.floor(rng() * 730) * DAY;
    const closedAt = openedAt + Math.ceil((5 + 40 * Math.exp(0.5 * randomNormal(rng))) * DAY);
    const owner = randomInt(rng, 5);
    const decides = rng() < 0.5;
    const competitor = rng() < 0.4 ? 'Rival Ltd' : null;
    const logOdds = PLANTED.base + strength * ((decides ? 0.5 : -0.5) * PLANTED.decisionMaker + (competitor ? PLANTED.competitor : 0) + ((owner - 2) / 2) * PLANTED.owner);
    const trueProbability = sigmoid(logOdds);
    const outcome = rng() < trueProbability ? 'won' as const : 'lost' as const;
    const proposed = openedAt + (closedAt - openedAt) * (0.2 + 0.5 * rng());
    const expected = openedAt + 45 * DAY;
    return {
      id, name: id, externalId: null, trueProbability,
      account: { id: `account ${i % 40}`, name: `Account ${i % 40}`, industry: ['retail', 'health', 'energy'][i % 3] ?? null, employees: null, revenue: null, country: null },
      product: { id: `product ${i % 4}`, name: `Product ${i % 4}`, family: null, listPrice: 1000 * (1 + (i % 4)) },
      ownerId: `owner ${owner}`, ownerName: `Owner ${owner}`, teamId: null, leadSource: null,
      amount: 1000 * (1 + rng() * 4), discount: null, competitor, expectedCloseAt: expected + 30 * DAY, openedAt, closedAt, outcome,
      stages: [
        { id: `${id} 1`, at: openedAt, stageId: 'qualify', stageName: 'Qualify', position: 1, kind: 'open' },
        { id: `${id} 2`, at: proposed, stageId: 'propose', stageName: 'Propose', position: 2, kind: 'open' },
        { id: `${id} 3`, at: closedAt, stageId: outcome, stageName: outcome, position: 3, kind: outcome },
      ],
      changes: [{ id: `${id} slip`, at: proposed, field: 'expectedCloseAt', before: expected, after: expected + 30 * DAY }],
      interactions: Array.from({ length: 4 }, (_, k) => ({
        id: `${id} i${k}`, at: openedAt + rng() * (closedAt - openedAt), kind: k % 2 === 0 ? 'sent' as const : 'replied' as const,
        direction: k % 2 === 0 ? 'outbound' as const : 'inbound' as const, contactId: null, subject: null, text: null,
      })).sort((a, b) => a.at - b.at),
      contacts: [{ id: `${id} c`, addedAt: openedAt, name: 'Contact', jobTitle: null, buyingRole: decides ? 'economic_buyer' : 'user' }],
    };
  });
}
