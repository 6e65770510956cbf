/** The deal is due within a calendar quarter that ends soon: the moment at which decisions are easiest to ask for. */
import { DAY } from '@/lib/deals/history';
import { citeField, defineRule } from '@/lib/insights/rules/rule';
import { dateWords, days } from '@/lib/insights/words';

/** First millisecond (UTC) of the calendar quarter after the one `at` lies in. */
export const quarterEnd = (at: number): number => {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), (Math.floor(date.getUTCMonth() / 3) + 1) * 3, 1);
};

export const quarterEndNear = defineRule({
  key: 'quarter_end',
  name: 'Quarter end near',
  polarity: 'opportunity',
  settings: { days: { label: 'Quarter ends within', unit: 'days', default: 21, min: 3, max: 45 } },
  needs: ['closeDate'],
  supersedes: [],
  claim: 'won',
  remedies: ['close_plan', 'proposal'],
  among: (s) => `due in a quarter with ${days(s.days)} or less to go`,
  applies(deal, settings) {
    const end = quarterEnd(deal.at);
    const left = (end - deal.at) / DAY;
    if (deal.expectedCloseAt === null || deal.expectedCloseAt < deal.at || deal.expectedCloseAt >= end || left > settings.days) return null;
    return {
      ruleKey: 'quarter_end',
      title: `Due this quarter, which ends in ${days(left)}`,
      reason: `quarter ends in ${days(left)}`,
      facts: [{ text: `It is expected to close on ${dateWords(deal.expectedCloseAt, deal.at)}, and the quarter ends in ${days(left)}.`, evidence: [citeField('expectedCloseAt', dateWords(deal.expectedCloseAt, deal.at))] }],
      magnitude: 1,
    };
  },
});
