/** Everything we do to get an answer out of one provider: cache, breaker, retries, one repair, one longer try. */
import { admit } from '@/lib/llm/breaker';
import { callOnce, type CallPlan } from '@/lib/llm/call';
import { isRepairable, isTransient, ModelFailure, type FailureKind } from '@/lib/llm/failure';
import { repairPrompt } from '@/lib/llm/prompt';
import type { ModelProvider } from '@/lib/llm/provider';
import { pauseBefore } from '@/lib/llm/retry';
import { addUsage, NO_USAGE, type Run, type RunUsage } from '@/lib/llm/run';
import { contentHash } from '@/lib/llm/trace';

export type ProviderOutcome<O> = { usage: RunUsage; cached: boolean } & (
  | { kind: 'answered'; output: O }
  | { kind: 'abstained'; reason: string }
  | { kind: 'failed'; reason: string; errorKind: FailureKind | null }
  /** Out of budget or out of time: nobody else is to be asked either. */
  | { kind: 'stopped'; reason: string });

/** A cut-off answer is asked for once more with this many times the room, within what every model allows. */
const LONGER = 4;
const LONGEST = 32_000;

/** Throws ModelFailure `aborted` when the run's signal fires; every other trouble is an outcome. */
export async function askProvider<I, O>(run: Run<I, O>, provider: ModelProvider): Promise<ProviderOutcome<O>> {
  const key = cacheKey(run, provider);
  const known = await fromCache(run, provider, key);
  if (known) return known;

  let usage = NO_USAGE;
  let retries = 0;
  let repaired = false;
  let plan: CallPlan = { attempt: 1, call: 'first', user: run.user, maxTokens: run.maxTokens };
  const next = (change: Partial<CallPlan>) => { plan = { ...plan, ...change, attempt: plan.attempt + 1 }; };

  for (;;) {
    const now = run.clock.now();
    if (now >= run.deadline) return { kind: 'stopped', reason: 'the time for this run was over', usage, cached: false };
    const gate = await run.deps.breaker.step(provider.id, (state) => admit(state, now, run.breakerPolicy));
    if (!gate.admitted) {
      const seconds = Math.ceil((gate.retryAt - now) / 1000);
      return { kind: 'failed', reason: `left alone for ${seconds} s after failures`, errorKind: null, usage, cached: false };
    }

    const result = await callOnce(run, provider, plan);
    if (result.kind === 'over_budget') return { kind: 'stopped', reason: result.reason, usage, cached: false };
    usage = addUsage(usage, result.usage);
    if (result.kind === 'answered') {
      await run.deps.cache?.set(key, { output: result.output, abstention: null });
      return { kind: 'answered', output: result.output, usage, cached: false };
    }
    if (result.kind === 'abstained') {
      await run.deps.cache?.set(key, { output: null, abstention: result.reason });
      return { kind: 'abstained', reason: result.reason, usage, cached: false };
    }

    const { failure } = result;
    if (failure.kind === 'aborted') throw failure;
    if (isRepairable(failure.kind) && !repaired) {
      repaired = true;
      next({ call: 'repair', user: repairPrompt(run.user, failure.answer ?? '', failure.problems) });
      continue;
    }
    if (failure.kind === 'truncated' && plan.maxTokens === run.maxTokens && run.maxTokens < LONGEST) {
      next({ call: 'longer', maxTokens: Math.min(run.maxTokens * LONGER, LONGEST) });
      continue;
    }
    const pause = isTransient(failure.kind) ? pauseBefore(retries + 1, failure, run.retry, run.clock.random()) : null;
    if (pause !== null && run.clock.now() + pause < run.deadline) {
      retries += 1;
      await run.clock.sleep(pause, run.signal).catch(() => { throw new ModelFailure(provider.name, 'aborted'); });
      next({ call: 'retry' });
      continue;
    }
    return { kind: 'failed', reason: failure.message, errorKind: failure.kind, usage, cached: false };
  }
}

/** The rendered prompt is part of the key, not only its version: the shipped version's words may change with a release. */
function cacheKey<I, O>(run: Run<I, O>, provider: ModelProvider): string {
  const { task, prompt, deps, inputHash, system, user, maxTokens, effort } = run;
  return contentHash([deps.workspaceId, task.name, prompt.version, provider.name, provider.model, inputHash, system, user, maxTokens, effort]);
}

/** A known answer, if it still holds to today's schema and checks. */
async function fromCache<I, O>(run: Run<I, O>, provider: ModelProvider, key: string): Promise<ProviderOutcome<O> | null> {
  const at = run.clock.now();
  const known = await run.deps.cache?.get(key);
  if (!known) return null;
  let outcome: ProviderOutcome<O>;
  if (known.abstention !== null) {
    outcome = { kind: 'abstained', reason: known.abstention, usage: NO_USAGE, cached: true };
  } else {
    const strict = run.task.output.safeParse(known.output);
    if (!strict.success || (run.task.check?.(strict.data, run.input) ?? []).length > 0) return null;
    outcome = { kind: 'answered', output: strict.data, usage: NO_USAGE, cached: true };
  }
  await run.deps.trace({
    at, task: run.task.name, promptVersion: run.prompt.version, provider: provider.name, model: provider.model, attempt: 0, call: 'first',
    status: 'cached', tokensIn: 0, tokensOut: 0, costMicros: 0, latencyMs: run.clock.now() - at, inputHash: run.inputHash,
    errorKind: null, requestId: null,
  });
  return outcome;
}
