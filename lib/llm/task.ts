/**
 * A language task is a value: what goes in, what the model is asked to write (wire), what we accept (output), how the
 * prompt is made, and what the built-in computes from the same input when no model answers.
 */
import { z } from 'zod';
import type { PromptTemplate } from '@/lib/llm/prompt';

export type Effort = 'low' | 'medium' | 'high';

/** Settings that travel with a prompt version. `effort` is sent only to models that know it, so it is unset by default. */
export type PromptConfig = { maxTokens?: number; effort?: Effort };
export type PromptVersion = { version: string; template: PromptTemplate; config: PromptConfig };

export type LanguageTask<I, O> = {
  /** Letters, digits and underscores: it is also the schema's name on the wire. */
  name: string;
  input: z.ZodType<I>;
  /** Plain shape for the model; `wireProblems` says what is not plain. */
  wire: z.ZodObject;
  /** Strict: ranges, lengths, formats. Checks without transforming, since the built-in's answer passes through it too. */
  output: z.ZodType<O>;
  /** What the output must keep towards this input (citations resolve, dates lie ahead): problems in words, none when right. */
  check?: (output: O, input: I) => string[];
  render(input: I, template: PromptTemplate): PromptTemplate;
  /** Deterministic and pure; computes, never canned. */
  builtin(input: I): O;
  /** Shipped version "1". */
  defaultPrompt: { template: PromptTemplate; config: PromptConfig };
  /** Longest answer in tokens, the model's hidden reasoning included. */
  maxTokens: number;
};

/** Checks at load that the task can be sent to every provider. Throws RangeError otherwise. */
export function defineTask<I, O>(task: LanguageTask<I, O>): LanguageTask<I, O> {
  if (!/^[a-z][a-z0-9_]{0,59}$/.test(task.name)) throw new RangeError(`not a task name: ${task.name}`);
  const problems = wireProblems(task.wire);
  if (problems.length > 0) throw new RangeError(`wire schema of ${task.name}: ${problems.join('; ')}`);
  return task;
}

/** The version used when nobody has written another. */
export const shippedPrompt = <I, O>(task: LanguageTask<I, O>): PromptVersion => ({ version: '1', ...task.defaultPrompt });

/** What travels on the wire: an answer, or the right to abstain with a reason. */
export const envelope = (wire: z.ZodObject) => z.object({
  answer: wire.nullable(),
  abstention: z.string().nullable().describe('why no honest answer can be given; null when there is one'),
});

const PLAIN = new Set(['$schema', '$defs', '$ref', 'type', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'const', 'anyOf', 'oneOf', 'description', 'title']);

/**
 * What in a wire schema providers refuse or silently drop: lengths, ranges, patterns, formats, defaults, optional keys.
 * (OpenAI's strict mode wants every key required; Anthropic moves unknown keywords into the description.)
 */
export function wireProblems(wire: z.ZodObject): string[] {
  const found: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const schema = node as Record<string, unknown>;
    for (const key of Object.keys(schema)) if (!PLAIN.has(key)) found.push(`${path}: ${key} belongs in the output schema`);
    if ([schema['type']].flat().includes('object')) {
      const properties = (schema['properties'] ?? {}) as Record<string, unknown>;
      const required = new Set((schema['required'] ?? []) as string[]);
      if (schema['additionalProperties'] !== false) found.push(`${path}: keys must be listed`);
      for (const [name, child] of Object.entries(properties)) {
        if (!required.has(name)) found.push(`${path}.${name}: use null instead of optional`);
        visit(child, `${path}.${name}`);
      }
    }
    visit(schema['items'], `${path}[]`);
    for (const list of ['anyOf', 'oneOf']) for (const branch of (schema[list] ?? []) as unknown[]) visit(branch, path);
    for (const [name, child] of Object.entries((schema['$defs'] ?? {}) as Record<string, unknown>)) visit(child, name);
  };
  visit(z.toJSONSchema(wire), 'answer');
  return found;
}
