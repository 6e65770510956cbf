/** One row per call to a model, failures, cache hits and the built-in included. Holds no prompt, no answer and no secret. */
import { createHash } from 'node:crypto';
import type { FailureKind } from '@/lib/llm/failure';
import type { ProviderName } from '@/lib/llm/provider';

export type TraceRow = {
  /** When the call began, ms. */
  at: number;
  task: string;
  promptVersion: string;
  provider: ProviderName | 'builtin';
  model: string;
  /** 1, 2, … among the calls of this run to this provider; 0 for a cache hit. */
  attempt: number;
  /** Why this call was made. */
  call: 'first' | 'retry' | 'repair' | 'longer';
  status: 'ok' | 'abstained' | 'failed' | 'cached';
  /** Null: the provider did not say. */
  tokensIn: number | null;
  tokensOut: number | null;
  /** Micro-dollars; null when the price or the usage is not known. */
  costMicros: number | null;
  latencyMs: number;
  /** SHA-256 of the canonical input. */
  inputHash: string;
  errorKind: FailureKind | null;
  requestId: string | null;
};

/** Awaited before the run goes on, so that no call goes unrecorded; an error it throws ends the run. */
export type TraceSink = (row: TraceRow) => void | Promise<void>;

/** JSON with keys in order, so that equal values give equal text. */
export const canonicalJson = (value: unknown): string => JSON.stringify(value, (_key, node: unknown) =>
  (typeof node === 'object' && node !== null && !Array.isArray(node)
    ? Object.fromEntries(Object.entries(node).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
    : node)) ?? 'null';

/** SHA-256 (hex) of the canonical form of a value. */
export const contentHash = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');
