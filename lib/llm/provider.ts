/** What the router knows of a provider of language models; `anthropic.ts` and `openai.ts` implement it with the real SDKs. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { ModelFailure } from '@/lib/llm/failure';
import type { Effort } from '@/lib/llm/task';

export type ProviderName = 'anthropic' | 'openai';

/** Tokens of one call, as billed. `input` includes `cachedInput`. */
export type TokenUsage = { input: number; cachedInput: number; output: number };

export type ModelRequest = {
  /** Name of the schema on the wire: letters, digits, underscores. */
  name: string;
  system: string;
  user: string;
  schema: z.ZodObject;
  maxTokens: number;
  /** Sent only when set: older models reject it. */
  effort: Effort | null;
  timeoutMs: number;
  signal: AbortSignal;
};

export type ModelReply = {
  /** Parsed by `request.schema`. */
  value: unknown;
  /** As the model wrote it, for a repair when the value turns out unusable later. */
  text: string;
  usage: TokenUsage;
  requestId: string | null;
};

export type ModelProvider = {
  name: ProviderName;
  model: string;
  /** Same for the same endpoint, model and key: breakers are kept by it, so one workspace's bad key trips no other's. */
  id: string;
  /** Throws ModelFailure and nothing else. */
  ask(request: ModelRequest): Promise<ModelReply>;
};

/** Where and as whom a provider is asked. The environment is read elsewhere. */
export type ProviderOptions = { apiKey: string; baseURL?: string; model?: string; fetch?: typeof fetch };

/** Identity of an endpoint, model and key that reveals none of the key. */
export const providerId = (name: ProviderName, model: string, baseURL: string, apiKey: string): string =>
  `${name}:${model}:${createHash('sha256').update(`${baseURL}\0${apiKey}`).digest('hex').slice(0, 12)}`;

/**
 * Runs a call under a deadline and the caller's signal. The SDKs' own timeouts stop counting when the headers arrive;
 * this one covers the body too. Throws ModelFailure `aborted` or `timeout`; other errors pass through.
 */
export async function underDeadline<T>(
  provider: ProviderName, options: { timeoutMs: number; signal: AbortSignal }, call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (options.signal.aborted) throw new ModelFailure(provider, 'aborted');
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = setTimeout(stop, options.timeoutMs);
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    return await call(controller.signal);
  } catch (error) {
    if (controller.signal.aborted) throw new ModelFailure(provider, options.signal.aborted ? 'aborted' : 'timeout');
    throw error;
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', stop);
  }
}

/** Reads a structured answer without throwing, so that stop reason and usage are never lost to a parse error. */
export type ParsedAnswer =
  | { ok: true; value: unknown }
  | { ok: false; kind: 'malformed' | 'off_schema'; problems: string[] };

export function parseAnswer(schema: z.ZodType, text: string): ParsedAnswer {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, kind: 'malformed', problems: ['The answer is not one complete JSON value.'] };
  }
  const parsed = schema.safeParse(json);
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, kind: 'off_schema', problems: problemsOf(parsed.error) };
}

/** The first problems of a failed parse, in words that a model can act on. */
export const problemsOf = (error: z.ZodError): string[] =>
  error.issues.slice(0, 8).map((issue) => `${issue.path.map(String).join('.') || 'answer'}: ${issue.message}`);
