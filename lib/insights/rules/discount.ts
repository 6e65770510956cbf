/** More was given away than deals won here needed. */
import { quantileOf } from '@/lib/insights/rules/distribution';
import { ENOUGH } from '@/lib/insights/rules/norms';
import { citeField, citeRule, defineRule, type Fact } from '@/lib/insights/rules/rule';
import { percent } from '@/lib/insights/words';

export const discount = defineRule({
  key: 'discount',
  name: 'Discount above norm',
  polarity: 'risk',
  settings: {
    percentile: { label: 'Deeper than this share of won deals', unit: 'percentile', default: 80, min: 50, max: 99 },
    ceiling: { label: 'Until there are 10 won deals with a discount: deeper than', unit: 'percent', default: 20, min: 1, max: 90 },
  },
  needs: [],
  supersedes: [],
  claim: 'lost',
  remedies: ['pricing', 'executive'],
  among: (s) => `discounted deeper than ${s.percentile}% of won deals`,
  applies(deal, settings, norms) {
    if (deal.discount === null || deal.discount <= 0) return null;
    const measured = norms.discount.n >= ENOUGH ? quantileOf(norms.discount, settings.percentile / 100) : null;
    const limit = measured ?? settings.ceiling / 100;
    if (deal.discount <= limit) return null;
    const given = `${percent(deal.discount)} off the list price`;
    const facts: [Fact, ...Fact[]] = [{ text: `The discount stands at ${percent(deal.discount)} of the list price.`, evidence: [citeField('discount', given)] }];
    facts.push(measured === null
      ? { text: `That is above the ceiling of ${settings.ceiling}% set for this workspace; too few won deals record a discount to know what is usual.`, evidence: [citeRule('discount', `ceiling ${settings.ceiling}%`)] }
      : { text: `${settings.percentile}% of the ${norms.discount.n} deals won here gave ${percent(limit)} or less.`, evidence: [citeRule('discount', `${settings.percentile}% of ${norms.discount.n} won deals: ${percent(limit)} or less`)] });
    return { ruleKey: 'discount', title: `Discount of ${percent(deal.discount)} is above the norm`, reason: `discount ${percent(deal.discount)}, usual under ${percent(limit)}`, facts, magnitude: Math.min(5, deal.discount / Math.max(limit, 0.01)) };
  },
});
