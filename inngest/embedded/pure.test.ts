import { describe, expect, it } from 'vitest';
import { backoff, retryAt } from './backoff';
import { cronProblem, dueTick, nextTick } from './cron';
import { comesTrue, keyOf, parseExpression, type Expression } from './expression';
import { readFunctions, UnsupportedFunctions } from './function-config';
import { laneOf, runOfTick, runsOf } from './plan';
import { readAnswer, sleepEnd } from './protocol';
import { jobsMode } from '../mode';

const NOW = new Date('2026-03-28T12:00:00Z');
const config = (more: object) => ({ functions: [{ id: 'winloop-f', name: 'f', triggers: [{ event: 'a/b' }], steps: { step: { id: 'step', name: 'step', runtime: { type: 'http', url: 'http://x/' } } }, ...more }] });

const read = (...given: Parameters<typeof parseExpression>): Expression => {
  const parsed = parseExpression(...given);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.expression;
};
const key = (text: string): Expression => read(text, 'key');

describe('expressions', () => {
  it('compare the own event with the one that came in', () => {
    const own = { data: { id: 'x', n: 3, plan: null } };
    const came = (data: object) => ({ data });
    const cases: [string, object, boolean][] = [
      ['event.data.id == async.data.id', { id: 'x' }, true], ['event.data.id == async.data.id', { id: 'y' }, false], ['event.data.id == async.data.id', {}, false],
      ["async.data.kind == 'csv' && async.data.size > 10", { kind: 'csv', size: 11 }, true], ["async.data.kind == 'csv' && async.data.size > 10", { kind: 'csv', size: 10 }, false],
      ["async.data.kind != 'csv' || async.data.size <= event.data.n", { kind: 'csv', size: 3 }, true], ['async.data.ok == true', { ok: true }, true],
      ['event.data.plan == null', {}, true], ['has(async.data.id) && async.data.id == event.data.id', {}, false], ["async.data.tags.exists(t, t == 'a')", { tags: ['b', 'a'] }, true],
    ];
    for (const [text, data, holds] of cases) expect([text, data, comesTrue(text, own, came(data))]).toEqual([text, data, holds]);
    expect(comesTrue(null, own, came({}))).toBe(true);
  });

  it('are refused when they cannot be read, speak of what is not there, or give the wrong thing', () => {
    for (const text of ['event.data.x ==', 'foo.x == 1', 'event.data.n + 1', 'async.data.x == 1', "'text'"]) expect(parseExpression(text, 'condition')).toHaveProperty('problem');
    expect(parseExpression('event.data.x', 'condition')).toHaveProperty('expression');
    expect(parseExpression("event.data.x == 'y'", 'number')).toHaveProperty('problem');
    expect(read("event.data.plan == 'big' ? 120 : -30", 'number').value({ event: { data: { plan: 'big' } } })).toBe(120);
  });

  it('look at own properties only', () => {
    const event = { data: { a: { b: 1 }, none: null } };
    expect(keyOf(key('event.data.a.b'), event)).toBe('1');
    expect(keyOf(key('event.data.a'), event)).toBe('{"b":1}');
    expect([keyOf(key('event.data.none'), event), keyOf(key('event.data.constructor.name'), event), keyOf(key('event.data.absent'), event)]).toEqual([null, null, null]);
    expect(comesTrue("event.data.a.b == '1'", event, {})).toBe(false);
  });
});

describe('registrations', () => {
  it('give attempts, triggers, limits', () => {
    expect(readFunctions(config({}))).toMatchObject([{ id: 'winloop-f', maxAttempts: 4, triggers: [{ event: 'a/b', condition: null }], crons: [], concurrency: null, idempotency: null }]);
    expect(readFunctions(config({ concurrency: [{ limit: 2, key: 'event.data.workspaceId' }], idempotency: 'event.data.id' }))[0]).toMatchObject({ concurrency: { limit: 2, key: { text: 'event.data.workspaceId' } }, idempotency: { text: 'event.data.id' } });
    expect(readFunctions(config({ concurrency: 5 }))[0]?.concurrency).toEqual({ limit: 5, key: null });
    expect(readFunctions(config({ debounce: { period: '1m30s', key: 'event.data.id', timeout: '1h' } }))[0]?.debounce).toMatchObject({ key: { text: 'event.data.id' }, periodMs: 90_000, timeoutMs: 3_600_000 });
    expect(() => readFunctions(config({ debounce: { period: '1s' }, idempotency: 'event.data.id' }))).toThrow(/idempotency together with debounce/);
    expect(readFunctions(config({ rateLimit: { limit: 2, period: '1m' } }))[0]?.rateLimit).toEqual({ limit: 2, periodMs: 60_000, key: null });
    expect(readFunctions(config({ throttle: { limit: 2, period: '1m' } }))[0]?.throttle).toEqual({ limit: 2, periodMs: 60_000, burst: 1, key: null });
    expect(readFunctions(config({ singleton: { mode: 'skip' }, timeouts: { finish: '1h' } }))[0]).toMatchObject({ singleton: { mode: 'skip', key: null }, timeouts: { startMs: null, finishMs: 3_600_000 } });
    expect(readFunctions(config({ cancel: [{ event: 'x', if: 'event.data.id == async.data.id', timeout: '1h' }] }))[0]?.cancelOn).toMatchObject([{ event: 'x', condition: { text: 'event.data.id == async.data.id' }, withinMs: 3_600_000 }]);
  });

  it('are refused with every reason when they ask for more than there is', () => {
    const bad = {
      debounce: { period: 'a while' }, priority: { run: "event.data.kind == 'x'" }, cancel: [{ event: 'x', if: 'event.data.id = async.data.id' }], batchEvents: { maxSize: 2, timeout: '1s' },
      concurrency: { limit: 1, key: 'other.a' }, triggers: [{ cron: 'every day' }, { event: 'x', expression: 'event.data.n >' }, { event: 'y/*' }],
    };
    expect(() => readFunctions(config(bad))).toThrow(UnsupportedFunctions);
    for (const word of [/debounce\.period/, /priority\.run/, /cancelOn/, /batchEvents/, /concurrency\.key/, /"every day"/, /event\.data\.n >/, /wildcards/]) expect(() => readFunctions(config(bad))).toThrow(word);
    expect(() => readFunctions(config({ concurrency: { limit: 1, scope: 'account' } }))).toThrow(/scope/);
  });
});

describe('cron', () => {
  it('ticks in its zone, also over the change of the clock', () => {
    // London puts its clock forward on 29 March 2026 at 01:00 UTC.
    expect(nextTick('TZ=Europe/London 0 9 * * *', new Date('2026-03-28T09:00:00Z'))?.toISOString()).toBe('2026-03-29T08:00:00.000Z');
    expect(nextTick('0 9 * * *', NOW)?.toISOString()).toBe('2026-03-29T09:00:00.000Z');
  });

  it('makes up for a pause with the latest tick, and has none before its time', () => {
    expect(dueTick('0 * * * *', new Date('2026-03-28T06:00:00Z'), NOW)?.toISOString()).toBe(NOW.toISOString());
    expect(dueTick('0 * * * *', new Date('2026-03-28T11:00:00Z'), NOW)?.toISOString()).toBe(NOW.toISOString());
    expect(dueTick('0 * * * *', NOW, new Date(NOW.getTime() + 3_599_999))).toBeNull();
    expect(dueTick('0 * * * *', new Date(NOW.getTime() + 3_600_000), NOW)).toBeNull();
    expect(cronProblem('* * *')).toMatch(/cannot be read/);
    expect(cronProblem('TZ=Nowhere/City 0 9 * * *')).toMatch(/cannot be read/);
  });
});

describe('plans', () => {
  const [fn] = readFunctions(config({ triggers: [{ event: 'a/b' }, { event: 'c/d', expression: `event.data.kind == 'csv'` }] }));
  const event = (name: string, data: Record<string, unknown>) => ({ id: 'id', name, data, ts: 1 });
  it('name the run by the event, the tick, or the key', () => {
    expect(runsOf(event('a/b', {}), 'W', [fn!], NOW)).toMatchObject([{ workspaceId: 'W', idempotencyKey: 'winloop-f event id', lane: 'winloop-f\nW', expires: false }]);
    expect(runsOf(event('c/d', { kind: 'xls' }), null, [fn!], NOW)).toEqual([]);
    expect(runsOf(event('c/d', { kind: 'csv' }), null, [fn!], NOW)).toHaveLength(1);
    const keyed = { ...fn!, idempotency: key('event.data.id') };
    const [one, same, other, none] = [{ id: 'x' }, { id: 'x', more: 1 }, { id: 'y' }, {}].map((data) => runsOf(event('a/b', data), null, [keyed], NOW)[0]!);
    expect([one!.idempotencyKey === same!.idempotencyKey, one!.idempotencyKey === other!.idempotencyKey, one!.expires, none!.expires]).toEqual([true, false, true, false]);
    expect(runOfTick(fn!, '0 * * * *', NOW).idempotencyKey).toBe(runOfTick(fn!, '0 * * * *', new Date(NOW)).idempotencyKey);
  });
  it('put what shares a limit into one lane', () => {
    const keyed = { ...fn!, concurrency: { limit: 1, key: key('event.data.who') } };
    expect(laneOf(keyed, event('a/b', { who: 'x' }), 'W')).toBe(laneOf(keyed, event('a/b', { who: 'x' }), 'V'));
    expect(laneOf({ ...fn!, concurrency: { limit: 1, key: null } }, event('a/b', {}), 'W')).toBe('winloop-f\n');
  });
});

describe('answers and waits', () => {
  const sdk = (more: Record<string, string> = {}) => (name: string): string | null => ({ 'x-inngest-sdk': 'js', ...more })[name] ?? null;
  it('are told apart from those of anything but the SDK', () => {
    expect(readAnswer(200, sdk(), '{"a":1}')).toEqual({ kind: 'returned', data: { a: 1 } });
    expect(readAnswer(206, sdk(), '[{"id":"x","op":"StepRun","data":null}]')).toMatchObject({ kind: 'operations', operations: [{ id: 'x' }] });
    expect(readAnswer(400, sdk({ 'x-inngest-no-retry': 'true' }), '{"name":"E"}')).toMatchObject({ kind: 'threw', retriable: false });
    expect(readAnswer(500, sdk({ 'x-inngest-no-retry': 'false', 'retry-after': '30' }), '{}')).toMatchObject({ kind: 'threw', retriable: true, retryAfter: '30' });
    expect(readAnswer(500, sdk({ 'x-inngest-no-retry': 'false' }), '{"requestedStep":"h"}')).toEqual({ kind: 'step-missing', stepId: 'h' });
    for (const [status, text] of [[503, 'stopping'], [401, '{}'], [200, '<html>']] as const) expect(readAnswer(status, () => null, text).kind).toBe('unreached');
    expect([readAnswer(206, sdk(), '[]').kind, readAnswer(200, sdk(), '<html>').kind]).toEqual(['unreached', 'unreached']);
  });

  it('double up to ten minutes, half of it by chance, unless the function says', () => {
    expect([0, 1, 2, 20].map((attempt) => backoff(attempt, () => 0))).toEqual([1000, 2000, 4000, 300_000]);
    expect(backoff(0, () => 0.999999)).toBe(2000);
    expect(retryAt(0, '30', NOW, () => 0).getTime() - NOW.getTime()).toBe(30_000);
    expect(retryAt(0, '2026-03-28T13:00:00.000Z', NOW, () => 0).getTime() - NOW.getTime()).toBe(3_600_000);
    expect(retryAt(0, 'soon', NOW, () => 0).getTime() - NOW.getTime()).toBe(1000);
    expect(sleepEnd('1d2h30m5s', NOW)!.getTime() - NOW.getTime()).toBe(95_405_000);
    expect([sleepEnd('2026-04-01T00:00:00.000Z', NOW)?.toISOString(), sleepEnd('a while', NOW)]).toEqual(['2026-04-01T00:00:00.000Z', null]);
  });
});

describe('the mode', () => {
  const local = { isLocal: true, INNGEST_BASE_URL: undefined, INNGEST_DEV: undefined, INNGEST_EVENT_KEY: undefined, INNGEST_SIGNING_KEY: undefined };
  it('is the embedded runner unless a server is named, completely', () => {
    expect(jobsMode(local)).toEqual({ kind: 'embedded' });
    expect(jobsMode({ ...local, INNGEST_SIGNING_KEY: 'signkey-prod-00' })).toEqual({ kind: 'embedded' });
    expect(jobsMode({ ...local, INNGEST_DEV: '0' })).toEqual({ kind: 'embedded' });
    expect(jobsMode({ ...local, INNGEST_DEV: 'http://127.0.0.1:8288' })).toEqual({ kind: 'server', dev: true });
    expect(jobsMode({ ...local, INNGEST_EVENT_KEY: 'k', INNGEST_SIGNING_KEY: 's' })).toEqual({ kind: 'server', dev: false });
    expect(() => jobsMode({ ...local, INNGEST_BASE_URL: 'http://inngest:8288' })).toThrow(/INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY/);
    expect(() => jobsMode({ ...local, isLocal: false, INNGEST_DEV: '1' })).toThrow(/signature checks off/);
  });
});
