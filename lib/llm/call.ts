/** One call to one provider: budget before, breaker, trace and budget after, whatever happens in between. */
import { failed, succeeded } from '@/lib/llm/breaker';
import type { Reservation } from '@/lib/llm/budget';
import { countsAgainstProvider, ModelFailure } from '@/lib/llm/failure';
import { costMicros } from '@/lib/llm/prices';
import { problemsOf, type ModelProvider, type ModelReply, type TokenUsage } from '@/lib/llm/provider';
import type { Run, RunUsage } from '@/lib/llm/run';
import { envelope } from '@/lib/llm/task';
import type { TraceRow } from '@/lib/llm/trace';

export type CallPlan = { attempt: number; call: TraceRow['call']; user: string; maxTokens: number };

export type CallResult<O> =
  | { kind: 'answered'; output: O; usage: RunUsage }
  | { kind: 'abstained'; reason: string; usage: RunUsage }
  | { kind: 'failed'; failure: ModelFailure; usage: RunUsage }
  | { kind: 'over_budget'; reason: string };

/** Rough and high: two and a half characters a token, so that a reservation is seldom below what is billed. */
const estimateTokens = (text: string): number => Math.ceil(text.length / 2.5);

export async function callOnce<I, O>(run: Run<I, O>, provider: ModelProvider, plan: CallPlan): Promise<CallResult<O>> {
  const { clock, deps, task } = run;
  const inputEstimate = estimateTokens(run.system + plan.user);
  const price = (usage: TokenUsage) => costMicros(provider.model, usage, run.prices);
  const most: TokenUsage = { input: inputEstimate, cachedInput: 0, output: plan.maxTokens };
  const reservation: Reservation = await deps.budget?.reserve({ tokens: most.input + most.output, costMicros: price(most) })
    ?? { ok: true, settle: async () => undefined };
  if (!reservation.ok) return { kind: 'over_budget', reason: reservation.reason };

  const at = clock.now();
  let reply: ModelReply | null = null;
  let result: { kind: 'answered'; output: O } | { kind: 'abstained'; reason: string } | { kind: 'failed'; failure: ModelFailure };
  try {
    reply = await provider.ask({
      name: task.name, schema: envelope(task.wire), system: run.system, user: plan.user, maxTokens: plan.maxTokens, effort: run.effort,
      timeoutMs: Math.max(1, Math.min(run.retry.attemptTimeoutMs, run.deadline - at)), signal: run.signal,
    });
    result = accept(run, provider, reply);
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error;
    result = { kind: 'failed', failure: error };
  }

  const failure = result.kind === 'failed' ? result.failure : null;
  const usage = reply?.usage ?? failure?.usage ?? null;
  const cost = usage ? price(usage) : null;
  const now = clock.now();
  // What was sent before we stopped waiting is billed all the same, so the input stays charged.
  const billed = usage ?? (failure?.kind === 'timeout' || failure?.kind === 'aborted' ? { ...most, output: 0 } : null);
  if (failure && countsAgainstProvider(failure.kind)) {
    await deps.breaker.step(provider.id, (state) => failed(state, now, run.breakerPolicy, failure.retryAfterMs));
  } else if (failure?.kind !== 'aborted') {
    await deps.breaker.step(provider.id, succeeded);
  }
  try {
    await deps.trace({
      at, task: task.name, promptVersion: run.prompt.version, provider: provider.name, model: provider.model,
      attempt: plan.attempt, call: plan.call, status: result.kind === 'answered' ? 'ok' : result.kind,
      tokensIn: usage?.input ?? null, tokensOut: usage?.output ?? null, costMicros: cost, latencyMs: now - at,
      inputHash: run.inputHash, errorKind: failure?.kind ?? null, requestId: reply?.requestId ?? failure?.requestId ?? null,
    });
  } finally {
    // After the trace: a budget that sums traces never misses what is neither reserved any more nor recorded yet.
    await reservation.settle(billed ? { tokens: billed.input + billed.output, costMicros: price(billed) } : { tokens: 0, costMicros: 0 });
  }
  return { ...result, usage: { calls: 1, tokensIn: usage?.input ?? 0, tokensOut: usage?.output ?? 0, costMicros: usage ? cost : 0 } };
}

/** Holds what fits the wire to the strict schema and to the input. */
function accept<I, O>(run: Run<I, O>, provider: ModelProvider, reply: ModelReply): { kind: 'answered'; output: O } | { kind: 'abstained'; reason: string } {
  const { answer, abstention } = envelope(run.task.wire).parse(reply.value);
  if (answer === null && abstention?.trim()) return { kind: 'abstained', reason: abstention.trim() };
  const offSchema = (problems: string[]) =>
    new ModelFailure(provider.name, 'off_schema', { usage: reply.usage, requestId: reply.requestId, answer: reply.text, problems });
  if (answer === null) throw offSchema(['answer and abstention are both empty: give one']);
  const strict = run.task.output.safeParse(answer);
  if (!strict.success) throw offSchema(problemsOf(strict.error));
  const problems = run.task.check?.(strict.data, run.input) ?? [];
  if (problems.length > 0) throw offSchema(problems);
  return { kind: 'answered', output: strict.data };
}
