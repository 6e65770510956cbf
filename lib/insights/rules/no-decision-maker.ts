/** Nobody who signs is known. */
import { isDecider, nameOf } from '@/lib/insights/rules/conversation';
import { citeField, defineRule } from '@/lib/insights/rules/rule';
import { days, listed } from '@/lib/insights/words';

export const noDecisionMaker = defineRule({
  key: 'no_decision_maker',
  name: 'No decision maker',
  polarity: 'risk',
  settings: { days: { label: 'Judged once open for', unit: 'days', default: 21, min: 0, max: 180 } },
  needs: ['contacts'],
  supersedes: [],
  claim: 'lost',
  remedies: ['executive', 'qualify'],
  among: (s) => `without a known decision maker after ${days(s.days)}`,
  applies(deal, settings) {
    if (deal.daysOpen < settings.days || deal.contacts.some(isDecider)) return null;
    const names = listed(deal.contacts.slice(0, 3).map(nameOf));
    return {
      ruleKey: 'no_decision_maker',
      title: 'No decision maker is known',
      reason: 'no decision maker known',
      facts: [{
        text: names ? `After ${days(deal.daysOpen)} none of the contacts (${names}) is recorded as the one who signs.` : `After ${days(deal.daysOpen)} no contact is recorded, so nobody who signs is known.`,
        evidence: [citeField('contacts', names ? `${names}: none signs` : 'none recorded')],
      }],
      magnitude: Math.min(3, deal.daysOpen / Math.max(settings.days, 1)),
    };
  },
});
