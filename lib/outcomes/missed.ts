/**
 * "Lost: what did we miss?" The conditions a lost deal was in before it was lost, and that no insight anybody was shown had named.
 * Looked at on its last open day and on days before; judged by what past deals here say today. Pure.
 */
import { asOf, DAY, type DealHistory } from '@/lib/deals/history';
import { findConditions } from '@/lib/insights/findings';
import type { RuleStatistics } from '@/lib/insights/rule-statistics';
import type { StoredRuleSettings } from '@/lib/insights/rules/apply';
import type { Norms } from '@/lib/insights/rules/norms';

/** Days before the closing on which one looks. The first is the last day on which something could still be done. */
export const LOOKS = [1, 14, 30, 60] as const;

export type Missed = {
  ruleKey: string; name: string;
  /** What it was, as of the last look at which it held. */
  title: string; fact: string;
  /** Days before the closing at the earliest look since which it held without a break. */
  daysBefore: number;
  /** Its record here in words; `muted`: it does not tell won from lost here, so it would not have been spoken of. */
  record: string; muted: boolean;
};

export type MissedReport = {
  missed: Missed[];
  /** Risks that were present and named by an insight that was shown. */
  named: { ruleKey: string; name: string }[];
  /** Days before the closing on which was looked; empty for a deal that was closed the day it was opened. */
  looks: number[];
};

type Known = { ruleSettings: StoredRuleSettings; norms: Norms; rules: RuleStatistics | null };

/** `spoken`: keys of the rules that shown insights named. */
export function missedConditions(history: DealHistory, spoken: ReadonlySet<string>, known: Known): MissedReport {
  const { closedAt } = history;
  if (closedAt === null) return { missed: [], named: [], looks: [] };
  const looks = LOOKS.filter((before) => closedAt - before * DAY >= history.openedAt);
  const missed = new Map<string, Missed>();
  const named = new Map<string, string>();
  // A condition that ended before the last look at which it held is told as of then; one that came and went twice counts from its last stay.
  const unbroken = new Map<string, number>();
  looks.forEach((daysBefore, look) => {
    const findings = findConditions(asOf(history, closedAt - daysBefore * DAY), known.ruleSettings, known.norms, known.rules);
    for (const f of findings.filter(({ polarity }) => polarity === 'risk')) {
      if (spoken.has(f.ruleKey)) { named.set(f.ruleKey, f.name); continue; }
      const before = missed.get(f.ruleKey);
      if (!before) missed.set(f.ruleKey, { ruleKey: f.ruleKey, name: f.name, title: f.title, fact: f.facts[0]?.text ?? '', daysBefore, record: f.record, muted: f.muted });
      else if (unbroken.get(f.ruleKey) === look - 1) before.daysBefore = daysBefore;
      if (!before || unbroken.get(f.ruleKey) === look - 1) unbroken.set(f.ruleKey, look);
    }
  });
  return {
    missed: [...missed.values()].sort((a, b) => Number(a.muted) - Number(b.muted)),
    named: [...named].map(([ruleKey, name]) => ({ ruleKey, name })), looks,
  };
}
