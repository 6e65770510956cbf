/** We wrote, they stopped: our last messages stand unanswered. */
import { DAY, type DealAsOf, type HistoryInteraction } from '@/lib/deals/history';
import { interactionWords, isFromBuyer, isFromUs, lastWhere, unanswered } from '@/lib/insights/rules/conversation';
import { speaksOfPrice } from '@/lib/insights/rules/price-words';
import { citeField, citeInteraction, defineRule, type Fact } from '@/lib/insights/rules/rule';
import { capital, dateWords, days, times } from '@/lib/insights/words';

/** What we did right before the silence began: the price, the meeting, or just a message. */
function title(deal: DealAsOf, answer: HistoryInteraction | null, open: readonly HistoryInteraction[]): string {
  if (!answer) return 'Our messages were never answered';
  if (open.some(speaksOfPrice)) return 'Gone quiet after the price was sent';
  if (answer.kind === 'meeting_booked') return 'Gone quiet after the meeting';
  const before = deal.interactions.findLast((i) => isFromUs(i) && i.at <= answer.at);
  return before && speaksOfPrice(before) ? 'Gone quiet after the price came up' : 'Gone quiet after their last reply';
}

export const ghosted = defineRule({
  key: 'ghosted',
  name: 'Ghosted',
  polarity: 'risk',
  settings: {
    days: { label: 'Unanswered for at least', unit: 'days', default: 7, min: 2, max: 90 },
    messages: { label: 'Unanswered messages, at least', unit: 'messages', default: 2, min: 1, max: 10 },
  },
  needs: ['interactions'],
  supersedes: ['no_activity', 'engaged', 'decision_maker_active'],
  claim: 'no_reply',
  remedies: ['call', 'multi_thread'],
  among: (s) => `that left ${s.messages === 1 ? 'a message' : `${s.messages} or more messages`} unanswered for ${days(s.days)} or more`,
  applies(deal, settings) {
    const open = unanswered(deal);
    const first = open[0];
    if (!first || open.length < settings.messages) return null;
    const waiting = (deal.at - first.at) / DAY;
    if (waiting < settings.days) return null;
    const answer = lastWhere(deal, isFromBuyer);
    const wrote: Fact = {
      text: `We wrote or called ${times(open.length)} since ${dateWords(first.at, deal.at)} without an answer.`,
      evidence: open.slice(-3).map((i) => citeInteraction(deal, i)),
    };
    const heard: Fact = answer
      ? { text: `${capital(interactionWords(deal, answer))} ${days((deal.at - answer.at) / DAY)} ago was the last we heard.`, evidence: [citeInteraction(deal, answer)] }
      : { text: 'Nothing was ever heard from the buyer.', evidence: [citeField('interactions', 'no answer from the buyer recorded')] };
    return { ruleKey: 'ghosted', title: title(deal, answer, open), reason: `no reply for ${days(waiting)}`, facts: [wrote, heard], magnitude: waiting / settings.days };
  },
});
