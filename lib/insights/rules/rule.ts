/**
 * A deal-health rule: a condition that a deal is in or not, with the facts that show it. Whether the condition matters is
 * not the rule's to say: the workspace's past deals do (rule-statistics.ts).
 */
import { z } from 'zod';
import type { DealAsOf, HistoryInteraction } from '@/lib/deals/history';
import type { ActionType } from '@/lib/insights/action-type';
import type { Claim, Evidence } from '@/lib/insights/schema';
import { plain } from '@/lib/insights/plain';
import type { Norms, Recordable } from '@/lib/insights/rules/norms';
import { interactionWords } from '@/lib/insights/rules/conversation';
import { dateWords } from '@/lib/insights/words';

export type RuleKey =
  | 'no_activity' | 'ghosted' | 'overdue' | 'slipped' | 'single_threaded' | 'no_decision_maker' | 'pricing_not_discussed'
  | 'stalled' | 'competitor' | 'value_changed' | 'discount'
  | 'value_raised' | 'engaged' | 'decision_maker_active' | 'quarter_end';

/** One number that a workspace may change. `percent` is 0..100. */
export type Setting = { label: string; unit: 'days' | 'times' | 'people' | 'messages' | 'percent' | 'percentile'; default: number; min: number; max: number };
export type SettingSpecs = Readonly<Record<string, Setting>>;
export type SettingValues<S extends SettingSpecs = SettingSpecs> = { readonly [K in keyof S]: number };

/** A fact in words and what shows it. */
export type Fact = { text: string; evidence: Evidence[] };

export type Finding = {
  ruleKey: RuleKey;
  /** "Gone quiet after the price was sent". */
  title: string;
  /** At most six words, for the table of deals. */
  reason: string;
  facts: [Fact, ...Fact[]];
  /** How far past the threshold: 1 at it, 2 at twice as far. Orders findings of equal effect. */
  magnitude: number;
};

export type Rule<S extends SettingSpecs = SettingSpecs> = {
  key: RuleKey;
  name: string;
  /** What the condition is expected to be for the outcome; past deals confirm or refute it. */
  polarity: 'risk' | 'opportunity';
  settings: S;
  /** Facts without which the condition cannot be judged. */
  needs: readonly Recordable[];
  /** Silent when this one speaks: rules that say less about the same thing, or that it has overtaken. */
  supersedes: readonly RuleKey[];
  /** What is predicted of a deal in this condition. */
  claim: Claim;
  /** What people naturally do about it, best first; used where past deals do not tell. */
  remedies: readonly ActionType[];
  /** Completes "of 41 past deals ...": "silent for 14 days or more". */
  among(settings: SettingValues<S>): string;
  applies(deal: DealAsOf, settings: SettingValues<S>, norms: Norms): Finding | null;
};

/** Keeps the literal type of a rule's settings, so that `settings.days` is known to exist. */
export const defineRule = <const S extends SettingSpecs>(rule: Rule<S>): Rule<S> => rule;

/** Validates the settings of one rule as an admin sends them: unknown names refused, missing ones at their default. */
export const settingsSchema = (specs: SettingSpecs) =>
  z.strictObject(Object.fromEntries(Object.entries(specs).map(([name, s]) => [name, z.number().min(s.min).max(s.max).default(s.default)])));

/** Stored settings made usable: a value that is missing or out of bounds gives way to its default. */
export function resolveSettings(specs: SettingSpecs, stored: Readonly<Record<string, unknown>> = {}): SettingValues {
  return Object.fromEntries(Object.entries(specs).map(([name, s]) => {
    const value = stored[name];
    return [name, typeof value === 'number' && value >= s.min && value <= s.max ? value : s.default];
  }));
}

export const sameSettings = (a: SettingValues, b: SettingValues): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([name, value]) => b[name] === value);

/** Names of a deal's fields as evidence cites them. */
export const FIELDS = [
  'name', 'account', 'product', 'owner', 'leadSource', 'amount', 'discount', 'competitor', 'expectedCloseAt', 'openedAt', 'stage', 'contacts', 'interactions',
] as const;
export type FieldName = (typeof FIELDS)[number];

export const citeField = (id: FieldName, quote: string): Evidence => ({ kind: 'field', id, quote: plain(quote, 240) });
export const citeRule = (id: RuleKey, quote: string): Evidence => ({ kind: 'rule', id, quote: plain(quote, 240) });

/** "3 May: a mail to Dana Wu, "Our quote"". */
export function citeInteraction(deal: Pick<DealAsOf, 'contacts' | 'at'>, i: HistoryInteraction): Evidence {
  const words = plain(i.subject ?? i.text ?? '', 80);
  return { kind: 'interaction', id: i.id, quote: `${dateWords(i.at, deal.at)}: ${interactionWords(deal, i)}${words ? `, “${words}”` : ''}` };
}
