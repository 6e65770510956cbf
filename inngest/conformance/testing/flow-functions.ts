/** Functions for the conformance suite: what decides whether and when a run begins, and what ends it. */
import { app, record, seconds } from './world';

const on = <N extends string>(name: N): [{ event: `conformance/${N}` }] => [{ event: `conformance/${name}` }];

const conditional = app.createFunction({ id: 'conditional', triggers: [{ event: 'conformance/conditional', if: "event.data.kind == 'csv' && event.data.n >= 2" }] }, async ({ event, step, runId }) => {
  await step.run('ran', () => record(event.data.tag, 'ran', runId, { n: event.data.n }));
});

const once = app.createFunction({ id: 'once', triggers: on('once') }, async ({ event, step, runId }) => {
  await step.run('ran', () => record(event.data.tag, 'ran', runId));
});

const keyed = app.createFunction({ id: 'keyed', idempotency: 'event.data.cart', triggers: on('keyed') }, async ({ event, step, runId }) => {
  await step.run('ran', () => record(event.data.tag, 'ran', runId));
});

const debounced = app.createFunction({ id: 'debounced', debounce: { period: '2s', key: 'event.data.tag' }, triggers: on('debounced') }, async ({ event, step, runId }) => {
  await step.run('ran', () => record(event.data.tag, 'ran', runId, { n: event.data.n }));
});

const limited = app.createFunction({ id: 'limited', rateLimit: { limit: 1, period: '1h', key: 'event.data.tag + "-" + event.data.who' }, triggers: on('limited') }, async ({ event, step, runId }) => {
  await step.run('ran', () => record(event.data.tag, `ran ${String(event.data.who)}`, runId));
});

const throttled = app.createFunction({ id: 'throttled', throttle: { limit: 1, period: '2s', key: 'event.data.tag' }, triggers: on('throttled') }, async ({ event, step, runId }) => {
  await step.run('ran', () => record(event.data.tag, 'ran', runId));
});

const single = app.createFunction({ id: 'single', singleton: { mode: 'skip', key: 'event.data.tag' }, triggers: on('single') }, async ({ event, step, runId }) => {
  const { tag, n } = event.data;
  await step.run('began', () => record(tag, 'began', runId, { n }));
  await step.sleep('a while', '3s');
  await step.run('ended', () => record(tag, 'ended', runId, { n }));
});

const replaced = app.createFunction({ id: 'replaced', singleton: { mode: 'cancel', key: 'event.data.tag' }, triggers: on('replaced') }, async ({ event, step, runId }) => {
  const { tag, n } = event.data;
  await step.run('began', () => record(tag, 'began', runId, { n }));
  await step.sleep('a while', '3s');
  await step.run('ended', () => record(tag, 'ended', runId, { n }));
});

/** One at a time for each tag; says when it began and ended. */
const alone = app.createFunction({ id: 'alone', concurrency: { limit: 1, key: 'event.data.tag' }, triggers: on('alone') }, async ({ event, step, runId }) => {
  const { tag, n } = event.data;
  await step.run('work', async () => {
    await record(tag, 'began', runId, { n });
    await seconds(0.3);
    await record(tag, 'ended', runId, { n });
  });
});

const ordered = app.createFunction({ id: 'ordered', concurrency: { limit: 1, key: 'event.data.tag' }, priority: { run: "event.data.urgent == true ? 600 : 0" }, triggers: on('ordered') }, async ({ event, step, runId }) => {
  const { tag, n, holds } = event.data;
  await step.run('work', async () => {
    await record(tag, 'began', runId, { n });
    if (holds) await seconds(3);
  });
});

const cancelled = app.createFunction({ id: 'cancelled', cancelOn: [{ event: 'conformance/stop', match: 'data.order' }], triggers: on('cancelled') }, async ({ event, step, runId }) => {
  const { tag, order } = event.data;
  await step.run('began', () => record(tag, 'began', runId, { order }));
  await step.sleep('a while', '4s');
  await step.run('ended', () => record(tag, 'ended', runId, { order }));
});

const timed = app.createFunction({ id: 'timed', timeouts: { finish: '2s' }, triggers: on('timed') }, async ({ event, step, runId }) => {
  const { tag } = event.data;
  await step.run('began', () => record(tag, 'began', runId));
  await step.sleep('too long', '12s');
  await step.run('ended', () => record(tag, 'ended', runId));
});

export const flowFunctions = [conditional, once, keyed, debounced, limited, throttled, single, replaced, alone, ordered, cancelled, timed];
