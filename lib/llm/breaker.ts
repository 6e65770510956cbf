/**
 * Circuit breaker: after some failures in a row a provider is left alone for a while, then asked once (a probe) before
 * it is trusted again. Pure steps over a small state; where the state lives is the caller's choice.
 */
export type BreakerState = { failures: number; openUntil: number; probeUntil: number };
export type BreakerPolicy = { threshold: number; openMs: number; probeMs: number };

export const CLOSED: BreakerState = { failures: 0, openUntil: 0, probeUntil: 0 };
export const BREAKER_POLICY: BreakerPolicy = { threshold: 5, openMs: 30_000, probeMs: 90_000 };

/** Applies a step to a provider's state atomically and returns what the step says. */
export type BreakerStore = { step<T>(id: string, change: (state: BreakerState) => { state: BreakerState; result: T }): Promise<T> };

export type Admission = { admitted: true } | { admitted: false; retryAt: number };

/** May the provider be asked now (ms)? When the pause is over one caller may, the others wait for how that goes. */
export function admit(state: BreakerState, now: number, policy: BreakerPolicy): { state: BreakerState; result: Admission } {
  if (now < state.openUntil) return { state, result: { admitted: false, retryAt: state.openUntil } };
  if (state.failures < policy.threshold) return { state, result: { admitted: true } };
  if (now < state.probeUntil) return { state, result: { admitted: false, retryAt: state.probeUntil } };
  return { state: { ...state, probeUntil: now + policy.probeMs }, result: { admitted: true } };
}

/** The provider answered (well or badly): it is alive. A pause already begun still holds. */
export const succeeded = (state: BreakerState): { state: BreakerState; result: null } =>
  ({ state: { ...CLOSED, openUntil: state.openUntil }, result: null });

/** The provider failed. `retryAfterMs` is the pause it asked for: kept even below the threshold. */
export function failed(state: BreakerState, now: number, policy: BreakerPolicy, retryAfterMs: number | null): { state: BreakerState; result: null } {
  const failures = state.failures + 1;
  const pause = Math.max(retryAfterMs ?? 0, failures >= policy.threshold ? policy.openMs : 0);
  return { state: { failures, openUntil: Math.max(state.openUntil, pause > 0 ? now + pause : 0), probeUntil: 0 }, result: null };
}

/** Breakers of one process. */
export function memoryBreaker(): BreakerStore {
  const states = new Map<string, BreakerState>();
  return {
    step: async (id, change) => {
      const { state, result } = change(states.get(id) ?? CLOSED);
      states.set(id, state);
      return result;
    },
  };
}
