/** What must have happened, whoever executed: see README.md. The cases run beside each other; each looks at its own effects only. */
import { randomBytes } from 'node:crypto';
import { describe, it } from 'vitest';
import { useDatabase } from '@/lib/server/db/testing/database';
import { flowFunctions } from './testing/flow-functions';
import { stepFunctions } from './testing/step-functions';
import { effectsOf, labels, newTag, seconds, send, until, useConformance, type Effect } from './testing/world';

process.env.INNGEST_SIGNING_KEY ??= `signkey-test-${randomBytes(32).toString('hex')}`;
useDatabase();
useConformance([...stepFunctions, ...flowFunctions]);

const dataOf = (effects: readonly Effect[], label: string): unknown => effects.find((effect) => effect.label === label)?.data;
const apart = (one: Effect | undefined, other: Effect | undefined): number => ((other?.at.getTime() ?? NaN) - (one?.at.getTime() ?? NaN)) / 1000;

describe.concurrent('steps', () => {
  it('run once each, in order, with what the ones before gave', async ({ expect }) => {
    const tag = newTag();
    await send('in-order', tag, { n: 21 });
    const effects = await until(tag, 3);
    expect(labels(effects)).toEqual(['first', 'second', 'third']);
    expect(dataOf(effects, 'third')).toEqual({ second: 42 });
    expect(new Set(effects.map((effect) => effect.runId)).size).toBe(1);
  });

  it('are tried again when the function asks, without those before them', async ({ expect }) => {
    const tag = newTag();
    await send('retried', tag);
    const effects = await until(tag, 1, 'after');
    expect(labels(effects)).toEqual(['before', 'try', 'try', 'try', 'after']);
    expect(dataOf(effects, 'after')).toEqual({ tries: 3 });
    expect(apart(effects[1], effects[2])).toBeGreaterThan(0.9);
  });

  it('are not tried again after a NonRetriableError, which the function may catch', async ({ expect }) => {
    const tag = newTag();
    await send('final', tag);
    const effects = await until(tag, 1, 'after');
    expect(labels(effects)).toEqual(['try', 'after']);
    expect(dataOf(effects, 'after')).toEqual({ said: 'no use' });
  });

  it('that fail for good end the run and tell onFailure', async ({ expect }) => {
    const tag = newTag();
    await send('hopeless', tag);
    const effects = await until(tag, 1, 'told');
    expect(labels(effects)).toEqual(['try', 'told']);
    expect(dataOf(effects, 'told')).toEqual({ message: 'it broke' });
  });

  it('the function itself is tried again', async ({ expect }) => {
    const tag = newTag();
    await send('thrower', tag);
    expect((await until(tag, 2)).map((effect) => effect.data)).toEqual([{ attempt: 0 }, { attempt: 1 }]);
  });

  it('sleep for a while and until a time', async ({ expect }) => {
    const tag = newTag();
    await send('sleeper', tag);
    const effects = await until(tag, 3);
    expect(labels(effects)).toEqual(['before', 'between', 'after']);
    expect(apart(effects[0], effects[1])).toBeGreaterThan(1.9);
    expect(effects[2]!.at.getTime()).toBeGreaterThanOrEqual(new Date((effects[2]!.data as { until: string }).until).getTime() - 50);
  });

  it('run in parallel, once each, and join', async ({ expect }) => {
    const tag = newTag();
    await send('fan', tag);
    const effects = await until(tag, 1, 'join');
    expect(labels(effects).sort()).toEqual(['a', 'b', 'c', 'd', 'join']);
    expect(dataOf(effects, 'join')).toEqual({ parts: ['a', 'b', 'c', 'd'] });
  });

  it('race', async ({ expect }) => {
    const tag = newTag();
    const sent = Date.now();
    await send('race', tag);
    const [after] = await until(tag, 1);
    expect(after?.data).toEqual({ winner: 'quick' });
    expect(after!.at.getTime() - sent).toBeLessThan(4_900);
  });

  it('send many events, each heard once', async ({ expect }) => {
    const tag = newTag();
    await send('sender', tag);
    await until(tag, 21);
    await seconds(1);
    expect(labels(await effectsOf(tag)).sort()).toEqual(['sent', ...Array.from({ length: 20 }, (_, n) => `heard ${n}`)].sort());
  });
});

describe.concurrent('waits', () => {
  it('get the event that matches, each run its own', async ({ expect }) => {
    const tag = newTag();
    await Promise.all(['x', 'y'].map((order) => send('waiter', tag, { order: `${tag} ${order}` })));
    await until(tag, 2, 'ready');
    await seconds(2);
    await send('answer', tag, { order: `${tag} z`, said: 'no' });
    await send('answer', tag, { order: `${tag} y`, said: 'second' });
    await send('answer', tag, { order: `${tag} x`, said: 'first' });
    const got = (await until(tag, 2, 'got')).filter((effect) => effect.label === 'got').map((effect) => effect.data as { order: string; answer: { said: string } });
    expect(Object.fromEntries(got.map(({ order, answer }) => [order, answer.said]))).toEqual({ [`${tag} x`]: 'first', [`${tag} y`]: 'second' });
  });

  it('get the first event of which their condition holds', async ({ expect }) => {
    const tag = newTag();
    await send('chooser', tag);
    await until(tag, 1, 'ready');
    await seconds(2);
    for (const data of [{ size: 5, kind: 'big' }, { size: 50, kind: 'small' }, { size: 11, kind: 'big' }]) await send('choice', tag, data);
    expect(dataOf(await until(tag, 1, 'got'), 'got')).toEqual({ size: 11 });
  });

  it('end with nothing when their time is over', async ({ expect }) => {
    const tag = newTag();
    await send('patient', tag);
    const [gaveUp] = await until(tag, 1);
    expect(gaveUp?.data).toEqual({ answer: null, beside: 'beside' });
  });

  it('for an invoked function get what it gave, its failure, or that it is late', async ({ expect }) => {
    const tag = newTag();
    await send('invoker', tag);
    const effects = await until(tag, 1, 'after');
    expect(labels(effects)).toEqual(['doubled', 'doubled', 'after']);
    expect(dataOf(effects, 'after')).toEqual({ given: { doubled: 42 }, failed: expect.stringContaining('not thirteen'), late: 'too late' });
    expect(new Set(effects.map((effect) => effect.runId)).size).toBe(3);
    await until(tag, 1, 'late'); // it goes on by itself
  });
});

describe.concurrent('a run is made', () => {
  it('of an event of which the condition holds', async ({ expect }) => {
    const tag = newTag();
    for (const data of [{ kind: 'csv', n: 1 }, { kind: 'xls', n: 2 }, { kind: 'csv', n: 3 }]) await send('conditional', tag, data);
    await until(tag, 1);
    await seconds(1);
    expect((await effectsOf(tag)).map((effect) => effect.data)).toEqual([{ n: 3 }]);
  });

  it('once of fifty simultaneous identical events, and of a later one of the same id', async ({ expect }) => {
    const tag = newTag();
    await Promise.all(Array.from({ length: 50 }, () => send('once', tag, {}, `the same ${tag}`)));
    await until(tag, 1);
    await send('once', tag, {}, `the same ${tag}`);
    await seconds(1.5);
    expect(await effectsOf(tag)).toHaveLength(1);
  });

  it('once of an idempotency key', async ({ expect }) => {
    const tag = newTag();
    for (let n = 0; n < 4; n++) await send('keyed', tag, { cart: tag });
    await until(tag, 1);
    await seconds(1.5);
    expect(await effectsOf(tag)).toHaveLength(1);
  });

  it('once of a burst when debounced, with the last event', async ({ expect }) => {
    const tag = newTag();
    for (let n = 1; n <= 4; n++) {
      await send('debounced', tag, { n });
      await seconds(0.3);
    }
    await until(tag, 1);
    await seconds(3);
    expect((await effectsOf(tag)).map((effect) => effect.data)).toEqual([{ n: 4 }]);
  });

  it('no oftener than its rate, each key for itself', async ({ expect }) => {
    const tag = newTag();
    for (const who of ['a', 'a', 'b', 'a', 'b']) await send('limited', tag, { who });
    await until(tag, 2);
    await seconds(1.5);
    expect(labels(await effectsOf(tag)).sort()).toEqual(['ran a', 'ran b']);
  });

  it('and begins later when throttled; none is lost', async ({ expect }) => {
    const tag = newTag();
    for (let n = 0; n < 3; n++) await send('throttled', tag);
    const effects = await until(tag, 3);
    expect(apart(effects[0], effects[2])).toBeGreaterThan(3);
  });

  it('not beside an unfinished one when it is a singleton', async ({ expect }) => {
    const tag = newTag();
    await send('single', tag, { n: 1 });
    await until(tag, 1, 'began');
    await send('single', tag, { n: 2 });
    await until(tag, 1, 'ended');
    await seconds(1);
    expect((await effectsOf(tag)).map(({ label, data }) => [label, (data as { n: number }).n])).toEqual([['began', 1], ['ended', 1]]);
  });

  it('in place of the unfinished one when the singleton says so', async ({ expect }) => {
    const tag = newTag();
    await send('replaced', tag, { n: 1 });
    await until(tag, 1, 'began');
    await send('replaced', tag, { n: 2 });
    await until(tag, 1, 'ended');
    await seconds(2);
    expect((await effectsOf(tag)).map(({ label, data }) => [label, (data as { n: number }).n])).toEqual([['began', 1], ['began', 2], ['ended', 2]]);
  });
});

describe.concurrent('runs', () => {
  it('of one key work one at a time', async ({ expect }) => {
    const tag = newTag();
    for (let n = 0; n < 4; n++) await send('alone', tag, { n });
    const effects = await until(tag, 8);
    expect(labels(effects)).toEqual(Array.from({ length: 4 }, () => ['began', 'ended']).flat());
  });

  it('of higher priority go first', async ({ expect }) => {
    const tag = newTag();
    await send('ordered', tag, { n: 0, holds: true });
    await until(tag, 1);
    await send('ordered', tag, { n: 1 });
    await send('ordered', tag, { n: 2 });
    await send('ordered', tag, { n: 3, urgent: true });
    expect((await until(tag, 4)).map((effect) => (effect.data as { n: number }).n)).toEqual([0, 3, 1, 2]);
  });

  it('are ended by the event that says so, and only they', async ({ expect }) => {
    const tag = newTag();
    for (const order of ['x', 'y']) await send('cancelled', tag, { order: `${tag} ${order}` });
    await until(tag, 2, 'began');
    await seconds(0.5);
    await send('stop', tag, { order: `${tag} x` });
    await until(tag, 1, 'ended');
    await seconds(2);
    expect((await effectsOf(tag)).filter((effect) => effect.label === 'ended').map((effect) => effect.data)).toEqual([{ order: `${tag} y` }]);
  });

  it('that take longer than they may are ended', async ({ expect }) => {
    const tag = newTag();
    await send('timed', tag);
    await until(tag, 1);
    await seconds(14);
    expect(labels(await effectsOf(tag))).toEqual(['began']);
  });
});
