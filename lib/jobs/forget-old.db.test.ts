import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { transaction } from '@/lib/server/db/tenancy';
import { answerOnce, forgetOldKeys } from '@/lib/server/idempotency';
import { systemScope } from '@/lib/server/scope';
import { forgetOldJobs } from './forget-old';

useDatabase();

const now = new Date();
const ago = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();

it('what ended long ago goes with its steps; what is newer, or has not ended, stays', async () => {
  for (const [name, finished] of [['old', ago(31)], ['new', ago(29)], ['open', null]] as const) {
    const [run] = await asOwner<{ id: string }>(`insert into job_run (id, function_id, event, idempotency_key, lane, status, due_at, created_at, finished_at)
      values (gen_random_uuid(), 'f', '{}', $1, 'f', $2, now(), $3, $4) returning id`, [name, finished ? 'completed' : 'sleeping', ago(40), finished]);
    await asOwner(`insert into job_step (id, run_id, step_id, name, op, status) values (gen_random_uuid(), $1, 's', $2, 'StepRun', 'completed')`, [run!.id, name]);
    await asOwner(`insert into job_event (id, event_id, name, data, ts, received_at, planned_at) values (gen_random_uuid(), $1, 'e', '{}', now(), $2, $3)`, [name, ago(40), finished]);
    await asOwner(`insert into outbox_event (id, workspace_id, event_id, name, data, created_at, sent_at) values (gen_random_uuid(), gen_random_uuid(), $1, 'e', '{}', $2, $3)`, [name, ago(40), finished]);
  }
  await asOwner(`insert into job_throttle (key, free_at) values ('past', $1), ('ahead', $2)`, [ago(1), ago(-1)]);
  expect(await forgetOldJobs(now)).toEqual({ runs: 1, events: 1, sent: 1 });
  const left = async (sql: string): Promise<string[]> => (await asOwner<{ of: string }>(sql)).map((row) => row.of).sort();
  expect(await left('select idempotency_key as of from job_run')).toEqual(['new', 'open']);
  expect(await left('select name as of from job_step')).toEqual(['new', 'open']);
  expect(await left('select event_id as of from job_event')).toEqual(['new', 'open']);
  expect(await left('select event_id as of from outbox_event')).toEqual(['new', 'open']);
  expect(await left('select key as of from job_throttle')).toEqual(['ahead']);
});

it('keys of REST writes are forgotten after as long, of this workspace only', async () => {
  const [ours, others] = [systemScope(uuidv7(), 'test'), systemScope(uuidv7(), 'test')];
  for (const scope of [ours, others]) for (const key of ['old', 'new']) await transaction(scope, () => answerOnce(scope, key, 'hash', () => Promise.resolve({ ok: true })));
  await asOwner(`update idempotency_key set created_at = $1 where key = 'old'`, [ago(31)]);
  expect(await forgetOldKeys(ours, now)).toBe(1);
  expect((await asOwner<{ key: string }>('select key from idempotency_key where workspace_id = $1', [ours.workspaceId])).map((row) => row.key)).toEqual(['new']);
  expect(await asOwner('select 1 from idempotency_key where workspace_id = $1', [others.workspaceId])).toHaveLength(2);
});
