/** What the providers' endpoints send and accept on the wire, as far as the real SDKs look at it. */
import { createHash, randomUUID } from 'node:crypto';

export type Body = Record<string, unknown>;
export type Wire = { status: number; headers: Record<string, string>; body: Body };
export type Finish = 'end' | 'truncated' | 'refusal';

const tokens = (text: string): number => Math.max(1, Math.ceil(text.length / 4));
const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Text that the request carries to the model. */
export function promptOf(body: Body): string {
  const parts = [body['system'], body['instructions'], body['input']];
  for (const message of Array.isArray(body['messages']) ? body['messages'] : []) if (isBody(message)) parts.push(message['content']);
  return parts.filter((part) => typeof part === 'string').join('\n');
}

/** The JSON schema that the answer must have, wherever the provider wants it; null when none was sent. */
export function schemaOf(body: Body): Body | null {
  const holder = isBody(body['output_config']) ? body['output_config'] : isBody(body['text']) ? body['text'] : null;
  const format = holder && isBody(holder['format']) ? holder['format'] : null;
  return format && isBody(format['schema']) ? format['schema'] : null;
}

/** Why the real endpoint would answer 400; null when it would not. */
export function requestProblem(provider: 'anthropic' | 'openai', body: Body): string | null {
  if (typeof body['model'] !== 'string') return 'model: field required';
  for (const sampling of ['temperature', 'top_p', 'top_k']) if (sampling in body) return `${sampling}: not supported by this model`;
  if (!schemaOf(body)) return 'no output format';
  if (provider === 'anthropic') {
    if (!(Number(body['max_tokens']) > 0)) return 'max_tokens: field required';
    const last = Array.isArray(body['messages']) ? body['messages'].at(-1) : null;
    if (!isBody(last) || last['role'] !== 'user') return 'messages: the conversation must end with a user message';
  } else {
    const format = isBody(body['text']) && isBody(body['text']['format']) ? body['text']['format'] : {};
    if (format['strict'] !== true || typeof format['name'] !== 'string') return 'text.format: strict schema with a name required';
  }
  const loose = looseObject(schemaOf(body));
  return loose ? `schema: additionalProperties must be false and all keys required at ${loose}` : null;
}

function looseObject(node: unknown, path = 'root'): string | null {
  if (Array.isArray(node)) return node.map((child, index) => looseObject(child, `${path}[${index}]`)).find(Boolean) ?? null;
  if (!isBody(node)) return null;
  if (node['type'] === 'object') {
    const keys = Object.keys(isBody(node['properties']) ? node['properties'] : {});
    const required = Array.isArray(node['required']) ? node['required'] : [];
    if (node['additionalProperties'] !== false || keys.some((key) => !required.includes(key))) return path;
  }
  return Object.entries(node).map(([key, child]) => looseObject(child, `${path}.${key}`)).find(Boolean) ?? null;
}

export function anthropicAnswer(body: Body, text: string, finish: Finish): Wire {
  const content = finish === 'refusal' ? [] : [{ type: 'thinking', thinking: '', signature: 'c2ln' }, { type: 'text', text, citations: null }];
  return {
    status: 200, headers: { 'request-id': `req_${randomUUID()}` },
    body: {
      id: `msg_${randomUUID()}`, type: 'message', role: 'assistant', model: body['model'], content, stop_sequence: null,
      stop_reason: { end: 'end_turn', truncated: 'max_tokens', refusal: 'refusal' }[finish],
      usage: {
        input_tokens: tokens(promptOf(body)), output_tokens: finish === 'truncated' ? body['max_tokens'] : tokens(text),
        cache_creation_input_tokens: 0, cache_read_input_tokens: 0,
      },
    },
  };
}

export function openaiAnswer(body: Body, text: string, finish: Finish): Wire {
  const part = finish === 'refusal' ? { type: 'refusal', refusal: 'I cannot help with that.' } : { type: 'output_text', text, annotations: [] };
  const input = tokens(promptOf(body));
  const output = finish === 'truncated' ? Number(body['max_output_tokens']) : tokens(text);
  return {
    status: 200, headers: { 'x-request-id': `req_${randomUUID()}` },
    body: {
      id: `resp_${randomUUID()}`, object: 'response', created_at: 0, model: body['model'], error: null,
      status: finish === 'truncated' ? 'incomplete' : 'completed',
      incomplete_details: finish === 'truncated' ? { reason: 'max_output_tokens' } : null,
      output: [
        { id: 'rs_1', type: 'reasoning', summary: [] },
        { id: 'msg_1', type: 'message', role: 'assistant', status: finish === 'truncated' ? 'incomplete' : 'completed', content: [part] },
      ],
      usage: { input_tokens: input, input_tokens_details: { cached_tokens: 0 }, output_tokens: output, output_tokens_details: { reasoning_tokens: 0 }, total_tokens: input + output },
    },
  };
}

/** Unit vectors that depend on the text alone, in the encoding asked for. */
export function embeddingsAnswer(body: Body): Wire {
  const inputs = (Array.isArray(body['input']) ? body['input'] : [body['input']]).map(String);
  const size = Number(body['dimensions'] ?? 3072);
  const data = inputs.map((text, index) => {
    const bytes = createHash('shake256', { outputLength: size }).update(text).digest();
    const raw = Float32Array.from(bytes, (byte) => byte - 127.5);
    const norm = Math.hypot(...raw);
    const vector = raw.map((x) => x / norm);
    return { object: 'embedding', index, embedding: body['encoding_format'] === 'base64' ? Buffer.from(vector.buffer).toString('base64') : [...vector] };
  });
  // Out of order on purpose: callers must go by `index`.
  data.reverse();
  const used = tokens(inputs.join(' '));
  return {
    status: 200, headers: { 'x-request-id': `req_${randomUUID()}` },
    body: { object: 'list', model: body['model'], data, usage: { prompt_tokens: used, total_tokens: used } },
  };
}

/** An error as each provider words it. Real ones echo keys and inputs, and so does `message` here. */
export function errorAnswer(provider: 'anthropic' | 'openai', status: number, type: string, message: string, headers: Record<string, string> = {}): Wire {
  const id = `req_${randomUUID()}`;
  return {
    status, headers: { [provider === 'anthropic' ? 'request-id' : 'x-request-id']: id, ...headers },
    body: provider === 'anthropic' ? { type: 'error', error: { type, message }, request_id: id } : { error: { type, code: type, message, param: null } },
  };
}
