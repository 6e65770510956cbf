/**
 * Next best actions for one deal. First what preceded wins among past deals in the same condition, by size of the shrunk
 * difference; where past deals do not tell, the remedy that goes with the condition, and it is called that.
 */
import type { DealAsOf } from '@/lib/deals/history';
import { isComparable, type ActionStatistic, type ActionStatistics, type CountedAction } from '@/lib/insights/action-statistics';
import { speaking, type RuleFinding } from '@/lib/insights/findings';
import { decider, introduced, mainContact } from '@/lib/insights/people';
import { plain } from '@/lib/insights/plain';
import { ruleOf } from '@/lib/insights/rules/catalogue';
import { nameOf } from '@/lib/insights/rules/conversation';
import { citeRule, sameSettings } from '@/lib/insights/rules/rule';
import type { ActionType } from '@/lib/insights/action-type';
import type { Evidence, SuggestedAction } from '@/lib/insights/schema';
import { dateWords, percent, thousands } from '@/lib/insights/words';

export type NextAction = SuggestedAction & {
  /** measured: it preceded wins here; remedy: what the condition naturally asks for, unmeasured. */
  basis: 'measured' | 'remedy';
  /** The finding it answers; null for what holds for any deal. */
  finding: RuleFinding | null;
  statistic: ActionStatistic | null;
  evidence: Evidence[];
};

/** Of the actions called measured, at most this share is expected to owe it to chance. */
const FALSE_SHARE = 0.05;

const DUE: Record<ActionType, number> = { call: 2, email: 2, meeting: 7, multi_thread: 7, executive: 7, pricing: 5, proposal: 5, close_plan: 5, qualify: 5, other: 7 };

/** What to do, said of this deal's own people, account and dates. */
function titleOf(type: ActionType, deal: DealAsOf): string {
  const main = mainContact(deal);
  const signs = decider(deal);
  const account = plain(deal.account?.name ?? '', 60) || 'the account';
  const who = main ? introduced(main) : null;
  const top = signs ?? main;
  switch (type) {
    case 'call': return who ? `Call ${who}` : `Find someone to call at ${account}: no reachable contact is recorded`;
    case 'email': return who ? `Write to ${who} with one question that is easy to answer` : `Find someone to write to at ${account}: no reachable contact is recorded`;
    case 'meeting': return who ? `Book a meeting with ${who}` : `Find someone to meet at ${account}: no reachable contact is recorded`;
    case 'multi_thread': return main ? `Bring in another contact at ${account} beside ${nameOf(main)}` : `Add the contacts at ${account} to this deal`;
    case 'executive': return signs ? `Involve ${introduced(signs)}` : main ? `Ask ${nameOf(main)} who signs, and bring them in` : `Find out who signs at ${account}`;
    case 'pricing': return top ? `Talk about price with ${introduced(top)}` : `Talk about price with ${account}`;
    case 'proposal': return top ? `Send a written proposal to ${introduced(top)}` : `Send a written proposal to ${account}`;
    case 'close_plan': {
      const close = deal.expectedCloseAt !== null && deal.expectedCloseAt > deal.at ? ` to close by ${dateWords(deal.expectedCloseAt, deal.at)}` : ' with a new close date';
      return `Agree on the steps${top ? ` with ${introduced(top)}` : ''}${close}`;
    }
    case 'qualify': return main ? `Ask ${nameOf(main)} how the decision is made and by whom` : `Find out how ${account} decides and who does`;
    case 'other': return `Review the deal with ${account}`;
  }
}

const DONE: Record<CountedAction, string> = {
  call: 'had a call', meeting: 'booked a meeting', multi_thread: 'added a contact', executive: 'involved someone who decides',
  pricing: 'talked about price', close_plan: 'set a closing date or plan',
};

/** "Of past deals here pushed twice or more, those that booked a meeting within 14 days were won 61% (of 54) against 40% (of 120) of those that did not." */
export function actionRecordWords({ action, windowDays, did, didNot }: ActionStatistic, among: string | null): string {
  return `Of past deals here${among ? ` ${among}` : ''}, those that ${DONE[action]} within ${windowDays} days were won ${percent(did.hits / did.n)} (of ${thousands(did.n)}) against ${percent(didNot.hits / didNot.n)} (of ${thousands(didNot.n)}) of those that did not.`;
}

const suggest = (type: ActionType, deal: DealAsOf, why: string): SuggestedAction => ({
  type, title: plain(titleOf(type, deal), 200), owner: deal.ownerName === null ? null : plain(deal.ownerName, 80), dueInDays: DUE[type], why: plain(why, 600),
});

function measured(deal: DealAsOf, finding: RuleFinding | null, statistic: ActionStatistic): NextAction {
  const why = actionRecordWords(statistic, finding?.among ?? null);
  return {
    ...suggest(statistic.action, deal, `${why} This is what preceded wins, not proof of a cause.`),
    basis: 'measured', finding, statistic,
    evidence: [{ kind: 'pattern', id: statistic.id, quote: plain(why, 240) }, ...(finding ? finding.facts.flatMap((f) => f.evidence).slice(0, 3) : [])],
  };
}

function remedy(deal: DealAsOf, finding: RuleFinding, type: ActionType, statistic: ActionStatistic | undefined): NextAction {
  const known = !statistic || statistic.did.n === 0
    ? 'No past deal here in this condition shows whether it helps'
    : !isComparable(statistic)
      ? `Only ${Math.min(statistic.did.n, statistic.didNot.n)} past deals here can be compared, too few to tell whether it helps`
      : `Past deals here do not show that it helps (${percent(statistic.did.hits / statistic.did.n)} of ${statistic.did.n} won with it, ${percent(statistic.didNot.hits / statistic.didNot.n)} of ${statistic.didNot.n} without)`;
  return {
    ...suggest(type, deal, `${finding.title}. ${known}; it is the usual remedy for this condition.`),
    basis: 'remedy', finding, statistic: statistic ?? null,
    evidence: [...finding.facts.flatMap((f) => f.evidence).slice(0, 3), citeRule(finding.ruleKey, finding.title)],
  };
}

/** Ranked, one per action type. Deterministic. `findings` as findConditions gives them (weightiest first). */
export function rankActions(deal: DealAsOf, findings: readonly RuleFinding[], statistics: ActionStatistics | null): NextAction[] {
  const active = [...speaking(findings, 'risk'), ...speaking(findings, 'opportunity')];
  // Figures counted for another threshold describe another condition.
  const outdated = new Set(active.filter((f) => !sameSettings(f.settings, statistics?.settings[f.ruleKey] ?? f.settings)).map((f): string => f.ruleKey));
  const byId = new Map((statistics?.actions ?? []).filter((s) => !outdated.has(s.condition)).map((s) => [s.id, s]));
  const conditions: (RuleFinding | null)[] = [...active, null];
  const proven = conditions
    .flatMap((finding) => [...byId.values()]
      .filter((s) => s.condition === (finding?.ruleKey ?? 'any') && s.falseDiscovery <= FALSE_SHARE && s.difference > 0)
      .map((s) => measured(deal, finding, s)))
    .sort((a, b) => (b.statistic?.shrunk ?? 0) - (a.statistic?.shrunk ?? 0));
  // What past deals in this condition did worse with is no remedy, whatever custom says.
  const natural = active.flatMap((finding) => ruleOf(finding.ruleKey).remedies.flatMap((type) => {
    const statistic = byId.get(`${type}:${finding.ruleKey}`);
    return statistic && isComparable(statistic) && statistic.high < 0 ? [] : [remedy(deal, finding, type, statistic)];
  }));
  const taken = new Set<ActionType>();
  return [...proven, ...natural].filter(({ type }) => !taken.has(type) && taken.add(type));
}
