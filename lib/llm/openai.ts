/** GPT through the official SDK (Responses API). Everything about where and as whom comes as an argument. */
import OpenAI, { APIConnectionError, APIError } from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { makeParseableTextFormat } from 'openai/lib/parser';
import { kindOfStatus, ModelFailure, retryAfterMs } from '@/lib/llm/failure';
import { parseAnswer, providerId, underDeadline, type ModelProvider, type ModelReply, type ModelRequest, type ProviderOptions, type TokenUsage } from '@/lib/llm/provider';

export const DEFAULT_OPENAI_MODEL = 'gpt-5.6-terra';
export const OPENAI_URL = 'https://api.openai.com/v1';

/** A client without retries, logs, redirects, or anything read from the environment. */
export const openaiClient = ({ apiKey, baseURL = OPENAI_URL, fetch }: ProviderOptions): OpenAI => new OpenAI({
  apiKey, baseURL, fetch, maxRetries: 0, logLevel: 'off', organization: null, project: null,
  // A redirect would carry the key to another host.
  fetchOptions: { redirect: 'error' },
});

/** GPT as a provider. */
export function openaiProvider(options: ProviderOptions): ModelProvider {
  const client = openaiClient(options);
  const model = options.model ?? DEFAULT_OPENAI_MODEL;
  return {
    name: 'openai', model, id: providerId('openai', model, options.baseURL ?? OPENAI_URL, options.apiKey),
    ask: async (request) => {
      try {
        return await underDeadline('openai', request, (signal) => ask(client, model, request, signal));
      } catch (error) {
        throw openaiFailure(error);
      }
    },
  };
}

async function ask(client: OpenAI, model: string, request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
  const response = await client.responses.parse({
    model,
    instructions: request.system,
    input: request.user,
    max_output_tokens: request.maxTokens,
    // Customers' data stays out of the provider's response store.
    store: false,
    // The SDK's own parser throws on a bad answer, and with it goes the usage. Ours returns the problem.
    text: { format: makeParseableTextFormat({ ...zodTextFormat(request.schema, request.name) }, (text) => parseAnswer(request.schema, text)) },
    ...(request.effort ? { reasoning: { effort: request.effort } } : {}),
  }, { signal, timeout: request.timeoutMs });

  const usage: TokenUsage = {
    input: response.usage?.input_tokens ?? 0,
    cachedInput: response.usage?.input_tokens_details?.cached_tokens ?? 0,
    output: response.usage?.output_tokens ?? 0,
  };
  const requestId = response._request_id ?? null;
  const refused = response.output.some((item) => item.type === 'message' && item.content.some((part) => part.type === 'refusal'));
  if (refused || response.incomplete_details?.reason === 'content_filter') throw new ModelFailure('openai', 'refused', { usage, requestId });
  if (response.status === 'incomplete') throw new ModelFailure('openai', 'truncated', { usage, requestId });
  if (response.error) {
    throw new ModelFailure('openai', response.error.code === 'rate_limit_exceeded' ? 'rate_limited' : 'server_error', { usage, requestId });
  }
  const parsed = response.output_parsed;
  if (!parsed?.ok) {
    throw new ModelFailure('openai', parsed?.kind ?? 'malformed', {
      usage, requestId, answer: response.output_text, problems: parsed?.problems ?? ['There is no text in the answer.'],
    });
  }
  return { value: parsed.value, text: response.output_text, usage, requestId };
}

/** Any error of the SDK as a ModelFailure without a word of the provider's own. */
export function openaiFailure(error: unknown): ModelFailure {
  if (error instanceof ModelFailure) return error;
  if (error instanceof APIConnectionError) return new ModelFailure('openai', 'unreachable');
  if (error instanceof APIError && error.status) {
    return new ModelFailure('openai', kindOfStatus(error.status, error.code ?? error.type ?? null), {
      status: error.status, retryAfterMs: retryAfterMs(error.headers, Date.now()), requestId: error.requestID ?? null,
    });
  }
  // A body that is not JSON, or breaks off: the connection's fault, not the model's.
  return new ModelFailure('openai', 'server_error');
}
