/** A competitor is in the deal. */
import { plain } from '@/lib/insights/plain';
import { citeField, defineRule } from '@/lib/insights/rules/rule';
import { dateWords, firstWords } from '@/lib/insights/words';

export const competitor = defineRule({
  key: 'competitor',
  name: 'Competitor present',
  polarity: 'risk',
  settings: {},
  needs: [],
  supersedes: [],
  claim: 'lost',
  remedies: ['executive', 'call'],
  among: () => 'with a competitor recorded',
  applies(deal) {
    const name = plain(deal.competitor ?? '', 60);
    // "None" is what a mandatory field gets when there is none.
    if (!name || /^(none|no|n\/?a|-)$/i.test(name)) return null;
    const since = deal.changes.findLast((c) => c.field === 'competitor')?.at;
    return {
      ruleKey: 'competitor',
      title: `${name} is in this deal too`,
      reason: firstWords(`competitor: ${name}`, 6),
      facts: [{ text: `${name} is recorded as a competitor${since === undefined ? '' : ` since ${dateWords(since, deal.at)}`}.`, evidence: [citeField('competitor', name)] }],
      magnitude: 1,
    };
  },
});
