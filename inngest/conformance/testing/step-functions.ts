/** Functions for the conformance suite: steps, failures, sleeps, waits, invocations. */
import { NonRetriableError, RetryAfterError } from 'inngest';
import { app, effectsOf, record } from './world';

const on = <N extends string>(name: N): [{ event: `conformance/${N}` }] => [{ event: `conformance/${name}` }];

const inOrder = app.createFunction({ id: 'in-order', triggers: on('in-order') }, async ({ event, step, runId }) => {
  const first = await step.run('first', async () => {
    await record(event.data.tag, 'first', runId);
    return { n: event.data.n as number };
  });
  const second = await step.run('second', async () => {
    await record(event.data.tag, 'second', runId);
    return first.n * 2;
  });
  await step.run('third', () => record(event.data.tag, 'third', runId, { second }));
});

const retried = app.createFunction({ id: 'retried', retries: 3, triggers: on('retried') }, async ({ event, step, runId }) => {
  const { tag } = event.data;
  await step.run('before', () => record(tag, 'before', runId));
  const tries = await step.run('flaky', async () => {
    await record(tag, 'try', runId);
    const before = (await effectsOf(tag as string)).filter((effect) => effect.label === 'try').length;
    if (before < 3) throw new RetryAfterError(`try ${before}`, '1s');
    return before;
  });
  await step.run('after', () => record(tag, 'after', runId, { tries }));
});

const final = app.createFunction({ id: 'final', retries: 3, triggers: on('final') }, async ({ event, step, runId }) => {
  const { tag } = event.data;
  const said = await step.run('fails', async () => {
    await record(tag, 'try', runId);
    throw new NonRetriableError('no use');
  }).catch((error: unknown) => (error instanceof Error ? error.message : 'nothing'));
  await step.run('after', () => record(tag, 'after', runId, { said }));
});

const hopeless = app.createFunction({
  id: 'hopeless', retries: 0, triggers: on('hopeless'),
  onFailure: async ({ event, error, step, runId }) => step.run('told', () => record(event.data.event.data.tag, 'told', runId, { message: error.message })),
}, async ({ event, step, runId }) => {
  await step.run('fails', async () => {
    await record(event.data.tag, 'try', runId);
    throw new Error('it broke');
  });
});

const thrower = app.createFunction({ id: 'thrower', retries: 2, triggers: on('thrower') }, async ({ event, attempt, runId }) => {
  await record(event.data.tag, 'called', runId, { attempt });
  if (attempt === 0) throw new RetryAfterError('not yet', '1s');
});

const sleeper = app.createFunction({ id: 'sleeper', triggers: on('sleeper') }, async ({ event, step, runId }) => {
  const { tag } = event.data;
  const until = await step.run('before', async () => {
    await record(tag, 'before', runId);
    return new Date(Date.now() + 4_000).toISOString();
  });
  await step.sleep('a while', '2s');
  await step.run('between', () => record(tag, 'between', runId));
  await step.sleepUntil('a time', until);
  await step.run('after', () => record(tag, 'after', runId, { until }));
});

const fan = app.createFunction({ id: 'fan', triggers: on('fan') }, async ({ event, step, runId }) => {
  const { tag } = event.data;
  const parts = await Promise.all(['a', 'b', 'c', 'd'].map((name) => step.run(name, async () => {
    await record(tag, name, runId);
    return name;
  })));
  await step.run('join', () => record(tag, 'join', runId, { parts }));
});

const race = app.createFunction({ id: 'race', triggers: on('race') }, async ({ event, step, group, runId }) => {
  const winner = await group.parallel({ mode: 'race' }, () => Promise.race([
    step.run('quick', () => 'quick'), step.sleep('slow', '5s').then(() => 'slow'),
  ]));
  await step.run('after', () => record(event.data.tag, 'after', runId, { winner }));
});

const sender = app.createFunction({ id: 'sender', triggers: on('sender') }, async ({ event, step, runId }) => {
  const { tag } = event.data;
  await step.sendEvent('tell', Array.from({ length: 20 }, (_, n) => ({ name: 'conformance/heard', data: { tag, n } })));
  await step.run('sent', () => record(tag, 'sent', runId));
});
const hearer = app.createFunction({ id: 'hearer', triggers: on('heard') }, async ({ event, step, runId }) => {
  await step.run('heard', () => record(event.data.tag, `heard ${String(event.data.n)}`, runId));
});

const waiter = app.createFunction({ id: 'waiter', triggers: on('waiter') }, async ({ event, step, runId }) => {
  const { tag } = event.data;
  await step.run('ready', () => record(tag, 'ready', runId));
  const answer = await step.waitForEvent('answer', { event: 'conformance/answer', timeout: '30s', match: 'data.order' });
  await step.run('got', () => record(tag, 'got', runId, { order: event.data.order, answer: answer?.data ?? null }));
});
const chooser = app.createFunction({ id: 'chooser', triggers: on('chooser') }, async ({ event, step, runId }) => {
  const { tag } = event.data;
  await step.run('ready', () => record(tag, 'ready', runId));
  const answer = await step.waitForEvent('answer', { event: 'conformance/choice', timeout: '30s', if: 'async.data.tag == event.data.tag && async.data.size > 10 && async.data.kind != "small"' });
  await step.run('got', () => record(tag, 'got', runId, { size: answer?.data.size ?? null }));
});
const patient = app.createFunction({ id: 'patient', triggers: on('patient') }, async ({ event, step, runId }) => {
  const { tag } = event.data;
  const [answer, beside] = await Promise.all([
    step.waitForEvent('answer', { event: 'conformance/never', timeout: '2s', match: 'data.tag' }),
    step.run('beside', () => 'beside'),
  ]);
  await step.run('gave up', () => record(tag, 'gave up', runId, { answer, beside }));
});

const doubler = app.createFunction({ id: 'doubler', retries: 0, triggers: on('doubler') }, async ({ event, step, runId }) => {
  const { tag, n } = event.data;
  await step.run('doubled', () => record(tag, 'doubled', runId, { n }));
  if (n === 13) throw new NonRetriableError('not thirteen');
  return { doubled: (n as number) * 2 };
});
const slow = app.createFunction({ id: 'slow', triggers: on('slow') }, async ({ event, step, runId }) => {
  await step.sleep('long', '6s');
  await step.run('late', () => record(event.data.tag, 'late', runId));
});
const invoker = app.createFunction({ id: 'invoker', retries: 0, triggers: on('invoker') }, async ({ event, step, runId }) => {
  const { tag } = event.data;
  const given = await step.invoke('double', { function: doubler, data: { tag, n: 21 } }) as { doubled: number };
  const failed = await step.invoke('thirteen', { function: doubler, data: { tag, n: 13 } }).then(() => 'worked', (error: unknown) => (error instanceof Error ? error.message : 'nothing'));
  const late = await step.invoke('too slow', { function: slow, data: { tag }, timeout: '2s' }).then(() => 'worked', () => 'too late');
  await step.run('after', () => record(tag, 'after', runId, { given, failed, late }));
});

export const stepFunctions = [inOrder, retried, final, hopeless, thrower, sleeper, fan, race, sender, hearer, waiter, chooser, patient, doubler, slow, invoker];
