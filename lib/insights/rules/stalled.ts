/** Longer in its stage than deals that were won here spent in it: the workspace's own distribution, never a fixed number of days. */
import { plain } from '@/lib/insights/plain';
import { quantileOf } from '@/lib/insights/rules/distribution';
import { ENOUGH } from '@/lib/insights/rules/norms';
import { citeField, citeRule, defineRule } from '@/lib/insights/rules/rule';
import { days, percent } from '@/lib/insights/words';

export const stalled = defineRule({
  key: 'stalled',
  name: 'Stalled in stage',
  polarity: 'risk',
  settings: { percentile: { label: 'Longer in the stage than this share of won deals', unit: 'percentile', default: 80, min: 50, max: 99 } },
  needs: [],
  supersedes: [],
  claim: 'slips',
  remedies: ['meeting', 'close_plan'],
  among: (s) => `in a stage for longer than ${s.percentile}% of won deals`,
  applies(deal, settings, norms) {
    const own = deal.stage && norms.daysInStage[deal.stage.stageId];
    if (!deal.stage || deal.daysInStage === null || !own || own.n < ENOUGH) return null;
    const limit = quantileOf(own, settings.percentile / 100);
    const usual = quantileOf(own, 0.5);
    if (limit === null || usual === null || deal.daysInStage <= limit) return null;
    const stage = plain(deal.stage.stageName, 60);
    return {
      ruleKey: 'stalled',
      title: `Stuck in ${stage} for ${days(deal.daysInStage)}`,
      reason: `in stage ${days(deal.daysInStage)}, usual ${Math.round(usual)}`,
      facts: [{
        text: `It has been in ${stage} for ${days(deal.daysInStage)}; half of the ${own.n} deals won here left it within ${days(Math.ceil(usual))} and ${percent(settings.percentile / 100)} within ${days(Math.ceil(limit))}.`,
        evidence: [citeField('stage', `${stage} for ${days(deal.daysInStage)}`), citeRule('stalled', `${percent(settings.percentile / 100)} of ${own.n} won deals left ${stage} within ${days(Math.ceil(limit))}`)],
      }],
      // A stage that won deals leave within the day would make any ratio enormous.
      magnitude: Math.min(5, deal.daysInStage / Math.max(limit, 1)),
    };
  },
});
