/** The close date was pushed later, repeatedly. */
import { citeField, defineRule } from '@/lib/insights/rules/rule';
import { dateWords, days, times } from '@/lib/insights/words';
import { DAY } from '@/lib/deals/history';

export const slipped = defineRule({
  key: 'slipped',
  name: 'Close date pushed',
  polarity: 'risk',
  settings: { times: { label: 'Pushed at least', unit: 'times', default: 2, min: 1, max: 10 } },
  needs: [],
  supersedes: [],
  claim: 'slips',
  remedies: ['close_plan', 'executive'],
  among: (s) => `pushed ${times(s.times)} or more`,
  applies(deal, settings) {
    if (deal.slips < settings.times) return null;
    const pushes = deal.changes.flatMap((c) =>
      c.field === 'expectedCloseAt' && typeof c.before === 'number' && typeof c.after === 'number' && c.after > c.before ? [{ before: c.before, after: c.after, at: c.at }] : []);
    const first = pushes[0];
    const last = pushes.at(-1);
    if (!first || !last) return null;
    const path = `${dateWords(first.before, deal.at)} to ${dateWords(last.after, deal.at)}`;
    const total = pushes.reduce((sum, p) => sum + (p.after - p.before), 0) / DAY;
    return {
      ruleKey: 'slipped',
      title: `Close date moved ${times(pushes.length)}`,
      reason: `close date moved ${times(pushes.length)}`,
      facts: [{ text: `The close date moved ${times(pushes.length)}, from ${path} (${days(total)} in all), last on ${dateWords(last.at, deal.at)}.`, evidence: [citeField('expectedCloseAt', `moved ${times(pushes.length)}: ${path}`)] }],
      magnitude: pushes.length / settings.times,
    };
  },
});
