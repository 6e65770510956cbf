/** A version's hold-out as it is kept with it: the latest records that its like had not seen and what they cost, so that a later version is held to the same. Pure. */
import { z } from 'zod';
import type { HoldoutRecord } from './trainers';

/** Enough to tell two versions apart; all of a large workspace would weigh more than the version. */
const KEPT = 2_000;

const shape = z.object({ subjects: z.array(z.string()), labels: z.array(z.number()), probabilities: z.array(z.number()), losses: z.array(z.number()) });
export type HeldOut = { label: number; probability: number; loss: number };

const rounded = (value: number): number => Number(value.toFixed(6));

/** Records come in the order of their outcomes. */
export function toStore(records: readonly HoldoutRecord[]): z.infer<typeof shape> | null {
  if (records.length === 0) return null;
  const latest = records.slice(-KEPT);
  return { subjects: latest.map(({ subject }) => subject), labels: latest.map(({ label }) => label), probabilities: latest.map(({ probability }) => rounded(probability)), losses: latest.map(({ loss }) => rounded(loss)) };
}

export function storedHoldout(stored: unknown): Map<string, HeldOut> {
  const read = shape.safeParse(stored);
  return new Map(read.success ? read.data.subjects.map((subject, i) => [subject, { label: read.data.labels[i] ?? 0, probability: read.data.probabilities[i] ?? 0, loss: read.data.losses[i] ?? 0 }]) : []);
}
