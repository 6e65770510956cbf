/** How a version has done, in words: a share with its interval and sample, or why there is none. */
import { formatNumber, formatPercent } from '@/components/ui/format';
import type { VersionMetrics } from '@/lib/prompts/schema';

export type RateWords = { value: string; fine: string };

export function rateWords(rate: VersionMetrics['accuracy'], unit: string, none: string): RateWords {
  if (!rate) return { value: '–', fine: none };
  const { hits, n, low, high } = rate;
  return { value: formatPercent(hits / n), fine: `${formatPercent(low).replace('%', '')} to ${formatPercent(high)}, n = ${formatNumber(n)} ${unit}` };
}

export const accuracyWords = ({ accuracy }: VersionMetrics): RateWords => rateWords(accuracy, 'resolved', 'none resolved yet');
export const helpfulWords = ({ helpful }: VersionMetrics): RateWords => rateWords(helpful, 'answers', 'no answers yet');

export const usd = (value: number): string => `${formatNumber(value, undefined, value < 1 ? 4 : 2)} USD`;
export const costWords = ({ costUsd }: VersionMetrics): string => (costUsd === null ? '–' : usd(costUsd));
export const latencyWords = ({ latencyMs }: Pick<VersionMetrics, 'latencyMs'>): string => (latencyMs === null ? '–' : latencyMs < 1000 ? `${Math.round(latencyMs)} ms` : `${formatNumber(latencyMs / 1000, undefined, 1)} s`);

/** "Version 3 is in production: 71% right (62 to 79%, n = 120 resolved)". */
export function standsWords(production: number, metrics: VersionMetrics): string {
  const { value, fine } = accuracyWords(metrics);
  return metrics.accuracy ? `Version ${production} is in production: ${value} right (${fine})` : `Version ${production} is in production; ${metrics.insights > 0 ? fine : 'no language model has written with it yet'}`;
}
