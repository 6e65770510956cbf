/** Leads from files: in, out again without a change, taken back; each change of a fact with its time. */
import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { createGunzip } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { createContact } from '@/lib/contacts/create-contact';
import { changeLeadState } from '@/lib/leads/change-lead-state';
import { leadAsOf, byArrival } from '@/lib/leads/history';
import { leadIds, loadLeadHistories } from '@/lib/leads/load-lead-histories';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import type { Scope } from '@/lib/server/scope';
import { newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { exportRecords } from './export-records';
import { importNow } from './import-now';
import type { ImportState } from './schema';
import { requestUndo, undoBatch } from './undo-import';

useDatabase();

let workspace: TestWorkspace, scope: Scope;
beforeEach(async () => { workspace = await newTestWorkspace(); scope = workspace.system; });

const bring = (file: string): Promise<ImportState> => importNow(scope, { entity: 'leads', filename: 'leads.csv', csv: file });
async function undo(id: string): Promise<void> {
  await requestUndo(scope, id);
  while (await undoBatch(scope, id)) { /* one batch after the other */ }
}
const rows = (columns = 'c.external_id, c.name, l.state::text, l.source, l.company, l.lead_at, l.ended_at, l.end_reason, a.name as account, m.name as owner, c.custom') => asOwner<Record<string, unknown>>(
  `select ${columns} from lead l join contact c on c.id = l.id left join account a on a.id = c.account_id left join member m on m.id = l.owner_id where l.workspace_id = $1 order by c.external_id`, [workspace.id]);
const csvOf = async () => (await (await exportRecords(scope, 'leads')).toArray()).join('');

const FILE = [
  'Lead ID,Full Name,Email,Company,Lead Source,Lead Status,Lead Owner,Created Date,Converted Date,Visits',
  'L1,Dana Wu,dana@acme.example,Acme,Web,Working,Moses Frase,2026-01-05,,3',
  'L2,"=Bob ""B"" O\'Neil",bob@x.example,Nobody Inc,Fair,Closed - Converted,Moses Frase,2026-01-06,2026-02-01,',
  'L3,Eve,,,,Unqualified,,,,9',
].join('\n');

describe('leads from a file', () => {
  it('come in with their state, owner and time; a company is an account only where there is one', async () => {
    await asOwner(`insert into account (id, workspace_id, name, updated_at) values (gen_random_uuid(), $1, 'acme', now())`, [workspace.id]);
    expect(await bring(FILE)).toMatchObject({ status: 'completed', created: 3, updated: 0, failed: 0, errors: [] });
    expect(await rows()).toMatchObject([
      { name: 'Dana Wu', state: 'working', source: 'Web', company: null, account: 'acme', owner: 'Moses Frase', custom: { Visits: '3' }, ended_at: null },
      { state: 'converted', company: 'Nobody Inc', account: null, ended_at: new Date('2026-02-01T00:00:00Z') },
      { name: 'Eve', state: 'disqualified', lead_at: null, ended_at: null, owner: null, custom: { Visits: '9' } },
    ]);
    expect(await asOwner('select 1 from account where workspace_id = $1', [workspace.id])).toHaveLength(1);
    expect(await bring(FILE)).toMatchObject({ created: 0, updated: 0, skipped: 3, failed: 0 });
  });

  it('go out and come back without a change, and with those that were made', async () => {
    await bring(FILE);
    const csv = await csvOf();
    expect(csv).not.toMatch(/(^|,|")=Bob/m);
    const before = await rows('l.*, c.*');
    expect(await bring(csv)).toMatchObject({ created: 0, updated: 0, skipped: 3, failed: 0 });
    expect(await rows('l.*, c.*')).toEqual(before);
    expect(await bring(csv.replace('Dana Wu', 'Dana Wu-Smith'))).toMatchObject({ created: 0, updated: 1, skipped: 2 });
  });

  it('keep what was known before a later file said more', async () => {
    await bring(FILE);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const between = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await bring(FILE.replace(',,3', ',,12').replace('Working', 'Qualified').replace(',Web,', ',Referral,'));
    const [dana] = (await loadLeadHistories(scope, await leadIds(scope, { take: 10 }))).filter((l) => l.externalId === 'L1');
    expect(leadAsOf(dana!, Date.now())).toMatchObject({ state: 'qualified', source: 'Referral', custom: { Visits: '12' } });
    expect(leadAsOf(dana!, between)).toMatchObject({ state: 'working', source: 'Web', custom: { Visits: '3' } });
    expect(leadAsOf(dana!, Date.parse('2026-01-10'))).toMatchObject({ state: 'new' });
  });

  it('make a lead of a contact who is there, and only that is taken back', async () => {
    const contact = await createContact(scope, { name: 'Dana from before', email: 'DANA@acme.example' });
    const done = await bring('Email,Lead Status,Visits\ndana@acme.example,New,4\n');
    expect(done).toMatchObject({ created: 1, failed: 0 });
    expect(await rows('l.id, c.name, c.custom')).toEqual([{ id: contact.id, name: 'Dana from before', custom: { Visits: '4' } }]);
    await undo(done.id);
    expect(await rows()).toEqual([]);
    expect(await asOwner('select name, custom from contact where workspace_id = $1', [workspace.id])).toEqual([{ name: 'Dana from before', custom: {} }]);
  });
});

describe('an import of leads taken back', () => {
  it('leaves nothing of it', async () => {
    const done = await bring(FILE);
    await undo(done.id);
    for (const table of ['lead', 'lead_change', 'contact', 'member']) {
      const extra = table === 'member' ? ` and user_id is null and name = 'Moses Frase'` : '';
      expect(await asOwner(`select 1 from ${table} where workspace_id = $1${extra}`, [workspace.id]), table).toEqual([]);
    }
  });

  it('puts back what it changed, in the past too', async () => {
    await bring(FILE);
    const before = await rows();
    const history = await asOwner('select field, before, after from lead_change where workspace_id = $1 order by id', [workspace.id]);
    const second = await bring(FILE.replace(',,3', ',,12').replace('Working', 'Closed - Converted'));
    expect(second.updated).toBe(1);
    await undo(second.id);
    expect(await rows()).toEqual(before);
    expect(await asOwner('select field, before, after from lead_change where workspace_id = $1 order by id', [workspace.id])).toEqual(history);
  });

  it('keeps a lead that somebody has worked on since', async () => {
    const done = await bring(FILE);
    const [{ id } = { id: '' }] = await asOwner<{ id: string }>(`select id from contact where workspace_id = $1 and external_id = 'L1'`, [workspace.id]);
    await changeLeadState(scope, id, { state: 'qualified' });
    await undo(done.id);
    expect((await rows()).map((row) => row['name'])).toEqual(['Dana Wu']);
    expect(await asOwner('select name from contact where workspace_id = $1', [workspace.id])).toEqual([{ name: 'Dana Wu' }]);
  });
});

const X_EDUCATION = path.join(process.env.WINLOOP_DATA ?? path.resolve(import.meta.dirname, '../../../shared/data'), 'x_education/leads.csv.gz');
const there = existsSync(X_EDUCATION);
describe.skipIf(!there)(`the leads of a course seller${there ? '' : ` (not in ${X_EDUCATION}: set WINLOOP_DATA)`}`, () => {
  it('come in whole, unconfirmed by hand, and again without a change', async () => {
    const file = () => createReadStream(X_EDUCATION).pipe(createGunzip());
    const done = await importNow(scope, { entity: 'leads', filename: 'leads.csv', csv: file() });
    expect(done).toMatchObject({ status: 'completed', totalRows: 9_240, created: 9_240, failed: 0, errors: [] });
    expect(await asOwner('select state::text, count(*)::int as n, count(lead_at)::int as dated, count(ended_at)::int as ended from lead where workspace_id = $1 group by 1 order by 1', [workspace.id]))
      .toEqual([{ state: 'converted', n: 3_561, dated: 0, ended: 0 }, { state: 'disqualified', n: 5_679, dated: 0, ended: 0 }]);
    const histories = await loadLeadHistories(scope, await leadIds(scope, { open: false, take: 10_000 }));
    expect(histories).toHaveLength(9_240);
    const inOrder = [...histories].sort(byArrival).map((l) => Number(l.externalId));
    expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
    const one = histories.find((l) => l.externalId === '660727')!;
    expect(one).toMatchObject({ outcome: 'converted', source: 'Direct Traffic', name: 'Lead 660727', custom: { 'Lead Origin': 'Landing Page Submission', TotalVisits: '2', Specialization: 'Business Administration', City: 'Mumbai' } });
    expect(one.custom).not.toHaveProperty('How did you hear about X Education', 'Select');
    expect(await importNow(scope, { entity: 'leads', filename: 'leads.csv', csv: file() })).toMatchObject({ created: 0, updated: 0, skipped: 9_240, failed: 0 });
  }, 120_000);
});
