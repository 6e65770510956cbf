/** What one run of a task carries from provider to provider, and the dependencies it is given as plain objects. */
import type { BreakerPolicy, BreakerStore } from '@/lib/llm/breaker';
import type { Budget } from '@/lib/llm/budget';
import type { Price } from '@/lib/llm/prices';
import type { ModelProvider, ProviderName } from '@/lib/llm/provider';
import type { RetryPolicy } from '@/lib/llm/retry';
import type { Effort, LanguageTask, PromptVersion } from '@/lib/llm/task';
import type { TraceSink } from '@/lib/llm/trace';

/** What a provider said to exactly this question before: an accepted output, or an abstention. */
export type CachedAnswer = { output: unknown; abstention: string | null };
export type AnswerCache = { get(key: string): Promise<CachedAnswer | null>; set(key: string, value: CachedAnswer): Promise<void> };

export type Clock = { now(): number; random(): number; sleep(ms: number, signal: AbortSignal): Promise<void> };

export type RouterDeps = {
  /** Part of every cache key: no answer crosses workspaces. */
  workspaceId: string;
  /** Those that have a key. */
  providers: Partial<Record<ProviderName, ModelProvider>>;
  trace: TraceSink;
  breaker: BreakerStore;
  cache?: AnswerCache;
  budget?: Budget;
  /** The workspace's version of a task's prompt; null: the shipped one. */
  prompts?: (task: string) => Promise<PromptVersion | null>;
  /** Prices of models that the shipped table does not know. */
  prices?: Readonly<Record<string, Price>>;
  retry?: Partial<RetryPolicy>;
  breakerPolicy?: BreakerPolicy;
  clock?: Clock;
};

export type RunOptions = {
  signal?: AbortSignal;
  /** Asks every provider and returns all their answers. */
  compare?: boolean;
  /** Which providers, in which order; empty: the built-in at once. */
  order?: readonly ProviderName[];
};

/** What a run used, all calls together. `costMicros` is null when one of them has no known price. */
export type RunUsage = { calls: number; tokensIn: number; tokensOut: number; costMicros: number | null };

export type Run<I, O> = {
  task: LanguageTask<I, O>;
  input: I;
  inputHash: string;
  prompt: PromptVersion;
  system: string;
  user: string;
  maxTokens: number;
  effort: Effort | null;
  deps: RouterDeps;
  prices: Readonly<Record<string, Price>>;
  retry: RetryPolicy;
  breakerPolicy: BreakerPolicy;
  clock: Clock;
  signal: AbortSignal;
  /** When the whole run must be over, ms. */
  deadline: number;
};

export const NO_USAGE: RunUsage = { calls: 0, tokensIn: 0, tokensOut: 0, costMicros: 0 };

export const addUsage = (a: RunUsage, b: RunUsage): RunUsage => ({
  calls: a.calls + b.calls,
  tokensIn: a.tokensIn + b.tokensIn,
  tokensOut: a.tokensOut + b.tokensOut,
  costMicros: a.costMicros === null || b.costMicros === null ? null : a.costMicros + b.costMicros,
});
