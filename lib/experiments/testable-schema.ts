/** Shapes of what can be tested in a workspace, and why not where it cannot. Browser-safe. */
import { z } from 'zod';
import { EXTERNAL_SUBJECTS, measure, metricKind, presentation, unit } from './schema';

const offered = { available: z.boolean(), reason: z.string().nullable().describe('why a test would find nothing now, and what would change that; null where it can be tested') };
const units = z.array(unit).describe('what may be drawn');
const provider = z.enum(['anthropic', 'openai', 'builtin']);

export const testableRule = z.object({
  key: z.string(), name: z.string(), polarity: z.enum(['risk', 'opportunity']), speaksOf: z.string(), enabled: z.boolean(), record: z.string(), units, ...offered,
  settings: z.array(z.object({ key: z.string(), label: z.string(), unit: z.string(), min: z.number(), max: z.number(), value: z.number() })),
});
export type TestableRule = z.infer<typeof testableRule>;
export const testablePrompt = z.object({
  task: z.string(), title: z.string(), units, ...offered,
  versions: z.array(z.object({ id: z.uuid(), version: z.number().int(), production: z.boolean(), rationale: z.string().nullable() })),
});
export type TestablePrompt = z.infer<typeof testablePrompt>;
export const testableModel = z.object({ task: z.string(), title: z.string(), units, ...offered, providers: z.array(provider).describe('those that can answer'), first: provider.describe('who is asked now') });
export type TestableModel = z.infer<typeof testableModel>;

const words = (value: z.ZodType<string>) => z.array(z.object({ value, label: z.string() }));
/** One entry a kind of subject; available where at least one of its choices is. */
export const testableSubject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rule'), choices: z.array(testableRule), ...offered }),
  z.object({ kind: z.literal('presentation'), units, present: presentation, orders: words(presentation.shape.order), wordings: words(presentation.shape.wording), ...offered }),
  z.object({ kind: z.literal('prompt'), choices: z.array(testablePrompt), ...offered }),
  z.object({ kind: z.literal('model'), choices: z.array(testableModel), ...offered }),
  z.object({ kind: z.literal('external'), units, what: z.array(z.enum(EXTERNAL_SUBJECTS)), ...offered }),
]);
export type TestableSubject = z.infer<typeof testableSubject>;

export const testable = z.object({
  subjects: z.array(testableSubject),
  attributes: z.array(z.object({ attribute: z.string(), label: z.string(), kind: z.enum(['text', 'number', 'boolean']), what: z.string(), units })).describe('for targeting, and for breaking results down'),
  measures: z.array(z.object({ measure, name: z.string(), what: z.string(), better: z.enum(['higher', 'lower']), kinds: z.array(metricKind), units })).describe('what the product counts by itself'),
});
export type Testable = z.infer<typeof testable>;
