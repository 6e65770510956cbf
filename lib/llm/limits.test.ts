/** Breaker, retry, budget and prices: pure steps. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admit, CLOSED, failed, succeeded, type BreakerState } from '@/lib/llm/breaker';
import { budgetRefusal, memoryBudget } from '@/lib/llm/budget';
import { kindOfStatus, ModelFailure, retryAfterMs } from '@/lib/llm/failure';
import { costMicros } from '@/lib/llm/prices';
import { pauseBefore, RETRY_POLICY } from '@/lib/llm/retry';

describe('breaker', () => {
  const policy = { threshold: 3, openMs: 1_000, probeMs: 500 };

  it('never admits while open, and admits again whatever happened once the pause is over', () => {
    const event = fc.record({ dt: fc.nat(700), what: fc.constantFrom('ok', 'fail', 'retryAfter') });
    fc.assert(fc.property(fc.array(event), (events) => {
      let state: BreakerState = CLOSED;
      let now = 0;
      for (const { dt, what } of events) {
        now += dt;
        const gate = admit(state, now, policy);
        if (gate.result.admitted) expect(now).toBeGreaterThanOrEqual(state.openUntil);
        else expect(gate.result.retryAt).toBeGreaterThan(now);
        state = gate.state;
        if (!gate.result.admitted) continue;
        state = what === 'ok' ? succeeded(state).state : failed(state, now, policy, what === 'retryAfter' ? 900 : null).state;
      }
      expect(admit(state, now + 1_501, policy).result.admitted).toBe(true);
    }));
  });

  it('keeps a pause that the provider asked for although another call succeeds', () => {
    const state = succeeded(failed(CLOSED, 0, policy, 800).state).state;
    expect(admit(state, 799, policy).result).toEqual({ admitted: false, retryAt: 800 });
    expect(admit(state, 800, policy).result).toEqual({ admitted: true });
  });
});

describe('retry', () => {
  const failure = (asked: number | null) => new ModelFailure('openai', 'rate_limited', { retryAfterMs: asked });

  it('never waits less than asked, nor more than allowed', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 2 }), fc.nat(60_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (retry, asked, random) => {
      const pause = pauseBefore(retry, failure(asked), RETRY_POLICY, random);
      if (asked > RETRY_POLICY.longestPauseMs) {
        expect(pause).toBeNull();
      } else {
        expect(pause).toBeGreaterThan(asked);
        expect(pause).toBeLessThanOrEqual(asked + RETRY_POLICY.backoffCapMs);
      }
    }));
    expect(pauseBefore(3, failure(null), RETRY_POLICY, 0)).toBeNull();
  });

  it('reads the pause in every form it is sent', () => {
    const now = Date.parse('2026-11-21T10:00:00Z');
    expect(retryAfterMs(new Headers({ 'retry-after': '1.5' }), now)).toBe(1_500);
    expect(retryAfterMs(new Headers({ 'retry-after': 'Sat, 21 Nov 2026 10:00:20 GMT' }), now)).toBe(20_000);
    expect(retryAfterMs(new Headers({ 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT' }), now)).toBe(0);
    expect(retryAfterMs(new Headers({ 'retry-after-ms': '250', 'retry-after': '9' }), now)).toBe(250);
    expect(retryAfterMs(new Headers({ 'retry-after': 'soon' }), now)).toBeNull();
    expect(retryAfterMs(undefined, now)).toBeNull();
  });

  it.each([
    [429, null, 'rate_limited'], [429, 'insufficient_quota', 'quota'], [402, 'billing_error', 'quota'], [529, 'overloaded_error', 'overloaded'],
    [503, null, 'overloaded'], [500, 'overloaded_error', 'overloaded'], [500, null, 'server_error'], [504, null, 'server_error'], [408, null, 'server_error'],
    [401, null, 'auth'], [403, null, 'auth'], [400, null, 'rejected'], [404, null, 'rejected'], [413, null, 'rejected'],
  ] as const)('%d %s is %s', (status, code, kind) => expect(kindOfStatus(status, code)).toBe(kind));
});

describe('budget', () => {
  it('never lets what is used and reserved exceed the cap, in any order of settling', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.record({ most: fc.nat(400), share: fc.double({ min: 0, max: 1, noNaN: true }), late: fc.boolean() })), async (calls) => {
      const budget = memoryBudget({ tokens: 1_000, costMicros: null });
      const open: (() => Promise<void>)[] = [];
      for (const { most, share, late } of calls) {
        const reservation = await budget.reserve({ tokens: most, costMicros: null });
        if (!reservation.ok) continue;
        const settle = () => reservation.settle({ tokens: Math.floor(most * share), costMicros: 0 });
        if (late) open.push(settle);
        else await settle();
        expect(budget.spent.tokens).toBeLessThanOrEqual(1_000);
      }
      for (const settle of open.reverse()) await settle();
      expect(budget.spent.tokens).toBeLessThanOrEqual(1_000);
      expect(budget.spent.tokens).toBeGreaterThanOrEqual(0);
    }));
  });

  it('says which cap would be exceeded', () => {
    const spent = { tokens: 90, costMicros: 900_000 };
    expect(budgetRefusal({ tokens: null, costMicros: null }, spent, { tokens: 1e9, costMicros: null })).toBeNull();
    expect(budgetRefusal({ tokens: 100, costMicros: null }, spent, { tokens: 11, costMicros: 0 })).toMatch(/100 tokens/);
    expect(budgetRefusal({ tokens: 101, costMicros: 1_000_000 }, spent, { tokens: 11, costMicros: 100_001 })).toMatch(/\$1\.00 would be exceeded \(\$0\.90/);
    expect(budgetRefusal({ tokens: 101, costMicros: 1_000_000 }, spent, { tokens: 11, costMicros: 100_000 })).toBeNull();
  });
});

describe('prices', () => {
  const usage = { input: 1_000_000, cachedInput: 500_000, output: 100_000 };

  it('charges fresh input, cached input and output each at its own price', () => {
    expect(costMicros('gpt-5.6-terra', usage)).toBe(500_000 * 2 + 500_000 * 0.2 + 100_000 * 12);
    expect(costMicros('gpt-5.4-mini-2026-03-17', usage)).toBe(costMicros('gpt-5.4-mini', usage));
    expect(costMicros('text-embedding-3-large', { input: 10, cachedInput: 0, output: 0 })).toBe(2);
  });

  it('does not guess', () => {
    expect(costMicros('gpt-5.6-terra-turbo', usage)).toBeNull();
    expect(costMicros('constructor', usage)).toBeNull();
  });
});
