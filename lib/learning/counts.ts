/** What the database counts over insights: sums over deals, ready for figures. */
import type { ClusterSums } from '@/lib/stats/clustered-rates';

/** `before`: of the period before the one asked about. */
export type KeyedSums = ClusterSums & { key: string; before: boolean };

export type InsightCounts = {
  insights: number; simulated: number; notTestable: number;
  /** What there is in the period and the one before, whatever the filters. */
  choices: { type: string; prompt: string; model: string | null; provider: string }[];
  accuracy: KeyedSums[];
  /** Right among the resolved claims of winning and of losing, by claim. */
  claims: KeyedSums[];
  actedOn: KeyedSums[]; actionRate: KeyedSums[];
  /** By `own` (a rule with its own record here) and `general`. */
  personal: KeyedSums[];
  helpful: KeyedSums[]; stars: KeyedSums[];
  /** By first day of the month. */
  months: KeyedSums[];
  versions: { promptVersion: string; provider: string; model: string | null; shown: number; accuracy: ClusterSums; actionRate: ClusterSums; brier: ClusterSums }[];
  /** By `versionKey`. */
  versionHelpful: KeyedSums[];
};

export const versionKey = (v: { promptVersion: string; provider: string; model: string | null }): string => `${v.promptVersion}|${v.provider}|${v.model ?? ''}`;
