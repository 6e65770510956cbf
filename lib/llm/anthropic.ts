/** Claude through the official SDK. Everything about where and as whom comes as an argument. */
import Anthropic, { APIConnectionError, APIError } from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { kindOfStatus, ModelFailure, retryAfterMs } from '@/lib/llm/failure';
import { parseAnswer, providerId, underDeadline, type ModelProvider, type ModelReply, type ModelRequest, type ProviderOptions, type TokenUsage } from '@/lib/llm/provider';

export const DEFAULT_ANTHROPIC_MODEL = 'claude-sonnet-5-5';
const DEFAULT_URL = 'https://api.anthropic.com';

/** Claude as a provider. The SDK's retries, logs and telemetry are off: ours decide, and prompts reach no third place. */
export function anthropicProvider({ apiKey, baseURL = DEFAULT_URL, model = DEFAULT_ANTHROPIC_MODEL, fetch = globalThis.fetch }: ProviderOptions): ModelProvider {
  const client = new Anthropic({
    apiKey, baseURL, fetch, maxRetries: 0, logLevel: 'off', openTelemetry: false,
    // A redirect would carry the key to another host.
    fetchOptions: { redirect: 'error' },
  });
  return {
    name: 'anthropic', model, id: providerId('anthropic', model, baseURL, apiKey),
    ask: async (request) => {
      try {
        return await underDeadline('anthropic', request, (signal) => ask(client, fetch, model, request, signal));
      } catch (error) {
        throw asFailure(error);
      }
    },
  };
}

async function ask(client: Anthropic, fetch: typeof globalThis.fetch, model: string, request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
  let requestId: string | null = null;
  // `parse` copies the message and loses the request id on the way, so it is noted where the response passes.
  const noting = client.withOptions({
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      requestId = response.headers.get('request-id');
      return response;
    },
  });
  const message = await noting.messages.parse({
    model,
    max_tokens: request.maxTokens,
    system: request.system,
    messages: [{ role: 'user', content: request.user }],
    output_config: {
      // The SDK's own `parse` throws on a bad answer, and with it go stop reason and usage. Ours returns the problem.
      format: { ...zodOutputFormat(request.schema), parse: (text: string) => parseAnswer(request.schema, text) },
      ...(request.effort ? { effort: request.effort } : {}),
    },
  }, { signal, timeout: request.timeoutMs });

  const cached = message.usage.cache_read_input_tokens ?? 0;
  const usage: TokenUsage = {
    input: message.usage.input_tokens + (message.usage.cache_creation_input_tokens ?? 0) + cached,
    cachedInput: cached,
    output: message.usage.output_tokens,
  };
  const text = message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  if (message.stop_reason === 'refusal') throw new ModelFailure('anthropic', 'refused', { usage, requestId });
  if (message.stop_reason === 'max_tokens' || message.stop_reason === 'model_context_window_exceeded') {
    throw new ModelFailure('anthropic', 'truncated', { usage, requestId });
  }
  const parsed = message.parsed_output;
  if (!parsed?.ok) {
    throw new ModelFailure('anthropic', parsed?.kind ?? 'malformed', {
      usage, requestId, answer: text, problems: parsed?.problems ?? ['There is no text in the answer.'],
    });
  }
  return { value: parsed.value, text, usage, requestId };
}

function asFailure(error: unknown): ModelFailure {
  if (error instanceof ModelFailure) return error;
  if (error instanceof APIConnectionError) return new ModelFailure('anthropic', 'unreachable');
  if (error instanceof APIError && error.status) {
    return new ModelFailure('anthropic', kindOfStatus(error.status, error.type), {
      status: error.status, retryAfterMs: retryAfterMs(error.headers, Date.now()), requestId: error.requestID ?? null,
    });
  }
  // A body that is not JSON, or breaks off: the connection's fault, not the model's.
  return new ModelFailure('anthropic', 'server_error');
}
