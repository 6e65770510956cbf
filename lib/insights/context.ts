/**
 * What an analyst, language model or built-in, is given about one deal: everything it may use and everything it may cite.
 * Plain JSON, kept with the run so that each citation can be opened and the run replayed.
 */
import { createHash } from 'node:crypto';
import type { DealAsOf, HistoryInteraction, Outcome } from '@/lib/deals/history';
import type { ActionStatistics } from '@/lib/insights/action-statistics';
import { findConditions, type RuleFinding } from '@/lib/insights/findings';
import type { RuleStatistics } from '@/lib/insights/rule-statistics';
import type { StoredRuleSettings } from '@/lib/insights/rules/apply';
import type { Norms } from '@/lib/insights/rules/norms';
import type { DealScore, WinSignal } from '@/lib/models/schema';

export type SimilarDeal = {
  id: string; name: string; account: string | null; product: string | null; amount: number | null;
  outcome: Outcome; closedAt: number; daysOpen: number;
  /** 0..1 */
  similarity: number;
  /** Why it is similar, in words: "same product", "same industry". */
  reasons: string[];
};

/** What the win model says of the deal, and what that is worth. */
export type Score = Pick<DealScore, 'probability' | 'low' | 'high' | 'baseRate' | 'n' | 'drivers'> & {
  /** Version of the win model; kept with the insights. */
  modelVersion?: string;
  /** Does what is recorded separate won from lost deals here at all? */
  signal: WinSignal;
  /** Closed deals needed before the workspace's own history carries the number, and what is leaned on until then. */
  needed: number;
  priorName: string;
};

/** A rule, practice or pattern in words, as someone keeps it. */
export type KeptText = { id: string; text: string };

export type InsightContext = {
  now: number;
  deal: DealAsOf;
  similar: SimilarDeal[];
  rules: RuleFinding[];
  score: Score;
  workspaceRules: KeptText[];
  practices: KeptText[];
  patterns: KeptText[];
  /** The latest interactions, newest first: what a prompt shows. `deal.interactions` holds all. */
  interactions: HistoryInteraction[];
  actionStatistics: ActionStatistics | null;
  /** Of every amount in the context. */
  currency: string;
};

/** What stage 3 puts together: the workspace's snapshots, and what retrieval and the win model found. */
export type ContextParts = Pick<InsightContext, 'deal' | 'similar' | 'score' | 'workspaceRules' | 'practices' | 'patterns' | 'currency'> & {
  ruleSettings: StoredRuleSettings;
  norms: Norms;
  ruleStatistics: RuleStatistics | null;
  actionStatistics: ActionStatistics | null;
};

const LATEST_INTERACTIONS = 20;

/**
 * The context of a deal as of `deal.at`. Similar deals that closed later are left out whoever retrieved them, and so are
 * the action statistics of conditions that the deal is not in.
 */
export function assembleContext(parts: ContextParts): InsightContext {
  const { deal, similar, score, workspaceRules, practices, patterns, currency } = parts;
  const rules = findConditions(deal, parts.ruleSettings, parts.norms, parts.ruleStatistics);
  const relevant = new Set<string>(['any', ...rules.map((f) => f.ruleKey)]);
  return {
    now: deal.at, deal, rules, score, workspaceRules, practices, patterns, currency,
    similar: similar.filter((s) => s.closedAt < deal.at && s.id !== deal.id),
    interactions: deal.interactions.slice(-LATEST_INTERACTIONS).reverse(),
    actionStatistics: parts.actionStatistics && { ...parts.actionStatistics, actions: parts.actionStatistics.actions.filter((s) => relevant.has(s.condition)) },
  };
}

/** The same value gives the same text whatever the order in which its keys were written. Undefined keys are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, v]) => v !== undefined).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, v]) => `${JSON.stringify(key)}:${canonicalJson(v)}`).join(',')}}`;
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Identity of a context: 64 hex digits, equal for equal contexts. */
export const contextHash = (context: InsightContext, hash: (text: string) => string = sha256): string => hash(canonicalJson(context));
