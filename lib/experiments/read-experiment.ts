/** A stored experiment as everybody else knows it. Pure. */
import { sliceAt } from './layers';
import { plan, subject, variantPayload, type Experiment, type ExperimentStatus, type Variant } from './schema';
import type { StoredExperiment } from './store';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Weights by design, adding up to 1. */
export function designWeights(variants: readonly { id: string; weight: number }[], equal: boolean): Record<string, number> {
  const total = variants.reduce((sum, { weight }) => sum + (equal ? 1 : weight), 0);
  return Object.fromEntries(variants.map(({ id, weight }) => [id, (equal ? 1 : weight) / total]));
}

export function toExperiment(row: StoredExperiment): Experiment {
  const variants = row.variants.map(({ id, key, name, description, position, weight, levels, payload }): Variant =>
    ({ id, key, name, description, position, weight, levels, payload: variantPayload.parse(payload) }));
  return {
    id: row.id, name: row.name, hypothesis: row.hypothesis, type: row.type as Experiment['type'], allocation: row.allocation as Experiment['allocation'], unit: row.unit as Experiment['unit'],
    subject: subject.parse(row.subject), layer: row.layer, traffic: row.traffic, startAt: iso(row.startAt), stopAt: iso(row.stopAt), variants, plan: plan.parse(row.plan),
    status: row.status as ExperimentStatus, version: row.version, epoch: row.epoch,
    weights: (row.weights[0]?.weights as Record<string, number> | undefined) ?? designWeights(variants, row.allocation !== 'WEIGHTED'),
    slice: row.sliceFrom === null ? null : sliceAt(row.sliceFrom, row.traffic),
    winnerId: row.winnerId, learnings: row.learnings, createdBy: row.createdBy, createdAt: row.createdAt.toISOString(), startedAt: iso(row.startedAt), endedAt: iso(row.endedAt), archivedAt: iso(row.archivedAt),
  };
}
