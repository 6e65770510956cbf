import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { builtinAnswer } from '@/lib/llm/builtin';
import { inventAnswer } from '@/lib/llm/testing/invent-answer';
import { silenceTask, silentDeal } from '@/lib/llm/testing/silence-task';
import { defineTask, envelope, shippedPrompt, wireProblems } from '@/lib/llm/task';
import { canonicalJson, contentHash } from '@/lib/llm/trace';

describe('wire schemas', () => {
  it.each([
    [z.object({ a: z.string().max(3) }), /maxLength/],
    [z.object({ a: z.number().min(0) }), /minimum/],
    [z.object({ a: z.number().int() }), /maximum|minimum/],
    [z.object({ a: z.iso.date() }), /format/],
    [z.object({ a: z.array(z.string()).min(1) }), /minItems/],
    [z.object({ a: z.object({ b: z.string().optional() }) }), /a\.b: use null instead of optional/],
    [z.object({ a: z.string().default('x') }), /default/],
    [z.object({ a: z.record(z.string(), z.string()) }), /keys must be listed/],
  ])('are plain: %#', (wire, problem) => {
    expect(wireProblems(wire).join('; ')).toMatch(problem);
    expect(() => defineTask({ ...silenceTask, wire })).toThrow(RangeError);
  });

  it('may nest, choose and be null', () => {
    const part = z.object({ kind: z.enum(['a', 'b']), text: z.string().nullable() });
    expect(wireProblems(z.object({ parts: z.array(part), other: part.nullable(), either: z.union([z.string(), part]), one: z.literal('x') }))).toEqual([]);
  });
});

describe('built-in', () => {
  it('is held to the same rules as a model', () => {
    expect(builtinAnswer(silenceTask, silentDeal)).toMatchObject({ severity: 'medium' });
    expect(() => builtinAnswer(silenceTask, { ...silentDeal, notes: [] })).toThrow();
    expect(() => builtinAnswer({ ...silenceTask, check: () => ['wrong'] }, silentDeal)).toThrow(/breaks its own rules/);
  });
});

describe('prompt versions and hashes', () => {
  it('ships version 1', () => expect(shippedPrompt(silenceTask)).toMatchObject({ version: '1', template: silenceTask.defaultPrompt.template }));

  it('hashes content, not the order of keys', () => {
    expect(contentHash({ a: 1, b: [{ d: 1, c: 2 }] })).toBe(contentHash({ b: [{ c: 2, d: 1 }], a: 1 }));
    expect(contentHash({ a: 1 })).not.toBe(contentHash({ a: '1' }));
    expect(canonicalJson({ b: new Date(0), a: undefined })).toBe('{"b":"1970-01-01T00:00:00.000Z"}');
  });
});

describe('invented answers', () => {
  it('fit the schema they were asked for', () => {
    const item = z.object({ kind: z.enum(['deal', 'note']), id: z.string(), quote: z.string() });
    const wire = z.object({
      type: z.enum(['risk', 'opportunity']), confidence: z.number(), dueInDays: z.number(), by: z.string(), yes: z.boolean(), none: z.null(),
      evidence: z.array(item), second: item.nullable(), either: z.union([z.literal('x'), z.literal('y')]), owner: z.string().nullable(),
    });
    const today = new Date('2026-11-21T00:00:00Z');
    const answer = inventAnswer(z.toJSONSchema(envelope(wire), { reused: 'ref' }), { prompt: '<rule id="r-1">x</rule><similar_deal id="deal-1" won="yes">A &amp; B</similar_deal>', today });
    const parsed = envelope(wire).parse(answer);
    expect(parsed.abstention).toBeNull();
    expect(parsed.answer).toMatchObject({ by: '2026-12-21', evidence: [{ kind: 'deal', id: 'deal-1', quote: 'A & B' }], second: { id: 'deal-1' }, owner: null, confidence: 0.6, dueInDays: 7 });
  });
});
