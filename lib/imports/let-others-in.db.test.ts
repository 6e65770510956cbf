/** An import at work keeps nobody out: requests are answered between its batches, also on the database in this process. */
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { database } from '@/lib/server/db/client';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { db, transaction } from '@/lib/server/db/tenancy';
import { newTestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { importNow } from './import-now';

useDatabase();

const BATCHES = 12;
const csv = ['External ID,Name,Account,Stage,Created', ...Array.from({ length: BATCHES * 500 }, (_, i) => `d${i},Deal ${i},Account ${i % 300},Qualification,2026-01-05`)].join('\n');

it('requests are answered while a file of many rows comes in, and the planner knows of them afterwards', async () => {
  const { system } = await newTestWorkspace();
  // Three transactions one after the other, as a request makes them: who it is, what it may, what it shows.
  const server = createServer((_request, response) => void (async () => {
    for (let i = 0; i < 3; i++) await transaction(system, () => db(system).stage.count());
    response.end(String(await transaction(system, () => db(system).deal.count())));
  })());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = () => new Promise<number>((resolve, reject) => get({ port, host: '127.0.0.1' }, (response) => {
    let text = '';
    response.on('data', (part) => (text += String(part))).on('end', () => resolve(Number(text)));
  }).on('error', reject));

  const seen: number[] = [];
  let done = false;
  const asking = (async () => { while (!done) seen.push(await ask()); })();
  const state = await importNow(system, { entity: 'deals', filename: 'deals.csv', csv });
  done = true;
  await asking;
  server.close();

  expect(state).toMatchObject({ status: 'completed', created: BATCHES * 500, failed: 0 });
  // Answers from the midst of it. Without a pause between the batches there is none.
  expect(new Set(seen.filter((deals) => deals > 0 && deals < BATCHES * 500)).size).toBeGreaterThanOrEqual(BATCHES / 3);
  if ((await database()).kind === 'embedded') expect((await asOwner<{ n: number }>(`select reltuples::int as n from pg_class where relname = 'deal'`))[0]!.n).toBeGreaterThan(5_000);
}, 120_000);
