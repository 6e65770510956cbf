import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, type DealHistory } from '@/lib/deals/history';
import { contentHash } from '@/lib/llm/trace';
import { embeddingInput, inputOfHistory, sizeBand, type Embeddable } from './deal-input';
import { OF_EACH, selectSimilar } from './select-similar';
import { blend, compareStructure, type Structure } from './similarity';
import { vectorText } from './vector-text';

const at = Date.parse('2026-03-01');
const note = (day: number, text: string) => ({ id: `n${day}`, at: at + day * DAY, kind: 'note' as const, direction: 'internal' as const, contactId: null, subject: null, text });
const account = { id: 'a', name: 'Acme', industry: 'retail', employees: 300, revenue: null, country: 'Kenya' };
const product = { id: 'p', name: 'GTX Pro', family: 'GTX', listPrice: 4821 };
const history: DealHistory = {
  id: 'd', name: 'Deal', externalId: null, account, product, ownerId: 'o', ownerName: 'O', teamId: 't', leadSource: 'Event',
  amount: 4000, discount: null, competitor: null, expectedCloseAt: null, openedAt: at, closedAt: at + 10 * DAY, outcome: 'won',
  stages: [{ id: 's1', at, stageId: 'e', stageName: 'Engaging', position: 1, kind: 'open' }, { id: 's2', at: at + 10 * DAY, stageId: 'w', stageName: 'Won', position: 3, kind: 'won' }],
  changes: [], interactions: [1, 2, 3, 4].map((day) => note(day, `note of day ${day}`)).concat(note(20, 'they are happy customers')), contacts: [],
};

describe('embeddingInput', () => {
  const known: Embeddable = { account, product, leadSource: 'Event', teamId: 't', interactions: history.interactions.slice(0, 4) };

  it('holds the facts that repeat and the three latest notes, newest first', () => {
    const input = embeddingInput(known);
    expect(Object.fromEntries(input.fields.map((f) => [f.name, f.value]))).toEqual({
      product: 'GTX Pro', industry: 'retail', 'size band': '201-1,000', family: 'GTX', 'lead source': 'Event', country: 'Kenya', team: 't',
    });
    expect(input.text).toBe('note of day 4\nnote of day 3\nnote of day 2');
  });

  it('leaves out what is not known', () => {
    expect(embeddingInput({ account: null, product: null, leadSource: ' ', teamId: null, interactions: [] })).toEqual({ fields: [], numbers: [], text: '' });
  });

  it('of a closed deal tells nothing that was noted after it closed, and does not tell won from lost', () => {
    const won = inputOfHistory(history, at + 100 * DAY);
    expect(won.text).not.toContain('happy');
    const lost = inputOfHistory({ ...history, outcome: 'lost', stages: history.stages.slice(0, 1) }, at + 100 * DAY);
    expect(contentHash(lost)).toBe(contentHash(won));
  });

  it('of a deal that was still open then holds what was known then', () => {
    expect(inputOfHistory(history, at + 2.5 * DAY).text).toBe('note of day 2\nnote of day 1');
  });

  it('knows size by headcount, else by revenue', () => {
    expect([1, 50, 51, 200, 1_000, 1_001, 5_001].map((employees) => sizeBand({ employees, revenue: 1 }))).toEqual([0, 0, 1, 1, 2, 3, 4]);
    expect([1e6, 6e6, 6e9].map((revenue) => sizeBand({ employees: null, revenue }))).toEqual([0, 1, 4]);
    expect([sizeBand(null), sizeBand({ employees: 0, revenue: null })]).toEqual([null, null]);
  });
});

describe('compareStructure', () => {
  const deal: Structure = { product: 'GTX Pro', family: 'GTX', industry: 'retail', country: 'Kenya', leadSource: 'Event', teamId: 't', company: { employees: 300, revenue: null }, stagePosition: 1, amount: 4000 };
  const none: Structure = { product: null, family: null, industry: null, country: null, leadSource: null, teamId: null, company: null, stagePosition: null, amount: null };

  it('is 1 for the same facts, with every reason, heaviest first', () => {
    expect(compareStructure(deal, deal)).toEqual({ score: 1, reasons: ['same product', 'same industry', 'same size band', 'near in amount', 'same stage when it was that old', 'same lead source', 'same country', 'same team'] });
  });

  it('is 0 where nothing matches and null where nothing is known', () => {
    expect(compareStructure(deal, none)).toEqual({ score: 0, reasons: [] });
    expect(compareStructure(none, deal)).toEqual({ score: null, reasons: [] });
  });

  it('grades: product, family, another; a band apart, two; amounts by ratio', () => {
    const score = (change: Partial<Structure>) => compareStructure(deal, { ...deal, ...change }).score!;
    expect(score({ product: 'GTX Basic' })).toBeGreaterThan(score({ product: 'X', family: 'Y' }));
    expect(score({ company: { employees: 100, revenue: null } })).toBeGreaterThan(score({ company: { employees: 10, revenue: null } }));
    const byRatio = [1, 1.5, 3, 10].map((ratio) => score({ amount: 4000 * ratio }));
    expect(byRatio).toEqual([...byRatio].sort((a, b) => b - a));
    expect(score({ amount: 8000 })).toBeCloseTo(score({ amount: 2000 }), 12);
    expect(compareStructure(deal, { ...deal, amount: 0 }).reasons).not.toContain('near in amount');
    expect(compareStructure({ ...deal, amount: 0 }, { ...deal, amount: 0 }).reasons).not.toContain('near in amount');
  });

  it('stays between 0 and 1, blended or not', () => {
    const some = fc.record({
      product: fc.option(fc.constantFrom('a', 'b')), family: fc.option(fc.constantFrom('f', 'g')), industry: fc.option(fc.constantFrom('i', 'j')), country: fc.option(fc.constantFrom('k', 'l')),
      leadSource: fc.option(fc.constantFrom('m', 'n')), teamId: fc.option(fc.constantFrom('o', 'p')), company: fc.option(fc.record({ employees: fc.option(fc.nat()), revenue: fc.option(fc.double({ noNaN: true })) })),
      stagePosition: fc.option(fc.nat(6)), amount: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    });
    fc.assert(fc.property(some, some, fc.double({ min: -1.1, max: 1.1, noNaN: true }), (a, b, cosine) => {
      const { score } = compareStructure(a, b);
      for (const value of [score ?? 0, blend(cosine, score)]) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }
    }));
  });
});

describe('selectSimilar', () => {
  const pool = (outcomes: string, similarity = (i: number) => 0.9 - i * 0.01) =>
    [...outcomes].map((o, i) => ({ dealId: `d${String(i).padStart(2, '0')}`, similarity: similarity(i), closedAt: i, outcome: o === 'w' ? ('won' as const) : ('lost' as const) }));
  const shown = (deals: { outcome: string }[]) => deals.map((d) => d.outcome[0]).join('');

  it('takes the nearest when both outcomes are among them', () => {
    expect(selectSimilar(pool('wlwlwlwlwlwlwl'), 10).map((d) => d.dealId)).toEqual(Array.from({ length: 10 }, (_, i) => `d0${i}`));
  });

  it('makes room for three of the other outcome, in place of the farthest', () => {
    const chosen = selectSimilar(pool('wwwwwwwwwwwwlllll'), 10);
    expect(shown(chosen)).toBe('wwwwwwwlll');
    expect(chosen.map((d) => d.dealId)).toEqual(['d00', 'd01', 'd02', 'd03', 'd04', 'd05', 'd06', 'd12', 'd13', 'd14']);
  });

  it('does not drag in what is not near', () => {
    expect(shown(selectSimilar(pool('wwwwwwwwwwwlll', (i) => (i < 11 ? 0.9 : 0.3)), 10))).toBe('wwwwwwwwww');
  });

  it('is the same whatever the order of the pool, and never longer than asked', () => {
    fc.assert(fc.property(fc.shuffledSubarray(pool('wlwwwlwwwwllwwwwwwll', (i) => Math.round((0.9 - (i % 5) * 0.05) * 100) / 100), { minLength: 20 }), fc.integer({ min: 1, max: 12 }), (shuffled, k) => {
      const chosen = selectSimilar(shuffled, k);
      expect(chosen.map((d) => d.dealId)).toEqual(selectSimilar([...shuffled].reverse(), k).map((d) => d.dealId));
      expect(chosen.length).toBe(k);
      for (const outcome of ['won', 'lost']) expect(chosen.filter((d) => d.outcome === outcome).length).toBeGreaterThanOrEqual(Math.min(OF_EACH, Math.floor(k / 2)));
    }));
  });
});

describe('vectorText', () => {
  it('writes what pgvector reads, to six decimals', () => {
    const vector = new Float32Array(256);
    vector[0] = 0.5;
    vector[1] = -1 / 3;
    expect(vectorText(vector).startsWith('[0.5,-0.333333,0,')).toBe(true);
  });

  it.each([['dimension', new Float32Array(255).fill(0.1)], ['finite', new Float32Array(256).fill(NaN)], ['finite', new Float32Array(256).fill(Infinity)], ['zeros', new Float32Array(256)]])('refuses a vector without proper %s', (words, vector) => {
    expect(() => vectorText(vector)).toThrow(expect.objectContaining({ kind: 'invalid', message: expect.stringContaining(words as string) }));
  });
});
