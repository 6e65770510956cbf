/**
 * What it takes to train a model: the one interface between the life of models and what they are. A model without a trainer here has its
 * place in the registry and says why it is not trained.
 */
import type { Scope } from '@/lib/server/scope';
import type { ModelName, VersionMetrics } from './schema';
import { leadTrainer } from '../leads/lead-trainer';
import { winTrainer } from './win-trainer';

/** The serialisable model. It carries its own name and what is to be said of it; whatever else is its own affair. */
export type ModelParameters = { version: string; signal: 'none' | 'weak' | 'present'; sentence: string };

/** A record that was predicted by a model which had seen neither it nor anything later. */
export type HoldoutRecord = {
  subject: string; label: number;
  /** What was said of it at the first of its moments: the nearest there is to what is said of a record when it comes in. */
  probability: number;
  /** What it cost: squared error, averaged over the record's moments. */
  loss: number;
  /** What the champion says of it costs, on the same moments; null without a champion, or where the champion had learned from this very record. */
  championLoss: number | null;
};

export type Trained = {
  parameters: ModelParameters;
  /** Null where too little is there to hold any out. */
  metrics: VersionMetrics | null;
  features: readonly string[];
  /** First and last outcome that taught it, epoch ms. */
  window: { from: number; to: number } | null;
  /** Records that taught it. */
  n: number;
  holdout: readonly HoldoutRecord[];
};

export type TrainOptions = {
  /** Epoch ms: what came later is not known; names the version. */
  now: number;
  seed: string;
  /** What a champion is: its stored parameters and the last outcome that taught it (epoch ms). */
  champion: { parameters: unknown; windowTo: number | null } | null;
  /** Says what it is doing and how far it is; throws when somebody cancelled the training. Call it between parts, outside transactions. */
  tell: (phase: string, done: number, total: number) => Promise<void>;
  /** What a training that was cut off had finished, and where to keep what is finished now. */
  checkpoint: { read: () => unknown; write: (value: unknown) => Promise<void> };
};

export type Trainer = {
  model: ModelName;
  /** Of the code that learns: with the same data and the same code there is nothing to train. */
  code: string;
  /** Records below which nothing is tried. */
  least: number;
  count: (scope: Scope) => Promise<number>;
  /** Records whose outcome came after this moment. */
  countLater: (scope: Scope, after: Date | null) => Promise<number>;
  /** Never inside a transaction. `nothing`: why no version comes of it. */
  train: (scope: Scope, options: TrainOptions) => Promise<Trained | { nothing: string }>;
  /** Does this stored version tell records apart at all? One that does not has nothing to lose. */
  knows: (parameters: unknown) => boolean;
};

const TRAINERS: Partial<Record<ModelName, Trainer>> = { win_predictor: winTrainer, lead_scorer: leadTrainer };

export const trainerOf = (model: ModelName): Trainer | null => TRAINERS[model] ?? null;
