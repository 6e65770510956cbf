/** The buyer is talking: answers now, and from the one who signs. */
import { DAY } from '@/lib/deals/history';
import { contactOf, isDecider, isFromBuyer, nameOf } from '@/lib/insights/rules/conversation';
import { citeInteraction, defineRule } from '@/lib/insights/rules/rule';
import { capital, countWord, days, listed, times } from '@/lib/insights/words';

export const engaged = defineRule({
  key: 'engaged',
  name: 'Buyer engaged',
  polarity: 'opportunity',
  settings: {
    answers: { label: 'Answers, at least', unit: 'messages', default: 2, min: 1, max: 20 },
    days: { label: 'Within the last', unit: 'days', default: 14, min: 3, max: 90 },
  },
  needs: ['interactions'],
  supersedes: [],
  claim: 'stage_advances',
  remedies: ['meeting', 'close_plan'],
  among: (s) => `that answered ${s.answers} or more times within ${days(s.days)}`,
  applies(deal, settings) {
    const answers = deal.interactions.filter((i) => isFromBuyer(i) && deal.at - i.at <= settings.days * DAY);
    if (answers.length < settings.answers) return null;
    const names = [...new Set(answers.flatMap((i) => contactOf(deal, i) ?? []).map(nameOf))];
    const who = names.length === 0 ? 'The buyer' : listed(names.slice(0, 3));
    return {
      ruleKey: 'engaged',
      title: names.length > 1 ? `${capital(countWord(names.length, 'contact'))} are talking with us` : `${who} keeps answering`,
      reason: names.length > 1 ? `${countWord(names.length, 'contact')} active` : 'buyer keeps answering',
      facts: [{
        text: `${who} answered or agreed to meet ${times(answers.length)} in the last ${days(settings.days)}.`,
        evidence: answers.slice(-3).map((i) => citeInteraction(deal, i)),
      }],
      magnitude: Math.min(5, answers.length / settings.answers) + 0.1 * names.length,
    };
  },
});

export const decisionMakerActive = defineRule({
  key: 'decision_maker_active',
  name: 'Decision maker active',
  polarity: 'opportunity',
  settings: { days: { label: 'Answered within the last', unit: 'days', default: 21, min: 3, max: 90 } },
  needs: ['interactions', 'contacts'],
  supersedes: [],
  claim: 'won',
  remedies: ['close_plan', 'executive'],
  among: (s) => `whose decision maker answered within ${days(s.days)}`,
  applies(deal, settings) {
    const answer = deal.interactions.findLast((i) => {
      const contact = isFromBuyer(i) && deal.at - i.at <= settings.days * DAY ? contactOf(deal, i) : null;
      return contact !== null && isDecider(contact);
    });
    const decider = answer && contactOf(deal, answer);
    if (!answer || !decider) return null;
    const ago = days((deal.at - answer.at) / DAY);
    const role = decider.buyingRole === 'economic_buyer' ? 'the economic buyer' : 'who seems to decide, by job title';
    return {
      ruleKey: 'decision_maker_active',
      title: `${nameOf(decider)} is in the conversation`,
      reason: `decision maker answered ${ago} ago`,
      facts: [{ text: `${nameOf(decider)}, ${role}, answered ${ago} ago.`, evidence: [citeInteraction(deal, answer)] }],
      magnitude: 1,
    };
  },
});
