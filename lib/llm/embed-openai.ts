/** OpenAI's embeddings, batched and retried. There is no fallback in mid-flight: another model's vectors are another space. */
import { admit, BREAKER_POLICY, failed, succeeded, type BreakerPolicy, type BreakerStore } from '@/lib/llm/breaker';
import type { Budget } from '@/lib/llm/budget';
import { EMBEDDING_DIMENSIONS, embeddingText, normalise, type Embedder } from '@/lib/llm/embed';
import { countsAgainstProvider, isTransient, ModelFailure } from '@/lib/llm/failure';
import { OPENAI_URL, openaiClient, openaiFailure } from '@/lib/llm/openai';
import { costMicros } from '@/lib/llm/prices';
import { providerId, underDeadline, type ProviderOptions } from '@/lib/llm/provider';
import { pauseBefore, RETRY_POLICY, sleep, type RetryPolicy } from '@/lib/llm/retry';
import type { Clock } from '@/lib/llm/run';
import { contentHash, type TraceSink } from '@/lib/llm/trace';

export const OPENAI_EMBEDDING_MODEL = 'text-embedding-3-large';

/** The endpoint takes 2,048 texts and 300,000 tokens a request; half of that in characters leaves room for scripts with several tokens a character. */
const BATCH_TEXTS = 256;
const BATCH_CHARS = 150_000;

export type EmbedderDeps = {
  trace: TraceSink; breaker: BreakerStore; budget?: Budget; retry?: Partial<RetryPolicy>; breakerPolicy?: BreakerPolicy; clock?: Clock;
};

/** Why a batch was not embedded although no provider failed. */
export class EmbeddingRefused extends Error {
  override readonly name = 'EmbeddingRefused';
}

/**
 * An embedder over text-embedding-3-large at 256 dimensions. `embed` throws ModelFailure when OpenAI cannot, and
 * EmbeddingRefused when the budget or the breaker does not let it; nothing is half done then.
 */
export function openaiEmbedder(options: ProviderOptions, deps: EmbedderDeps): Embedder {
  const client = openaiClient(options);
  const model = options.model ?? OPENAI_EMBEDDING_MODEL;
  const id = providerId('openai', model, options.baseURL ?? OPENAI_URL, options.apiKey);
  const retry = { ...RETRY_POLICY, ...deps.retry };
  const policy = deps.breakerPolicy ?? BREAKER_POLICY;
  const clock = deps.clock ?? { now: Date.now, random: Math.random, sleep };

  async function once(texts: string[], attempt: number, signal: AbortSignal): Promise<Float32Array[]> {
    const at = clock.now();
    const gate = await deps.breaker.step(id, (state) => admit(state, at, policy));
    if (!gate.admitted) throw new EmbeddingRefused(`OpenAI is left alone for ${Math.ceil((gate.retryAt - at) / 1000)} s after failures`);
    const chars = texts.reduce((sum, text) => sum + text.length, 0);
    const price = (tokens: number) => costMicros(model, { input: tokens, cachedInput: 0, output: 0 });
    const most = Math.ceil(chars / 2.5);
    const reservation = await deps.budget?.reserve({ tokens: most, costMicros: price(most) });
    if (reservation && !reservation.ok) throw new EmbeddingRefused(reservation.reason);

    let failure: ModelFailure | null = null;
    let tokens: number | null = null;
    let requestId: string | null = null;
    try {
      const response = await underDeadline('openai', { timeoutMs: retry.attemptTimeoutMs, signal }, (inner) =>
        client.embeddings.create({ model, input: texts, dimensions: EMBEDDING_DIMENSIONS }, { signal: inner, timeout: retry.attemptTimeoutMs }));
      tokens = response.usage.prompt_tokens;
      requestId = response._request_id ?? null;
      const vectors = new Map(response.data.map((item) => [item.index, Float32Array.from(item.embedding)]));
      return texts.map((_text, index) => {
        const vector = vectors.get(index);
        if (vector?.length !== EMBEDDING_DIMENSIONS) throw new ModelFailure('openai', 'off_schema', { requestId });
        return normalise(vector);
      });
    } catch (error) {
      failure = openaiFailure(error);
      throw failure;
    } finally {
      const now = clock.now();
      const sent = failure?.kind === 'timeout' || failure?.kind === 'aborted' ? most : 0;
      const kind = failure?.kind ?? null;
      if (kind && countsAgainstProvider(kind)) await deps.breaker.step(id, (state) => failed(state, now, policy, failure?.retryAfterMs ?? null));
      else if (kind !== 'aborted') await deps.breaker.step(id, succeeded);
      await deps.trace({
        at, task: 'embed', promptVersion: '-', provider: 'openai', model, attempt, call: attempt === 1 ? 'first' : 'retry',
        status: failure ? 'failed' : 'ok', tokensIn: tokens, tokensOut: tokens === null ? null : 0, costMicros: tokens === null ? null : price(tokens),
        latencyMs: now - at, inputHash: contentHash(texts), errorKind: kind, requestId: requestId ?? failure?.requestId ?? null,
      });
      await reservation?.settle({ tokens: tokens ?? sent, costMicros: price(tokens ?? sent) });
    }
  }

  async function batch(texts: string[], signal: AbortSignal): Promise<Float32Array[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(texts, attempt, signal);
      } catch (error) {
        if (!(error instanceof ModelFailure) || !isTransient(error.kind)) throw error;
        const pause = pauseBefore(attempt, error, retry, clock.random());
        if (pause === null) throw error;
        await clock.sleep(pause, signal).catch(() => { throw new ModelFailure('openai', 'aborted'); });
      }
    }
  }

  return {
    model, dimensions: EMBEDDING_DIMENSIONS,
    embed: async (inputs, { signal = new AbortController().signal } = {}) => {
      const vectors: Float32Array[] = [];
      for (const texts of batches(inputs.map((input) => embeddingText(input)))) vectors.push(...await batch(texts, signal));
      return vectors;
    },
  };
}

/** Texts in order, in batches that the endpoint takes. */
export function batches(texts: readonly string[]): string[][] {
  const out: string[][] = [];
  let chars = 0;
  for (const text of texts) {
    const last = out.at(-1);
    if (!last || last.length >= BATCH_TEXTS || chars + text.length > BATCH_CHARS) {
      out.push([text]);
      chars = text.length;
    } else {
      last.push(text);
      chars += text.length;
    }
  }
  return out;
}

