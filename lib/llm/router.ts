/** Runs a language task: Claude, then GPT, then the built-in, and says in words why it went from one to the next. */
import { askProvider, type ProviderOutcome } from '@/lib/llm/ask-provider';
import { BREAKER_POLICY } from '@/lib/llm/breaker';
import { BUILTIN_MODEL, builtinAnswer } from '@/lib/llm/builtin';
import { ModelFailure } from '@/lib/llm/failure';
import { PRICES } from '@/lib/llm/prices';
import { withRules } from '@/lib/llm/prompt';
import type { ProviderName } from '@/lib/llm/provider';
import { RETRY_POLICY, sleep } from '@/lib/llm/retry';
import { addUsage, NO_USAGE, type Clock, type RouterDeps, type Run, type RunOptions, type RunUsage } from '@/lib/llm/run';
import { shippedPrompt, type LanguageTask } from '@/lib/llm/task';
import { contentHash } from '@/lib/llm/trace';

export type Fallback = { provider: ProviderName; reason: string };

/** What one provider made of the task, in a comparison. */
export type ComparedAnswer<O> = {
  provider: ProviderName; model: string; output: O | null; abstained: string | null; failure: string | null; usage: RunUsage; cached: boolean;
};

export type TaskResult<O> = {
  output: O;
  provider: ProviderName | 'builtin';
  model: string;
  promptVersion: string;
  /** Why those before did not give the answer, in order. */
  fallbacks: Fallback[];
  /** Set when a model found that no honest answer could be given; the output is then the built-in's. */
  abstained: { provider: ProviderName; reason: string } | null;
  /** All calls of the run, those that failed included. */
  usage: RunUsage;
  cached: boolean;
  /** With `compare`: what each provider with a key said, in order. Otherwise empty. */
  compared: ComparedAnswer<O>[];
};

const ORDER: readonly ProviderName[] = ['anthropic', 'openai'];
const CLOCK: Clock = { now: Date.now, random: Math.random, sleep };

/**
 * Answers a task. Never fails for a provider's fault: the built-in answers then, and `fallbacks` says why.
 * An abstention is respected, not shopped around: the next model is not asked to be bolder.
 * Throws ZodError when the input is not the task's, ModelFailure `aborted` when the signal fires, and whatever a dependency throws.
 */
export async function runTask<I, O>(task: LanguageTask<I, O>, given: I, deps: RouterDeps, options: RunOptions = {}): Promise<TaskResult<O>> {
  const run = await startRun(task, given, deps, options);
  const order = options.order ?? ORDER;
  const early = options.compare ? await askAll(run, order) : null;

  const fallbacks: Fallback[] = [];
  let usage = early ? [...early.values()].reduce((sum, outcome) => addUsage(sum, outcome.usage), NO_USAGE) : NO_USAGE;
  let abstained: TaskResult<O>['abstained'] = null;
  const result = (answer: Pick<TaskResult<O>, 'output' | 'provider' | 'model' | 'cached'>): TaskResult<O> => ({
    ...answer, promptVersion: run.prompt.version, fallbacks, abstained, usage, compared: early ? compared(run, early) : [],
  });

  for (const name of order) {
    const provider = deps.providers[name];
    if (!provider) {
      fallbacks.push({ provider: name, reason: 'no key is set' });
      continue;
    }
    const outcome = early?.get(name) ?? await askProvider(run, provider);
    if (!early) usage = addUsage(usage, outcome.usage);
    if (outcome.kind === 'answered') return result({ output: outcome.output, provider: name, model: provider.model, cached: outcome.cached });
    fallbacks.push({ provider: name, reason: outcome.kind === 'abstained' ? `abstained: ${outcome.reason}` : outcome.reason });
    if (outcome.kind === 'abstained') abstained = { provider: name, reason: outcome.reason };
    if (outcome.kind !== 'failed') break;
  }

  if (run.signal.aborted) throw new ModelFailure(order[0] ?? 'anthropic', 'aborted');
  const at = run.clock.now();
  const output = builtinAnswer(task, run.input);
  await deps.trace({
    at, task: task.name, promptVersion: run.prompt.version, provider: 'builtin', model: BUILTIN_MODEL, attempt: 1, call: 'first', status: 'ok',
    tokensIn: 0, tokensOut: 0, costMicros: 0, latencyMs: run.clock.now() - at, inputHash: run.inputHash, errorKind: null, requestId: null,
  });
  return result({ output, provider: 'builtin', model: BUILTIN_MODEL, cached: false });
}

async function startRun<I, O>(task: LanguageTask<I, O>, given: I, deps: RouterDeps, options: RunOptions): Promise<Run<I, O>> {
  const clock = deps.clock ?? CLOCK;
  const retry = { ...RETRY_POLICY, ...deps.retry };
  const input = task.input.parse(given);
  const prompt = await deps.prompts?.(task.name) ?? shippedPrompt(task);
  const { system, user } = task.render(input, prompt.template);
  return {
    task, input, prompt, deps, clock, retry, user, system: withRules(system),
    inputHash: contentHash(input),
    maxTokens: prompt.config.maxTokens ?? task.maxTokens,
    effort: prompt.config.effort ?? null,
    prices: deps.prices ? { ...PRICES, ...deps.prices } : PRICES,
    breakerPolicy: deps.breakerPolicy ?? BREAKER_POLICY,
    signal: options.signal ?? new AbortController().signal,
    deadline: clock.now() + retry.totalMs,
  };
}

async function askAll<I, O>(run: Run<I, O>, order: readonly ProviderName[]): Promise<Map<ProviderName, ProviderOutcome<O>>> {
  const asked = order.flatMap((name) => {
    const provider = run.deps.providers[name];
    return provider ? [askProvider(run, provider).then((outcome) => [name, outcome] as const)] : [];
  });
  // Settled first: when the run is cancelled, no call is left writing traces behind our back.
  await Promise.allSettled(asked);
  return new Map(await Promise.all(asked));
}

function compared<I, O>(run: Run<I, O>, outcomes: Map<ProviderName, ProviderOutcome<O>>): ComparedAnswer<O>[] {
  return [...outcomes].map(([provider, outcome]) => ({
    provider, model: run.deps.providers[provider]?.model ?? '', usage: outcome.usage, cached: outcome.cached,
    output: outcome.kind === 'answered' ? outcome.output : null,
    abstained: outcome.kind === 'abstained' ? outcome.reason : null,
    failure: outcome.kind === 'failed' || outcome.kind === 'stopped' ? outcome.reason : null,
  }));
}
