/**
 * The amount moved. Lowered and raised are two conditions with opposite expectations (a shrinking deal is in doubt, a
 * growing one is wanted), judged apart so that neither hides the other's record.
 */
import type { DealAsOf } from '@/lib/deals/history';
import { citeField, defineRule, type Finding, type RuleKey } from '@/lib/insights/rules/rule';
import { dateWords, percent, thousands } from '@/lib/insights/words';

/** Amounts the deal had before, oldest first, with the time at which each was given up. */
const earlier = (deal: DealAsOf): { amount: number; until: number }[] =>
  deal.changes.flatMap((c) => (c.field === 'amount' && typeof c.before === 'number' ? [{ amount: c.before, until: c.at }] : []));

const finding = (ruleKey: RuleKey, deal: DealAsOf, from: number, amount: number, verb: 'Lowered' | 'Raised', percentNeeded: number): Finding => {
  const share = Math.abs(amount - from) / from;
  const moved = `${thousands(from)} to ${thousands(amount)} (${percent(share)})`;
  const when = deal.changes.findLast((c) => c.field === 'amount')?.at ?? deal.at;
  return {
    ruleKey,
    title: `Value ${verb.toLowerCase()} by ${percent(share)}`,
    reason: `value ${verb.toLowerCase()} by ${percent(share)}`,
    facts: [{ text: `${verb} from ${moved}, last changed on ${dateWords(when, deal.at)}.`, evidence: [citeField('amount', moved)] }],
    magnitude: Math.min(5, share / (percentNeeded / 100)),
  };
};

export const valueChanged = defineRule({
  key: 'value_changed',
  name: 'Value lowered',
  polarity: 'risk',
  settings: { percent: { label: 'Below its highest value by at least', unit: 'percent', default: 15, min: 1, max: 90 } },
  needs: [],
  supersedes: [],
  claim: 'lost',
  remedies: ['pricing', 'executive'],
  among: (s) => `whose value was lowered by ${s.percent}% or more`,
  applies(deal, settings) {
    const peak = Math.max(0, ...earlier(deal).map((e) => e.amount));
    if (deal.amount === null || peak <= 0 || (peak - deal.amount) / peak < settings.percent / 100) return null;
    return finding('value_changed', deal, peak, deal.amount, 'Lowered', settings.percent);
  },
});

export const valueRaised = defineRule({
  key: 'value_raised',
  name: 'Value raised',
  polarity: 'opportunity',
  settings: { percent: { label: 'Above its first value by at least', unit: 'percent', default: 15, min: 1, max: 500 } },
  needs: [],
  supersedes: [],
  claim: 'won',
  remedies: ['executive', 'proposal'],
  among: (s) => `whose value was raised by ${s.percent}% or more`,
  applies(deal, settings) {
    const first = earlier(deal).find((e) => e.amount > 0)?.amount;
    if (deal.amount === null || first === undefined || (deal.amount - first) / first < settings.percent / 100) return null;
    return finding('value_raised', deal, first, deal.amount, 'Raised', settings.percent);
  },
});
