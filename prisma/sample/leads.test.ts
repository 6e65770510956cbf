import { describe, expect, it } from 'vitest';
import { DAY } from '@/lib/deals/history';
import { fitLogistic } from '@/lib/ml/logistic-regression';
import { ENDED_LEADS, OPEN_LEADS, sampleLeads, type SampleLead } from './leads';
import { LEAD_SOURCES, PLANTED_LEADS } from './planted-leads';

const now = Date.parse('2026-11-21T07:00:00Z');
const OWNERS = ['o1', 'o2', 'o3'];
const ids = () => { let n = 0; return () => `l${n++}`; };
const leads = sampleLeads(OWNERS, { seed: 'sample', now, newId: ids() });
const replied = (lead: SampleLead) => lead.interactions.some(({ kind }) => kind === 'replied');

describe('the sample’s leads', () => {
  it('are as many as said, the same for the same seed', () => {
    expect(leads.filter((l) => l.endedAt !== null)).toHaveLength(ENDED_LEADS);
    expect(leads.filter((l) => l.endedAt === null)).toHaveLength(OPEN_LEADS);
    expect(sampleLeads(OWNERS, { seed: 'sample', now, newId: ids() })).toEqual(leads);
    expect(sampleLeads(OWNERS, { seed: 'other', now, newId: ids() })).not.toEqual(leads);
    expect(new Set(leads.map((l) => l.email)).size).toBe(leads.length);
    expect(leads.every((l) => /^[a-z.0-9]+@[a-z-]+\.example$/.test(l.email))).toBe(true);
  });

  it('go through their states in time, and do nothing before they came in, after they ended or after now', () => {
    for (const lead of leads) {
      const until = lead.endedAt ?? now;
      const times = lead.moves.map(({ at }) => at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(lead.moves[0]).toEqual({ from: null, to: 'new', at: lead.leadAt });
      expect(lead.moves.at(-1)!.to).toBe(lead.state);
      if (lead.endedAt !== null) expect(lead.moves.at(-1)!.at).toBe(lead.endedAt);
      for (const at of [...times, ...lead.interactions.map((i) => i.at)]) expect(at >= lead.leadAt && at <= until).toBe(true);
      expect(until).toBeLessThanOrEqual(now);
    }
    expect(new Set(leads.map((l) => l.state))).toEqual(new Set(['new', 'working', 'qualified', 'converted', 'disqualified']));
  });

  it('have the facts that make up a conversion before they end', () => {
    for (const lead of leads) for (const { kind, at } of lead.interactions) if (kind === 'replied') expect(at - lead.leadAt).toBeLessThan(10 * DAY);
  });

  it('hold the effects that were planted, and no other', () => {
    const many = sampleLeads(OWNERS, { seed: 'effects', now, newId: ids() }, { ended: 20_000, open: 0 });
    const others = LEAD_SOURCES.filter((source) => source !== 'Website');
    const row = (lead: SampleLead) => [
      ...others.map((source) => Number(lead.source === source)), Number(lead.custom['Asked for a price'] === 'yes'), Math.log2(Number(lead.custom['Minutes on website']) / 8), Number(replied(lead)),
      Number(lead.custom['Newsletter'] === 'yes'), Number(lead.custom['Pages visited']), Number(lead.custom['Region'] === 'North'), Number(lead.custom['Company size'] === 'over 1000'),
    ];
    const x = many.map(row);
    const fit = fitLogistic({ x: { rows: x.length, columns: x[0]!.length, values: Float64Array.from(x.flat()) }, y: many.map((l) => Number(l.state === 'converted')), l2: 1e-6 });
    const truth = [...others.map((source) => Math.log(PLANTED_LEADS.source[source])), Math.log(PLANTED_LEADS.askedForPrice), Math.log(PLANTED_LEADS.minutesDoubled), Math.log(PLANTED_LEADS.replied), 0, 0, 0, 0];
    truth.forEach((value, i) => expect(Math.abs(fit.coefficients[i]! - value), `column ${i}: ${fit.coefficients[i]} for ${value}`).toBeLessThan(PLANTED_LEADS.tolerance));
    expect(Math.abs(fit.intercept - Math.log(PLANTED_LEADS.baseOdds))).toBeLessThan(PLANTED_LEADS.tolerance);
    const rate = leads.filter((l) => l.state === 'converted').length / ENDED_LEADS;
    expect(rate).toBeGreaterThan(0.2);
    expect(rate).toBeLessThan(0.5);
  });
});
