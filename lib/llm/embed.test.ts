import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryBudget } from '@/lib/llm/budget';
import { EMBEDDING_DIMENSIONS, embeddingText, similarity, type EmbeddingInput } from '@/lib/llm/embed';
import { builtinVector } from '@/lib/llm/embed-builtin';
import { batches, EmbeddingRefused, openaiEmbedder } from '@/lib/llm/embed-openai';
import { startFakeProviders, type FakeProviders } from '@/lib/llm/testing/fake-providers';
import { CANARY, harness, IMPATIENT } from '@/lib/llm/testing/harness';

const INDUSTRIES = ['software', 'retail', 'medical', 'finance', 'marketing', 'telecom', 'services', 'entertainment'];
const WORDS = ['budget', 'pricing', 'pilot', 'security', 'review', 'legal', 'champion', 'renewal', 'integration', 'discount', 'timeline', 'procurement', 'demo', 'contract'];

type Deal = { industry: string; product: string; stage: string; amount: number; employees: number; words: string[] };
const deal: fc.Arbitrary<Deal> = fc.record({
  industry: fc.constantFrom(...INDUSTRIES), product: fc.constantFrom('alpha', 'beta', 'gamma', 'delta', 'epsilon'), stage: fc.constantFrom('prospecting', 'engaging', 'closing'),
  amount: fc.integer({ min: 500, max: 500_000 }), employees: fc.integer({ min: 5, max: 50_000 }), words: fc.array(fc.constantFrom(...WORDS), { minLength: 4, maxLength: 25 }),
});
const input = (d: Deal): EmbeddingInput => ({
  fields: [{ name: 'industry', value: d.industry, weight: 1 }, { name: 'product', value: d.product, weight: 1 }, { name: 'stage', value: d.stage, weight: 0.7 }],
  numbers: [
    { name: 'amount', value: Math.log10(d.amount), width: 0.4, weight: 1, shown: `$${d.amount}` },
    { name: 'employees', value: Math.log10(d.employees), width: 0.5, weight: 0.7, shown: String(d.employees) },
  ],
  text: d.words.join(' '),
});

describe('built-in embedding', () => {
  it('has unit length and is deterministic for anything at all', () => {
    const any = fc.record({
      fields: fc.array(fc.record({ name: fc.string(), value: fc.string({ unit: 'binary' }), weight: fc.double({ min: 0, max: 5, noNaN: true }) })),
      numbers: fc.array(fc.record({ name: fc.string(), value: fc.double({ min: -20, max: 20, noNaN: true }), width: fc.double({ min: 0.01, max: 10, noNaN: true }), weight: fc.double({ min: 0, max: 5, noNaN: true }), shown: fc.string() })),
      text: fc.string({ unit: 'binary' }),
    });
    fc.assert(fc.property(any, (given) => {
      const vector = builtinVector(given);
      expect(vector).toHaveLength(EMBEDDING_DIMENSIONS);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
      expect(builtinVector(structuredClone(given))).toEqual(vector);
    }));
  });

  it('does not change between releases: stored vectors would lose their meaning', () => {
    const vector = builtinVector(input({ industry: 'software', product: 'alpha', stage: 'closing', amount: 12_000, employees: 300, words: ['Budget', 'größer'] }));
    expect([...vector.subarray(0, 128)].filter((x) => x !== 0).length).toBeGreaterThan(20);
    expect(Array.from(vector, (x) => Math.round(x * 1e4)).reduce((hash, x, i) => (Math.imul(hash, 31) + x * (i + 1)) | 0, 7)).toMatchInlineSnapshot(`-542816303`);
  });

  it('puts a deal nearer to a slightly different one than to an unrelated one', () => {
    fc.assert(fc.property(deal, deal, fc.double({ min: 0.85, max: 1.15, noNaN: true }), (a, b, factor) => {
      const different = [a.industry !== b.industry, a.product !== b.product, a.stage !== b.stage].filter(Boolean).length;
      fc.pre(different >= 2 && Math.abs(Math.log10(a.amount / b.amount)) > 0.8 && Math.abs(Math.log10(a.employees / b.employees)) > 0.5);
      const near = builtinVector(input({ ...a, amount: Math.round(a.amount * factor), employees: Math.round(a.employees * factor), words: [...a.words.slice(1), 'demo'] }));
      const self = builtinVector(input(a));
      expect(similarity(self, near)).toBeGreaterThan(0.75);
      expect(similarity(self, near)).toBeGreaterThan(similarity(self, builtinVector(input(b))) + 0.1);
    }), { numRuns: 1_000 });
  });

  it('finds near numbers near, and nearer the closer they are', () => {
    const at = (amount: number) => builtinVector({ fields: [], numbers: [{ name: 'amount', value: Math.log10(amount), width: 0.4, weight: 1, shown: '' }], text: '' });
    const sims = [10_000, 12_000, 16_000, 25_000, 60_000, 150_000].map((amount) => similarity(at(10_000), at(amount)));
    expect(sims).toEqual([...sims].sort((x, y) => y - x));
    // The Gaussian kernel of the difference in widths, to the accuracy of eight frequencies.
    [12_000, 16_000, 25_000, 60_000].forEach((amount, i) => expect(sims[i + 1]).toBeCloseTo(Math.exp(-((Math.log10(amount / 10_000) / 0.4) ** 2) / 2), 1));
    expect(sims[5]).toBeLessThan(0.1);
  });

  it('lets one different category show, and leaves unknown ones out', () => {
    const base = input({ industry: 'software', product: 'alpha', stage: 'closing', amount: 9_000, employees: 90, words: ['pilot'] });
    const other = { ...base, fields: base.fields.map((field) => (field.name === 'industry' ? { ...field, value: 'retail' } : field)) };
    expect(similarity(builtinVector(base), builtinVector(other))).toBeLessThan(0.9);
    expect(builtinVector({ ...base, fields: [...base.fields, { name: 'country', value: '  ', weight: 3 }] })).toEqual(builtinVector(base));
  });

  it('reads words by their pieces, in every script, whatever the length of the text', () => {
    const of = (text: string) => builtinVector({ fields: [], numbers: [], text });
    expect(similarity(of('pricing'), of('priced'))).toBeGreaterThan(similarity(of('pricing'), of('legal')) + 0.15);
    expect(similarity(of('Preisverhandlung läuft'), of('preisverhandlung LÄUFT!'))).toBeCloseTo(1, 5);
    expect(similarity(of('予算 確認'), of('予算 確認'))).toBeCloseTo(1, 5);
    expect(similarity(of('予算'), of('法務'))).toBeLessThan(0.5);
    const facts = { fields: [{ name: 'industry', value: 'retail', weight: 1 }], numbers: [] };
    const short = builtinVector({ ...facts, text: 'pilot' });
    const long = builtinVector({ ...facts, text: `${WORDS.join(' ')} `.repeat(50) });
    expect(Math.hypot(...long.subarray(0, 128))).toBeCloseTo(Math.hypot(...short.subarray(0, 128)), 5);
  });

  it('refuses numbers that are none', () => {
    for (const value of [NaN, Infinity]) expect(() => builtinVector({ fields: [], numbers: [{ name: 'amount', value, width: 1, weight: 1, shown: '' }], text: '' })).toThrow(RangeError);
    expect(() => similarity(new Float32Array(3), new Float32Array(4))).toThrow(RangeError);
  });
});

describe('OpenAI embedding', () => {
  let fake: FakeProviders;
  beforeAll(async () => { fake = await startFakeProviders(); });
  afterAll(() => fake.close());
  beforeEach(() => { fake.requests.length = 0; fake.script('openai', [], 'ok'); });
  const options = () => ({ apiKey: CANARY, baseURL: fake.openaiURL });
  const text = (words: string): EmbeddingInput => ({ fields: [{ name: 'industry', value: 'retail', weight: 1 }], numbers: [], text: words });

  it('renders the input as text, heaviest fact first', () => {
    expect(embeddingText(input({ industry: 'retail', product: 'beta', stage: 'closing', amount: 900, employees: 9, words: ['pilot'] })))
      .toBe('industry: retail\nproduct: beta\namount: $900\nstage: closing\nemployees: 9\npilot');
    expect(embeddingText({ fields: [], numbers: [], text: ' ' })).toBe('nothing known');
  });

  it('asks for 256 dimensions, in batches, and keeps the order', async () => {
    const { deps, traces } = harness(fake);
    const inputs = Array.from({ length: 300 }, (_, i) => text(`deal ${i}`));
    const vectors = await openaiEmbedder(options(), deps).embed(inputs);
    expect(fake.requests.map((request) => (request.body['input'] as string[]).length)).toEqual([256, 44]);
    expect(fake.requests[0]?.body).toMatchObject({ model: 'text-embedding-3-large', dimensions: 256 });
    expect(vectors).toHaveLength(300);
    const alone = await openaiEmbedder(options(), deps).embed([text('deal 270')]);
    expect(similarity(vectors[270] ?? new Float32Array(), alone[0] ?? new Float32Array())).toBeCloseTo(1, 5);
    expect(similarity(vectors[269] ?? new Float32Array(), alone[0] ?? new Float32Array())).toBeLessThan(0.5);
    expect(traces[0]).toMatchObject({ task: 'embed', provider: 'openai', status: 'ok', tokensOut: 0, errorKind: null });
    expect(traces[0]?.costMicros).toBe(Math.ceil((traces[0]?.tokensIn ?? 0) * 0.13));
    expect(await openaiEmbedder(options(), deps).embed([])).toEqual([]);
  });

  it('splits long texts over batches', () => {
    const sizes = batches([...Array.from({ length: 60 }, () => 'x'.repeat(6_000))]).map((batch) => batch.length);
    expect(sizes).toEqual([25, 25, 10]);
  });

  it('retries what passes, and fails typed on what does not', async () => {
    fake.script('openai', ['429:2', '529', 'ok']);
    const { deps, traces, pauses } = harness(fake);
    await openaiEmbedder(options(), deps).embed([text('a')]);
    expect(traces.map((row) => [row.attempt, row.status, row.errorKind])).toEqual([[1, 'failed', 'rate_limited'], [2, 'failed', 'overloaded'], [3, 'ok', null]]);
    expect(pauses).toEqual([2_375, 750]);
    for (const [mode, kind] of [['bad_auth', 'auth'], ['hang', 'timeout'], ['bad_request', 'rejected'], ['quota', 'quota']] as const) {
      fake.script('openai', [mode]);
      await expect(openaiEmbedder(options(), harness(fake, { retry: IMPATIENT }).deps).embed([text('a')])).rejects.toMatchObject({ name: 'ModelFailure', kind });
    }
    fake.script('openai', [], '500');
    await expect(openaiEmbedder(options(), harness(fake).deps).embed([text('a')])).rejects.toMatchObject({ kind: 'server_error', status: 500 });
  });

  it('keeps to budget, breaker and signal', async () => {
    const broke = harness(fake, { budget: memoryBudget({ tokens: 3, costMicros: null }) });
    await expect(openaiEmbedder(options(), broke.deps).embed([text('too long')])).rejects.toBeInstanceOf(EmbeddingRefused);
    expect(fake.requests).toHaveLength(0);

    const tripped = harness(fake, { breakerPolicy: { threshold: 1, openMs: 30_000, probeMs: 1_000 }, retry: { attempts: 1 } });
    fake.script('openai', ['500']);
    await expect(openaiEmbedder(options(), tripped.deps).embed([text('a')])).rejects.toMatchObject({ kind: 'server_error' });
    await expect(openaiEmbedder(options(), tripped.deps).embed([text('a')])).rejects.toThrow(/left alone for 30 s/);
    tripped.clock.advance(30_000);
    await expect(openaiEmbedder(options(), tripped.deps).embed([text('a')])).resolves.toHaveLength(1);

    await expect(openaiEmbedder(options(), harness(fake).deps).embed([text('a')], { signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: 'aborted' });
  });
});
