/** Stored versions as they are shown. */
import { z } from 'zod';
import { winMetrics } from '../schema';
import { meanReach } from './live-brier';
import type { LiveBrier } from './prediction-store';
import { comparison, versionMetrics, type Schedule, type VersionMetrics, type VersionSummary } from './schema';
import type { StoredAlias, StoredVersion } from './version-store';
import type { StoredSchedule } from './training-store';

/** Versions from before there was more to measure have a few of the figures. */
function metricsOf(row: StoredVersion): VersionMetrics | null {
  const now = versionMetrics.safeParse(row.metrics);
  if (now.success) return now.data;
  const old = winMetrics.safeParse(row.metrics);
  if (!old.success) return null;
  const { deals, auc, brier, brierConstant, improvement, ece } = old.data;
  return { n: deals, rate: row.rate ?? 0, auc, brier, brierConstant, improvement, ece, logLoss: null, seconds: null, reliability: [], importance: [], learningCurve: [] };
}

export const summaryOf = (row: StoredVersion, aliases: readonly StoredAlias[], live: readonly LiveBrier[]): VersionSummary => {
  const said = live.find(({ version }) => version === row.version);
  return {
    version: row.version, createdAt: row.createdAt.toISOString(), trainedOn: row.trainedOn, windowFrom: row.windowFrom?.toISOString() ?? null, windowTo: row.windowTo?.toISOString() ?? null,
    features: z.array(z.string()).safeParse(row.features).data ?? [], seed: row.seed, codeVersion: row.codeVersion, parent: row.parent,
    signal: z.enum(['none', 'weak', 'present']).safeParse(row.signal).data ?? 'none', sentence: row.sentence ?? '', metrics: metricsOf(row),
    comparison: comparison.safeParse(row.comparison).data ?? null,
    aliases: aliases.filter(({ version }) => version === row.version).map(({ alias, share, since }) => ({ alias, share, since: since.toISOString() })),
    live: { predictions: row.predictions, resolved: row.resolved, brier: said ? meanReach(said) : null },
  };
};

export const scheduleOf = (row: StoredSchedule): Schedule => ({ ...row, lastCheckedAt: row.lastCheckedAt?.toISOString() ?? null, nextCheckAt: row.nextCheckAt.toISOString() });
