/**
 * What can go wrong with a call to a language model, as one typed error.
 *
 * The message is our own words only: providers echo parts of keys and prompts in theirs, so nothing of what they wrote
 * (and no `cause`, which would carry headers) is kept. What the model answered is kept for one repair, out of reach of
 * loggers: it is not enumerable.
 */
import type { ProviderName, TokenUsage } from '@/lib/llm/provider';

export const failureKinds = [
  'rate_limited', 'quota', 'overloaded', 'server_error', 'unreachable', 'timeout',
  'malformed', 'off_schema', 'truncated', 'refused', 'rejected', 'auth', 'aborted',
] as const;
export type FailureKind = (typeof failureKinds)[number];

const WORDS: Record<FailureKind, string> = {
  rate_limited: 'limits how often we may ask',
  quota: 'has no credit left on this key',
  overloaded: 'is overloaded',
  server_error: 'had an internal error',
  unreachable: 'could not be reached',
  timeout: 'did not answer in time',
  malformed: 'answered with something that is not JSON',
  off_schema: 'answered in a form we cannot use',
  truncated: 'was cut off before the answer was complete',
  refused: 'refused to answer',
  rejected: 'rejected the request',
  auth: 'does not accept the key',
  aborted: 'was not waited for: the run was cancelled',
};

const NAMES: Record<ProviderName, string> = { anthropic: 'Claude', openai: 'GPT' };

export type FailureDetail = {
  status?: number | null;
  /** How long the provider asks us to wait, in ms. */
  retryAfterMs?: number | null;
  requestId?: string | null;
  /** What the failed call cost, when the provider said so. */
  usage?: TokenUsage | null;
  /** The unusable answer, for one repair. */
  answer?: string | null;
  /** What is wrong with the answer, one sentence each, for the repair. */
  problems?: readonly string[];
};

export class ModelFailure extends Error {
  override readonly name = 'ModelFailure';
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  readonly requestId: string | null;
  readonly usage: TokenUsage | null;
  declare readonly answer: string | null;
  declare readonly problems: readonly string[];

  constructor(readonly provider: ProviderName, readonly kind: FailureKind, detail: FailureDetail = {}) {
    super(`${NAMES[provider]} ${WORDS[kind]}${detail.status ? ` (HTTP ${detail.status})` : ''}`);
    this.status = detail.status ?? null;
    this.retryAfterMs = detail.retryAfterMs ?? null;
    this.requestId = detail.requestId ?? null;
    this.usage = detail.usage ?? null;
    Object.defineProperty(this, 'answer', { value: detail.answer ?? null, enumerable: false });
    Object.defineProperty(this, 'problems', { value: detail.problems ?? [], enumerable: false });
  }
}

/** Worth asking the same provider again: the fault passes by itself. A timeout is not: it has already cost the wait. */
export const isTransient = (kind: FailureKind): boolean =>
  kind === 'rate_limited' || kind === 'overloaded' || kind === 'server_error' || kind === 'unreachable';

/** The answer itself is wrong, so telling the model what is wrong may help. */
export const isRepairable = (kind: FailureKind): boolean => kind === 'malformed' || kind === 'off_schema';

/** Says something about the provider's health (or the key's), not about this one request. */
export const countsAgainstProvider = (kind: FailureKind): boolean =>
  isTransient(kind) || kind === 'timeout' || kind === 'auth' || kind === 'quota';

/** Kind of failure behind an HTTP status; `code` is the provider's machine-readable error type or code. */
export function kindOfStatus(status: number, code: string | null): FailureKind {
  if (code === 'insufficient_quota' || code === 'billing_error' || status === 402) return 'quota';
  if (code === 'overloaded_error') return 'overloaded';
  if (status === 401 || status === 403) return 'auth';
  if (status === 429) return 'rate_limited';
  if (status === 529 || status === 503) return 'overloaded';
  if (status === 408 || status >= 500) return 'server_error';
  return 'rejected';
}

/** Wait asked for by `retry-after-ms`, or `retry-after` in seconds or as an HTTP date; null when there is none. `now` in ms. */
export function retryAfterMs(headers: Headers | undefined, now: number): number | null {
  const precise = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (Number.isFinite(precise)) return Math.max(0, precise);
  const value = headers?.get('retry-after');
  if (!value) return null;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
