/** One set of functions, asked with checkpoints and without: what is kept is the same, what it costs is not. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { inngest, signingKey } from '@/inngest/client';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { embeddedFetch } from './checkpoints';
import { httpCaller } from './http';
import { serveFunctions } from './testing/serve';
import { runEnded, runnerOn, sendNow, stepsOf, TestClock } from './testing/served-functions';

process.env.INNGEST_SIGNING_KEY = `signkey-test-${randomBytes(32).toString('hex')}`;
useDatabase();

describe('checkpoints', () => {
  const three = inngest.createFunction({ id: 'three', triggers: [{ event: 't/three' }] }, async ({ step }) => {
    const one = await step.run('one', () => 1);
    const two = await step.run('two', () => one + 1);
    return step.run('three', () => two + 1);
  });

  it.each([[true, 'one request'], [false, 'four requests']] as const)('(%s) need %s for three steps, and write each', async (checkpointing, _requests) => {
    const served = await serveFunctions([three]);
    const caller = httpCaller(served.url, signingKey);
    let calls = 0;
    const runner = runnerOn(served, new TestClock(), { checkpointing, caller: { ...caller, call: (input) => (calls++, caller.call(input)) } });
    await asOwner("delete from job_run where function_id = 'winloop-three'");
    await runner.start();
    await sendNow('t/three', {}, `three ${String(checkpointing)}`);
    const [run] = await runEnded('three', runner);
    expect(run).toMatchObject({ status: 'completed', output: 3 });
    expect(await stepsOf(run!.id)).toMatchObject([{ name: 'one', data: 1 }, { name: 'two', data: 2 }, { name: 'three', data: 3 }]);
    // On a machine so busy that three steps take 10 s the SDK ends the request and asks for another.
    if (checkpointing) expect(calls).toBeLessThan(3);
    else expect(calls).toBe(4);
    await runner.stop(1_000);
    await served.close();
  });

  it('of a call that is over are refused, and nothing else goes out', async () => {
    const send = (path: string) => embeddedFetch(`http://inngest.invalid${path}`, { method: 'POST', body: JSON.stringify({ qi_id: 'gone', steps: [] }) });
    expect((await send('/v1/checkpoint/run/async')).status).toBe(409);
    await expect(send('/e/key')).rejects.toThrow(/has no \/e\/key/);
  });
});
