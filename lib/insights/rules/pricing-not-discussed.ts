/** The deal is old enough for a price, and no text speaks of one. */
import { hasText, speaksOfPrice } from '@/lib/insights/rules/price-words';
import { citeField, citeInteraction, defineRule } from '@/lib/insights/rules/rule';
import { count, days } from '@/lib/insights/words';

/** Fewer texts than this and silence about price means only that little was written down. */
const LEAST_TEXTS = 2;

export const pricingNotDiscussed = defineRule({
  key: 'pricing_not_discussed',
  name: 'Pricing not discussed',
  polarity: 'risk',
  settings: { days: { label: 'Judged once open for', unit: 'days', default: 21, min: 0, max: 180 } },
  needs: ['texts'],
  supersedes: [],
  claim: 'slips',
  remedies: ['pricing', 'proposal'],
  among: (s) => `where no price had come up after ${days(s.days)}`,
  applies(deal, settings) {
    if (deal.daysOpen < settings.days) return null;
    const texts = deal.interactions.filter(hasText);
    const latest = texts.at(-1);
    if (!latest || texts.length < LEAST_TEXTS || texts.some(speaksOfPrice)) return null;
    return {
      ruleKey: 'pricing_not_discussed',
      title: 'Price has not come up yet',
      reason: 'price not discussed yet',
      facts: [{
        text: `None of the ${count(texts.length, 'recorded text')} in ${days(deal.daysOpen)} speaks of price, budget or a quote.`,
        evidence: [citeField('interactions', `${count(texts.length, 'text')}, none about price`), citeInteraction(deal, latest)],
      }],
      magnitude: Math.min(3, deal.daysOpen / Math.max(settings.days, 1)),
    };
  },
});
