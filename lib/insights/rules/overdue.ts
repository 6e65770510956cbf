/** The expected close date has passed and the deal is still open. */
import { DAY } from '@/lib/deals/history';
import { citeField, defineRule } from '@/lib/insights/rules/rule';
import { dateWords, days } from '@/lib/insights/words';

export const overdue = defineRule({
  key: 'overdue',
  name: 'Overdue',
  polarity: 'risk',
  settings: { days: { label: 'Past the close date by at least', unit: 'days', default: 1, min: 1, max: 90 } },
  needs: [],
  supersedes: [],
  claim: 'lost',
  remedies: ['close_plan', 'call'],
  among: (s) => `still open ${days(s.days)} or more after their close date`,
  applies(deal, settings) {
    if (deal.expectedCloseAt === null) return null;
    const late = (deal.at - deal.expectedCloseAt) / DAY;
    if (late < settings.days) return null;
    const date = dateWords(deal.expectedCloseAt, deal.at);
    return {
      ruleKey: 'overdue',
      title: `Should have closed ${days(late)} ago`,
      reason: `close date passed ${days(late)} ago`,
      facts: [{ text: `The close date of ${date} passed ${days(late)} ago and no new one is set.`, evidence: [citeField('expectedCloseAt', `expected to close ${date}`)] }],
      // A week late is worth twice a day late, a month three times: lateness counts by its order of magnitude.
      magnitude: 1 + Math.log10(late / settings.days),
    };
  },
});
