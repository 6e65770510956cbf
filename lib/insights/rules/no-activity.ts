/** Nothing happened for too long, on either side. */
import { DAY } from '@/lib/deals/history';
import { interactionWords, isActivity, lastWhere } from '@/lib/insights/rules/conversation';
import { quantileOf } from '@/lib/insights/rules/distribution';
import { citeField, citeInteraction, citeRule, defineRule, type Fact } from '@/lib/insights/rules/rule';
import { dateWords, days } from '@/lib/insights/words';

export const noActivity = defineRule({
  key: 'no_activity',
  name: 'No activity',
  polarity: 'risk',
  settings: { days: { label: 'Silent for at least', unit: 'days', default: 14, min: 3, max: 180 } },
  needs: ['interactions'],
  supersedes: ['engaged', 'decision_maker_active'],
  claim: 'no_reply',
  remedies: ['call', 'email'],
  among: (s) => `with nothing recorded for ${days(s.days)} or more`,
  applies(deal, settings, norms) {
    const last = lastWhere(deal, isActivity);
    const silent = (deal.at - (last?.at ?? deal.openedAt)) / DAY;
    if (silent < settings.days) return null;
    const facts: [Fact, ...Fact[]] = last
      ? [{ text: `The last thing recorded is ${interactionWords(deal, last)} on ${dateWords(last.at, deal.at)}, ${days(silent)} ago.`, evidence: [citeInteraction(deal, last)] }]
      : [{ text: `No interaction is recorded since the deal was opened on ${dateWords(deal.openedAt, deal.at)}, ${days(silent)} ago.`, evidence: [citeField('interactions', `none since ${dateWords(deal.openedAt, deal.at)}`)] }];
    const usual = quantileOf(norms.activityGap, 0.9);
    if (usual !== null && norms.activityGap.n >= 20) {
      facts.push({ text: `In deals won here nine of ten pauses are shorter than ${days(Math.ceil(usual))}.`, evidence: [citeRule('no_activity', `90% of ${norms.activityGap.n} pauses in won deals are under ${days(Math.ceil(usual))}`)] });
    }
    return { ruleKey: 'no_activity', title: `Nothing has happened for ${days(silent)}`, reason: `nothing recorded for ${days(silent)}`, facts, magnitude: silent / settings.days };
  },
});
