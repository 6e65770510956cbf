import { afterEach, expect, it } from 'vitest';
import { useDatabase } from './db/testing/database';
import { readEnv } from './env';
import { health } from './health';

useDatabase();

const holder = globalThis as typeof globalThis & { winloopEnv?: unknown };
afterEach(() => void Reflect.deleteProperty(holder, 'winloopEnv'));

it('says who runs the jobs as the environment has it, and nothing of where', async () => {
  expect(await health()).toMatchObject({ status: 'ok', database: 'ok', jobs: 'embedded' });
  holder.winloopEnv = readEnv({ NODE_ENV: 'test', INNGEST_BASE_URL: 'http://inngest.example:8288', INNGEST_EVENT_KEY: 'event-key', INNGEST_SIGNING_KEY: 'signkey-test-00' });
  const said = await health();
  expect(said).toMatchObject({ status: 'ok', jobs: 'inngest' });
  expect(JSON.stringify(said)).not.toMatch(/example|event-key|signkey/);
});
