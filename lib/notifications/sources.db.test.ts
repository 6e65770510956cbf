/** What people are told of: each source once per onset, and never those who did it. */
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { createDeal } from '@/lib/deals/create-deal';
import { updateDeal } from '@/lib/deals/update-deal';
import { tellFailedJobs } from '@/lib/home/tell-failed-jobs';
import { failImport } from '@/lib/imports/run-import';
import { startImport } from '@/lib/imports/start-import';
import { failRun, generateNow } from '@/lib/insights/generate-insights';
import { requestInsights } from '@/lib/insights/request-insights';
import { testPerson, type TestPerson } from '@/lib/members/testing/people';
import { assessDeals, assessOpenDeals } from '@/lib/models/assess-deals';
import { tellAttention } from '@/lib/models/tell-attention';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { listNotifications } from './inbox';

useDatabase();

let ours: TestWorkspace, other: TestWorkspace;
let ann: TestPerson, mia: TestPerson, olu: TestPerson;
beforeAll(async () => {
  [ours, other] = [await newTestWorkspace('sources'), await newTestWorkspace('sources-other')];
  [ann, mia, olu] = [await testPerson(ours.system, 'rep', 'ann@sources.test'), await testPerson(ours.system, 'manager', 'mia@sources.test'), await testPerson(ours.system, 'operator', 'olu@sources.test')];
});
beforeEach(async () => void (await asOwner('delete from notification')));

const told = async ({ scope }: TestPerson) => (await listNotifications(scope, { unread: false })).notifications.map(({ title, path }) => `${title} ${path}`);
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

/** A deal of Ann's whose close date has long passed: a strong risk, while little is known of past deals. */
const pressing = async (name: string) => (await createDeal(ours.system, { name, ownerId: ann.memberId, openedAt: daysAgo(300), expectedCloseAt: daysAgo(200) })).id;
/** As if it had been fine when it was last looked at. */
const wasFine = (ids: string[]) => asOwner('update deal set attention = 0, scored_at = now() where id = any($1::uuid[])', [ids]);

it('a deal that newly needs attention is told to its owner, once a day, and not when it was first looked at', async () => {
  const id = await pressing('Acme');
  expect((await told(ann)).filter((line) => line.includes('attention'))).toEqual([]);
  expect((await asOwner<{ attention: number }>('select attention from deal where id = $1', [id]))[0]?.attention).toBe(3);
  await assessDeals(ours.system, [id], 'again');
  expect((await told(ann)).filter((line) => line.includes('attention'))).toEqual([]);
  await wasFine([id]);
  await assessDeals(ours.system, [id], 'again');
  await wasFine([id]);
  await assessDeals(ours.system, [id], 'again');
  expect((await told(ann)).filter((line) => line.includes('attention'))).toEqual([`Acme needs attention /deals/${id}`]);
});

it('many at once are one sentence, however often the end of the same run is repeated', async () => {
  const ids = [await pressing('A'), await pressing('B'), await pressing('C'), await pressing('D')];
  await asOwner('delete from notification');
  await wasFine(ids);
  await assessOpenDeals(ours.system, null, 'a new day');
  // Killed before it was written down that this batch was done: it is done again, and sees nothing new.
  await assessOpenDeals(ours.system, null, 'a new day');
  expect(await told(ann)).toEqual([]);
  expect([await tellAttention(other.system, 'run-1'), await tellAttention(ours.system, 'run-1'), await tellAttention(ours.system, 'run-1')]).toEqual([0, 1, 0]);
  expect(await told(ann)).toEqual([`4 deals of yours newly need attention /deals?attention=1&owner=${ann.memberId}`]);
});

it('a deal given to somebody is told to them, not to who took it', async () => {
  const { id } = await createDeal(mia.scope, { name: 'Given', ownerId: ann.memberId });
  await updateDeal(mia.scope, id, { ownerId: mia.memberId });
  await updateDeal(mia.scope, id, { ownerId: ann.memberId });
  await updateDeal(mia.scope, id, { leadSource: 'Fair' });
  expect(await told(ann)).toEqual([`Given is yours now /deals/${id}`, `Given is yours now /deals/${id}`]);
  expect(await told(mia)).toEqual([]);
});

it('advice is told to who asked when it took long or failed, not when it came at once', async () => {
  const ask = async (name: string) => (await requestInsights(ann.scope, (await createDeal(ann.scope, { name })).id)).runId;
  await generateNow(ours.system, await ask('Quick'));
  expect(await told(ann)).toEqual([]);
  const slow = await ask('Slow');
  await asOwner(`update insight_run set created_at = now() - interval '40 seconds' where id = $1`, [slow]);
  await generateNow(ours.system, slow);
  const failing = await ask('Failing');
  await failRun(ours.system, failing, 'it broke');
  await failRun(ours.system, failing, 'it broke');
  expect((await told(ann)).map((line) => line.replace(/ \/.*/, ''))).toEqual(['No advice on Failing', 'Advice on Slow is ready']);
});

it('an import is told to who started it', async () => {
  async function* csv() { yield new TextEncoder().encode('Deal name,Amount\nImported,10\n'); }
  const id = await startImport(mia.scope, { entity: 'deals', filename: 'deals.csv', wait: true }, csv());
  await asOwner(`update import set status = 'running' where id = $1`, [id]);
  await failImport(ours.system, id, null);
  await failImport(ours.system, id, null);
  expect(await told(mia)).toEqual([`Import failed: deals.csv /import/${id}`]);
  expect(await told(olu)).toEqual([]);
});

it('jobs that failed are told to operators, in one sentence a day', async () => {
  await asOwner(`insert into job_run (id, workspace_id, function_id, event, idempotency_key, lane, status, due_at, error) select gen_random_uuid(), $1, 'winloop-x', '{}', n::text, 'x', 'failed', now(), '{"name":"Error","message":"it broke"}' from generate_series(1, 3) n`, [ours.id]);
  await tellFailedJobs(ours.system, new Date());
  await tellFailedJobs(ours.system, new Date());
  expect([await told(olu), await told(mia)]).toEqual([['3 jobs failed since yesterday /jobs?status=failed'], []]);
  expect(await tellFailedJobs(other.system, new Date())).toBe(0);
});
