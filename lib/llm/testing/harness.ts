/** Real SDKs against the fake server, with a clock that tests move: pauses are recorded instead of waited for. */
import { anthropicProvider } from '@/lib/llm/anthropic';
import { memoryBreaker } from '@/lib/llm/breaker';
import { openaiProvider } from '@/lib/llm/openai';
import type { CachedAnswer, Clock, RouterDeps } from '@/lib/llm/run';
import type { FakeProviders } from '@/lib/llm/testing/fake-providers';
import type { TraceRow } from '@/lib/llm/trace';

export const CANARY = 'sk-canary-0123456789abcdef';

/** For providers that hang: short for the test's sake, long enough that a busy machine still answers in time. */
export const IMPATIENT = { attemptTimeoutMs: 500 };

export type Harness = {
  deps: RouterDeps; traces: TraceRow[]; pauses: number[]; clock: Clock & { advance(ms: number): void };
  /** Calls as "provider:call:status(:error)", the built-in included. */
  story(): string[];
};

export function harness(fake: FakeProviders, change: Partial<RouterDeps> = {}): Harness {
  const traces: TraceRow[] = [];
  const pauses: number[] = [];
  let now = Date.UTC(2026, 10, 21);
  const clock = {
    now: () => now,
    random: () => 0.5,
    advance: (ms: number) => { now += ms; },
    sleep: async (ms: number, signal: AbortSignal) => {
      signal.throwIfAborted();
      pauses.push(ms);
      now += ms;
    },
  };
  return {
    traces, pauses, clock,
    story: () => traces.map((row) => [row.provider, row.call, row.status, row.errorKind].filter(Boolean).join(':')),
    deps: {
      workspaceId: 'workspace-1',
      providers: {
        anthropic: anthropicProvider({ apiKey: CANARY, baseURL: fake.anthropicURL }),
        openai: openaiProvider({ apiKey: CANARY, baseURL: fake.openaiURL }),
      },
      trace: (row) => { traces.push(row); },
      breaker: memoryBreaker(), clock, retry: { attemptTimeoutMs: 10_000 },
      ...change,
    },
  };
}

export function memoryCache(): { get(key: string): Promise<CachedAnswer | null>; set(key: string, value: CachedAnswer): Promise<void>; entries: Map<string, CachedAnswer> } {
  const entries = new Map<string, CachedAnswer>();
  return { entries, get: async (key) => entries.get(key) ?? null, set: async (key, value) => { entries.set(key, value); } };
}
