import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InngestFunction } from 'inngest';
import { serve } from 'inngest/node';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import { useDatabase } from '@/lib/server/db/testing/database';
import { transaction } from '@/lib/server/db/tenancy';
import { send } from '@/lib/server/outbox';
import { systemScope } from '@/lib/server/scope';
import { inngest, on } from './client';
import { UnsupportedFunctions } from './embedded/function-config';
import { serveFunctions } from './embedded/testing/serve';
import { runEnded } from './embedded/testing/served-functions';
import { startJobs, stopJobs } from './start';

process.env.INNGEST_SIGNING_KEY = `signkey-test-${randomBytes(32).toString('hex')}`;
useDatabase();

const scope = systemScope(uuidv7(), 'test');
const functions: InngestFunction.Any[] = [
  inngest.createFunction({ id: 'changed', triggers: [on('deals/changed')] }, async ({ event, step }) => {
    await step.run('look', () => true);
    return event.data.cause;
  }),
];
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await stopJobs(1_000);
  for (const close of closing.splice(0)) await close();
});

describe('jobs of the product', () => {
  it('start before the server listens, and run what a commit announced', async () => {
    const server: Server = createServer(serve({ client: inngest, functions, enableUnauthedSync: false }));
    const port = await new Promise<number>((resolve) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const { port: free } = probe.address() as AddressInfo;
        probe.close(() => resolve(free));
      });
    });
    const started = startJobs(`http://127.0.0.1:${port}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    closing.push(async () => void server.close());
    await started;
    await transaction(scope, () => send(scope, 'deals/changed', { dealIds: [], cause: 'a commit' }, 'one'));
    const [run] = await runEnded('changed');
    expect(run).toMatchObject({ status: 'completed', output: 'a commit', workspaceId: scope.workspaceId });
  });

  it('do not start with a function that the runner cannot carry out, and say which', async () => {
    const served = await serveFunctions([inngest.createFunction({ id: 'slow-down', batchEvents: { maxSize: 2, timeout: '1s' }, triggers: [{ event: 'x' }] }, async () => {})]);
    closing.push(served.close);
    await expect(startJobs(served.url.origin)).rejects.toThrow(UnsupportedFunctions);
    await stopJobs(0);
    await expect(startJobs(served.url.origin)).rejects.toThrow(/winloop-slow-down: batchEvents/);
  });
});
