import { beforeAll, describe, expect, it } from 'vitest';
import { createDeal } from '@/lib/deals/create-deal';
import { moveStage } from '@/lib/deals/move-stage';
import { recordFeedback } from '@/lib/feedback/record-feedback';
import { recordSignals } from '@/lib/feedback/record-signals';
import { generateNow } from '@/lib/insights/generate-insights';
import { listInsights } from '@/lib/insights/list-insights';
import { requestInsights } from '@/lib/insights/request-insights';
import { readEnv } from '@/lib/server/env';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import type { Scope } from '@/lib/server/scope';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { baseRates } from './base-rates';
import type { Measure } from './schema';
import { testable } from './testable';

useDatabase();

const DEALS = 24;
const ago = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString();
let ours: TestWorkspace, operator: Scope, rep: Scope;

beforeAll(async () => {
  ours = await newTestWorkspace();
  operator = await newMember(ours, 'operator', 'Olga Operator');
  rep = await newMember(ours, 'rep', 'Robin Rep');
  // 24 deals, advised on a day each: 6 answered (3 helpful), 3 acted on, 4 won at 1,000.
  for (let i = 0; i < DEALS; i++) {
    const { id } = await createDeal(rep, { name: `Deal ${i}`, amount: 1000, openedAt: ago(60), expectedCloseAt: ago(5) });
    const { runId } = await requestInsights(rep, id);
    await generateNow(ours.system, runId);
    await asOwner('update insight_run set created_at = now() - $2::int * interval \'1 day\' + interval \'1 hour\' where id = $1', [runId, i + 1]);
    const { data } = await listInsights(rep, id);
    if (i < 20) await recordSignals(rep, [{ insightId: data[0]!.id, kind: 'seen' }]);
    if (i < 6) await recordFeedback(rep, data[0]!.id, { kind: i < 3 ? 'helpful' : 'incorrect', ...(i < 3 ? { actedOn: { action: 'Called' } } : {}) });
    if (i < 4) await moveStage(rep, id, { stageId: ours.stage('Won').id, reason: 'test' });
  }
});

const rule = { kind: 'rule' as const, ruleKey: 'stalled' };
const rate = (found: Awaited<ReturnType<typeof baseRates>>, measure: Measure) => found.rates.find((one) => one.measure === measure)!;

describe('base rates', () => {
  it('are what units did since they would have been exposed, with how many there are a day', async () => {
    const found = await baseRates(operator, { unit: 'deal', subject: rule });
    expect(found.traffic).toMatchObject({ units: DEALS, days: DEALS, perDay: 1, missing: null });
    expect(rate(found, 'answered')).toMatchObject({ n: DEALS, value: 6 / DEALS, kind: 'binomial', missing: null });
    expect(rate(found, 'acted').value).toBeCloseTo(3 / DEALS, 10);
    expect(rate(found, 'won').value).toBeCloseTo(4 / DEALS, 10);
    expect(rate(found, 'revenue')).toMatchObject({ kind: 'mean', value: 4000 / DEALS });
    // Six deals have an answer: no ratio to plan by.
    expect(rate(found, 'helpful')).toMatchObject({ value: null, missing: `Only 6 of ${DEALS} have an answer.` });
  });

  it('say what is missing instead of a figure', async () => {
    const followed = await baseRates(operator, { unit: 'deal', subject: rule, followDays: 14 });
    expect(rate(followed, 'won')).toMatchObject({ value: null, n: 10, missing: 'Only 10 deals were advised on in the last 90 days and could be followed for 14 days: from 20 on there is a rate.' });
    expect((await baseRates(operator, { unit: 'deal', subject: rule, windowDays: 7 })).traffic.units).toBeLessThan(8);
    const accounts = await baseRates(operator, { unit: 'account', subject: rule });
    expect(accounts.traffic).toEqual({ perDay: null, units: 0, days: 90, missing: 'No account was advised on in the last 90 days.' });
    const messages = await baseRates(operator, { unit: 'message', subject: { kind: 'external', what: 'hook' } });
    expect(messages.traffic).toMatchObject({ perDay: null, missing: expect.stringContaining('a program draws them') as unknown });
    const people = await baseRates(operator, { unit: 'user', subject: { kind: 'presentation' } });
    expect(people.traffic.units).toBe(1);
    expect(rate(people, 'answered').missing).toContain('Only 1 person saw advice');
    const seen = await baseRates(operator, { unit: 'deal', subject: { kind: 'presentation' } });
    expect(seen.traffic.units).toBe(20);
    expect(rate(seen, 'answered').value).toBeCloseTo(6 / 20, 10);
  });

  it('of another workspace are its own', async () => {
    const theirs = await newTestWorkspace();
    expect((await baseRates(theirs.system, { unit: 'deal', subject: rule })).traffic.units).toBe(0);
  });
});

describe('what can be tested', () => {
  const holder = globalThis as typeof globalThis & { winloopEnv?: unknown };
  const kinds = async () => Object.fromEntries((await testable(operator)).subjects.map(({ kind, available, reason }) => [kind, { available, reason }]));

  it('without a key rules and presentation; prompts and models say why not', async () => {
    const found = await kinds();
    expect(found).toMatchObject({ presentation: { available: true, reason: null }, external: { available: true } });
    for (const kind of ['prompt', 'model']) expect(found[kind]).toEqual({ available: false, reason: expect.stringContaining('No key') as unknown });
    const { subjects, measures, attributes } = await testable(operator);
    const rules = subjects.find((one) => one.kind === 'rule')!;
    expect(rules.kind === 'rule' && rules.choices.every(({ settings, reason, available }) => settings.every(({ min, max, value }) => min <= value && value <= max) && (reason === null) === available)).toBe(true);
    expect(measures.map(({ measure }) => measure)).toContain('helpful');
    expect(attributes.map(({ attribute }) => attribute)).toContain('stage');
  });

  it('with a key models at once, and prompts from the second version on', async () => {
    holder.winloopEnv = readEnv({ NODE_ENV: 'test', OPENAI_API_KEY: 'sk-test-0123456789' });
    try {
      const found = await kinds();
      expect(found.model).toEqual({ available: true, reason: null });
      expect(found.prompt).toEqual({ available: false, reason: expect.stringContaining('only one version') as unknown });
    } finally {
      Reflect.deleteProperty(holder, 'winloopEnv');
    }
  });
});
