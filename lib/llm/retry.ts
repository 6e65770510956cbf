/** How long to wait before asking again. Pure: randomness comes as an argument. */
import type { ModelFailure } from '@/lib/llm/failure';

export type RetryPolicy = {
  /** Calls to one provider within one run for passing faults (repairs not counted). */
  attempts: number;
  attemptTimeoutMs: number;
  /** Whole run, all providers. */
  totalMs: number;
  backoffMs: number;
  backoffCapMs: number;
  /** A provider that asks for a longer pause than this is left alone for now instead of waited for. */
  longestPauseMs: number;
};

export const RETRY_POLICY: RetryPolicy = {
  attempts: 3, attemptTimeoutMs: 60_000, totalMs: 150_000, backoffMs: 500, backoffCapMs: 8_000, longestPauseMs: 15_000,
};

/**
 * Wait in ms before retry number `retry` (1, 2, …); null: do not retry. Exponential backoff with equal jitter (Brooker,
 * "Exponential Backoff And Jitter", 2015), on top of what the provider asked for, or all whom it refused at once would
 * come back at once. `random` in [0, 1).
 */
export function pauseBefore(retry: number, failure: ModelFailure, policy: RetryPolicy, random: number): number | null {
  if (retry >= policy.attempts) return null;
  const asked = failure.retryAfterMs ?? 0;
  if (asked > policy.longestPauseMs) return null;
  const backoff = Math.min(policy.backoffCapMs, policy.backoffMs * 2 ** (retry - 1));
  return asked + backoff * (0.5 + random / 2);
}

/** Waits, or rejects with the signal's reason. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = () => { clearTimeout(timer); reject(signal.reason); };
    const timer = setTimeout(() => { signal.removeEventListener('abort', stop); resolve(); }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
