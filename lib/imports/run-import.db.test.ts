import { createReadStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { keyScope, type Role, type Scope } from '@/lib/server/scope';
import { createKey } from '@/lib/keys/create-key';
import { acceptAsNew } from '@/lib/members/accept-invitation';
import { inviteMember } from '@/lib/members/invite-member';
import { importedMember, testPerson } from '@/lib/members/testing/people';
import { newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { exportRecords } from './export-records';
import { getImport } from './get-import';
import { previewImport } from './plan';
import { failImport, finishImport, importRows, isFinal, surveyImport } from './run-import';
import type { ImportState } from './schema';
import { cancelImport, runWith, startImport, type NewImport } from './start-import';
import { requestUndo, undoBatch } from './undo-import';

useDatabase();

let workspace: TestWorkspace, scope: Scope;
beforeEach(async () => { workspace = await newTestWorkspace(); scope = workspace.system; });

const sample = (name: string) => createReadStream(path.resolve(import.meta.dirname, '../../prisma/sample', name));
async function* text(...parts: string[]): AsyncGenerator<Uint8Array> { for (const part of parts) yield Buffer.from(part); }

/** As the job's steps do it. */
async function work(id: string): Promise<ImportState> {
  try {
    await surveyImport(scope, id);
    while (await importRows(scope, id)) { /* the next rows */ }
    await finishImport(scope, id);
  } catch (error) {
    if (!isFinal(error)) throw error;
    await failImport(scope, id, error);
  }
  return getImport(scope, id);
}
const bring = async (upload: NewImport, file: AsyncIterable<Uint8Array>) => work(await startImport(scope, upload, file));
const count = async (table: 'deal' | 'account' | 'member' | 'import_row') => (await asOwner<{ n: number }>(`select count(*)::int as n from ${table} where workspace_id = $1`, [workspace.id]))[0]!.n;

describe('the real CRM export', () => {
  it('comes in whole, without a mapping given, and again without a change', async () => {
    expect(await bring({ entity: 'accounts', filename: 'accounts.csv' }, sample('accounts.csv'))).toMatchObject({ error: null, status: 'completed', created: 85, failed: 0 });
    expect(await bring({ entity: 'products', filename: 'products.csv' }, sample('products.csv'))).toMatchObject({ created: 7, failed: 0 });
    expect(await bring({ entity: 'members', filename: 'sales_teams.csv' }, sample('sales_teams.csv'))).toMatchObject({ created: 35, failed: 0 });
    const first = await bring({ entity: 'deals', filename: 'sales_pipeline.csv' }, sample('sales_pipeline.csv'));
    expect(first.errors).toEqual([]);
    expect(first).toMatchObject({ status: 'completed', totalRows: 8800, rowsDone: 8800, created: 8800, updated: 0, skipped: 0, failed: 0 });
    expect(await asOwner('select status::text, count(*)::int as n from deal where workspace_id = $1 group by 1 order by 1', [workspace.id]))
      .toEqual([{ status: 'lost', n: 2473 }, { status: 'open', n: 2089 }, { status: 'won', n: 4238 }]);
    // "GTXPro" in the pipeline is the product "GTX Pro"; every owner is one of the imported sales people.
    expect(await asOwner('select count(*)::int as n from product where workspace_id = $1', [workspace.id])).toEqual([{ n: 7 }]);
    expect(await count('member')).toBe(41);
    expect(await asOwner('select count(*)::int as n from deal where workspace_id = $1 and account_id is null', [workspace.id])).toEqual([{ n: 1425 }]);
    expect(await bring({ entity: 'deals', filename: 'sales_pipeline.csv' }, sample('sales_pipeline.csv'))).toMatchObject({ created: 0, updated: 0, skipped: 8800, failed: 0 });
  }, 180_000);
});

describe('a file of members', () => {
  const FILE = 'Sales agent,Email,Team,Manager\nAnn Signs,elsewhere@members.test,East,Ben Boss\nCarl Waits,carl@members.test,East,Ben Boss\nDora,dora@members.test,West,Ann Signs\n';
  const others = [
    { name: 'Ben Boss', email: null, role: 'manager', team: 'East' }, { name: 'Carl Waits', email: 'carl@members.test', role: 'rep', team: 'East' },
    { name: 'Dora', email: 'dora@members.test', role: 'rep', team: 'West' },
  ];
  const people = () => asOwner(`select m.name, m.email, m.role, t.name as team from member m left join team t on t.id = m.team_id where m.workspace_id = $1::uuid and m.name <> 'Starter' order by 1`, [workspace.id]);
  /** Ann signs in; somebody of this role brings the file in. */
  async function bringAs(role: Role, kind: 'member' | 'key') {
    const mark = `${role}-${kind}-${workspace.slug}.test`;
    const ann = await testPerson(scope, 'rep', `ann@${mark}`);
    const starter = await testPerson(scope, 'admin', `starter@${mark}`);
    await asOwner(`update member set name = case id when $1::uuid then 'Ann Signs' else 'Starter' end where id = any($2::uuid[])`, [ann.memberId, [ann.memberId, starter.memberId]]);
    const key = kind === 'key' ? (await createKey(starter.scope, { name: 'Starter', role, expiresInDays: null })).key : null;
    if (kind === 'member') await asOwner('update member set role = $1::role where id = $2::uuid', [role, starter.memberId]);
    const done = await work(await startImport(key ? keyScope({ ...key, workspaceId: workspace.id }, 'r') : starter.scope, { entity: 'members', filename: 'members.csv' }, text(FILE)));
    return { done, ann };
  }

  it.each(['member', 'key'] as const)('leaves those who sign in as they are when a %s brings it in that does not manage members', async (kind) => {
    const { done, ann } = await bringAs('manager', kind);
    expect(done).toMatchObject({ status: 'completed', failed: 0 });
    expect(done.notes.filter(({ message }) => message.startsWith('Ann Signs signs in here'))).toMatchObject([{ rows: 2, firstRow: 2 }]);
    expect(await people()).toEqual([{ name: 'Ann Signs', email: ann.email, role: 'rep', team: null }, ...others]);
  });

  it.each(['member', 'key'] as const)('changes everybody when a %s brings it in that manages members, and makes nobody a manager who signs in', async (kind) => {
    const { done } = await bringAs('admin', kind);
    expect(done).toMatchObject({ status: 'completed', failed: 0, notes: [] });
    expect(await people()).toEqual([{ name: 'Ann Signs', email: 'elsewhere@members.test', role: 'rep', team: 'West' }, ...others]);
  });
});

describe('a file of members that is taken back', () => {
  it('takes nothing from those who joined since: neither role nor team', async () => {
    const admin = await testPerson(scope, 'admin', 'undo@members.test');
    const [joined, waiting] = [await importedMember(scope, 'Joins Later'), await importedMember(scope, 'Still Waits')];
    const { id } = await bring({ entity: 'members', filename: 'members.csv' }, text('Sales agent,Team\nJoins Later,East\nStill Waits,East\n'));
    const { link } = await inviteMember(admin.scope, { email: 'joins@members.test', role: 'admin', teamId: null, memberId: joined });
    await acceptAsNew(link.split('/').at(-1)!, { name: 'Joins Later', password: 'copper lantern thunder' });
    await requestUndo(scope, id);
    while (await undoBatch(scope, id)) { /* one batch after the other */ }
    expect(await asOwner('select role, team_id is not null as team from member where id = $1::uuid', [joined])).toEqual([{ role: 'admin', team: false }]);
    expect(await asOwner('select role, team_id from member where id = $1::uuid', [waiting])).toEqual([{ role: 'rep', team_id: null }]);
    expect((await getImport(scope, id)).errors.map(({ message }) => message)).toEqual([expect.stringContaining('Joins Later was left as it is')]);
  });
});

describe('a file of another shape', () => {
  const MESSY = '\ufeffOpportunity;Kunde;Betrag;Abschlussdatum;Erstellt am;Phase;Besitzer;Spalte X\r\nRahmenvertrag;Müller GmbH;"1.234,50 €";31.12.2026;05.01.2026;Angebot;Anna;a\r\nGroßauftrag;Beta AG;"12.000,00 €";15.3.26;5.1.2026;Gewonnen;Ben;b\r\n"Defekt";Beta AG;viel;31.02.2026;05.01.2026;Angebot;Ben;c\r\n';

  it('is read by its German headers, semicolons, decimal commas and days first; the bad row is said', async () => {
    const done = await bring({ entity: 'deals', filename: 'export.csv' }, text(MESSY));
    expect(done).toMatchObject({ error: null, status: 'completed', created: 2, failed: 1, totalRows: 3 });
    expect(done.errors.map((e) => [e.row, e.column])).toEqual(expect.arrayContaining([[4, 'Betrag'], [4, 'Abschlussdatum']]));
    const rows = await asOwner<Record<string, unknown>>('select d.name, d.amount_minor::int, d.currency, d.status::text, d.closed_at, d.expected_close_at, a.name as account, d.custom from deal d join account a on a.id = d.account_id where d.workspace_id = $1 order by d.name', [workspace.id]);
    expect(rows[0]).toMatchObject({ name: 'Großauftrag', amount_minor: 1200000, currency: 'EUR', status: 'won', account: 'Beta AG' });
    expect(rows[1]).toMatchObject({ name: 'Rahmenvertrag', amount_minor: 123450, status: 'open', custom: { 'Spalte X': 'a' } });
    expect((rows[1]!.expected_close_at as Date).toISOString()).toBe('2026-12-31T00:00:00.000Z');
  });

  it('is shown as it would be understood before anything happens', async () => {
    const id = await startImport(scope, { entity: 'deals', filename: 'export.csv', wait: true }, text(MESSY));
    const preview = await previewImport(scope, id, {});
    expect(preview.mapping).toMatchObject({ Opportunity: 'name', Kunde: 'account', Betrag: 'amount', Abschlussdatum: 'closedAt', Phase: 'stage', Besitzer: 'owner', 'Spalte X': null });
    expect(preview).toMatchObject({ readable: 2, unreadable: 1, surveyedRows: 3 });
    expect(await count('deal')).toBe(0);
    expect(await getImport(scope, id)).toMatchObject({ status: 'mapping' });
  });

  it('is tried without leaving a trace, then run', async () => {
    const id = await startImport(scope, { entity: 'deals', filename: 'export.csv', wait: true }, text(MESSY));
    const choice = { entity: 'deals', mapping: {}, options: {} } as const;
    await runWith(scope, id, { ...choice, dryRun: true });
    expect(await work(id)).toMatchObject({ status: 'completed', dryRun: true, created: 2, failed: 1 });
    expect([await count('deal'), await count('account'), await count('import_row')]).toEqual([0, 0, 0]);
    await runWith(scope, id, { ...choice, dryRun: false });
    expect(await work(id)).toMatchObject({ error: null, status: 'completed', dryRun: false, created: 2, failed: 1 });
    expect(await count('deal')).toBe(2);
    // Done for good: the file is gone, and it cannot run twice.
    await expect(runWith(scope, id, { ...choice, dryRun: false })).rejects.toMatchObject({ kind: 'conflict' });
    expect(await asOwner('select count(*)::int as n from import_chunk where workspace_id = $1', [workspace.id])).toEqual([{ n: 0 }]);
  });

  it('keeps what was settled for its trial', async () => {
    const id = await startImport(scope, { entity: 'deals', filename: 'export.csv', wait: true }, text(MESSY));
    const { mapping } = await previewImport(scope, id, {});
    const stageMap = { Angebot: { name: 'Pitch', kind: 'open' as const } };
    await runWith(scope, id, { entity: 'deals', mapping: { ...mapping, Besitzer: null }, options: { stageMap }, dryRun: true });
    await work(id);
    const again = await previewImport(scope, id, {});
    expect(again.mapping).toMatchObject({ Opportunity: 'name', Besitzer: null });
    expect(again.chosen.stageMap).toEqual(stageMap);
    // Another entity is another table: guessed anew.
    expect((await previewImport(scope, id, { entity: 'accounts' })).mapping).not.toMatchObject({ Opportunity: 'name', Phase: 'stage' });
  });

  it('is shown from its first rows however wide they are, without being cut off inside a quote', async () => {
    const cell = '"'.concat('x'.repeat(40_000), '"');
    const id = await startImport(scope, { entity: 'deals', filename: 'wide.csv', wait: true }, text('Deal name,Stage,Text\n', ...Array.from({ length: 150 }, (_, i) => `Deal ${i},Engaging,${cell}\n`)));
    const preview = await previewImport(scope, id, {});
    expect(preview.unreadable).toBe(0);
    expect(preview.surveyedRows).toBeGreaterThan(50);
    expect(preview.surveyedRows).toBeLessThan(150);
  });

  it('says what is missing when no column can be a name', async () => {
    const failed = await bring({ entity: 'accounts', filename: 'x.csv', mapping: { A: 'employees' } }, text('A,B\n1,2\n'));
    expect(failed.status).toBe('failed');
    expect(failed.error).toMatch(/Which column holds the/);
  });

  it('names the column of the file, not our field, for what only the whole record shows', async () => {
    const done = await bring({ entity: 'deals', filename: 'x.csv' }, text('Verkaufschance;Phase;Erstellt am;Abschlussdatum\nA;Gewonnen;05.01.2026;31.12.2099\n'));
    expect(done.errors).toEqual([{ row: 2, column: 'Abschlussdatum', message: 'the deal is closed, but its closing date lies in the future' }]);
  });

  it('is refused empty, and unreadable with the reason', async () => {
    await expect(startImport(scope, { entity: 'deals', filename: 'x.csv' }, text())).rejects.toMatchObject({ kind: 'invalid' });
    const picture = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
    await expect(startImport(scope, { entity: 'deals', filename: 'x.png', wait: true }, Readable.from([picture]))).rejects.toMatchObject({ kind: 'invalid', message: expect.stringMatching(/^This is a picture/) });
    await expect(startImport(scope, { entity: 'deals', filename: 'x.csv' }, text('Name,Stage\n"never closed,Open\nrow,Open\n'))).rejects.toMatchObject({ kind: 'invalid', message: expect.stringMatching(/Row 2/) });
    // What only shows further down ends the import instead.
    const broken = await bring({ entity: 'deals', filename: 'x.csv' }, text('Name,Stage\n', ...Array.from({ length: 9_000 }, (_, i) => `Deal ${i},Open\n`), '"never closed,Open\n'));
    expect(broken).toMatchObject({ status: 'failed', created: 0 });
    expect(broken.error).toMatch(/Row 9002/);
  });
});

describe('an import cut off', () => {
  const rows = (n: number) => text('Deal ID,Deal name,Stage\n', ...Array.from({ length: n }, (_, i) => `${i},Deal ${i},Engaging\n`));

  it('goes on where it was: no row lost, none twice', async () => {
    const id = await startImport(scope, { entity: 'deals', filename: 'x.csv' }, rows(1_800));
    await surveyImport(scope, id);
    // Killed after some batches: what is committed stays, with its progress.
    await asOwner(`create or replace function cut() returns trigger language plpgsql as $$ begin if new.rows_done > 1000 then raise exception 'cut off'; end if; return new; end $$`);
    await asOwner('create trigger cut before update on import for each row execute function cut()');
    await expect(importRows(scope, id)).rejects.toThrow();
    await asOwner('drop trigger cut on import');
    expect([await count('deal'), (await getImport(scope, id)).rowsDone]).toEqual([1000, 1000]);
    while (await importRows(scope, id)) { /* the rest */ }
    await finishImport(scope, id);
    expect(await getImport(scope, id)).toMatchObject({ status: 'completed', created: 1800, rowsDone: 1800 });
    expect([await count('deal'), await count('import_row')]).toEqual([1800, 1800]);
  });

  it('stops after its batch when it is cancelled', async () => {
    const id = await startImport(scope, { entity: 'deals', filename: 'x.csv' }, rows(1_200));
    await surveyImport(scope, id);
    await cancelImport(scope, id);
    expect(await importRows(scope, id)).toBe(false);
    await finishImport(scope, id);
    expect(await getImport(scope, id)).toMatchObject({ status: 'cancelled', created: 0 });
    expect(await count('deal')).toBe(0);
  });
});

describe('an export', () => {
  it('changes nothing when it is imported again, whatever the cells hold', async () => {
    await bring({ entity: 'deals', filename: 'x.csv' }, text(
      'Deal ID,Deal name,Account,Stage,Amount,Currency,Discount,Created,Expected close,Extra\n'
      + '1,"=HYPERLINK(""x"")",+Acme,Engaging,1234.56,USD,12.5%,2026-01-02,2026-12-24,"-1+2"\n2,"\'quoted, ""and""\nbroken",@Beta,Proposal,1000,JPY,,2026-02-03,,\n'));
    const csv = (await (await exportRecords(scope, 'deals')).toArray()).join('');
    expect(csv).not.toMatch(/(^|,|")=HYPERLINK/m);
    const before = await asOwner('select * from deal where workspace_id = $1 order by id', [workspace.id]);
    const again = await bring({ entity: 'deals', filename: 'again.csv' }, text(csv));
    expect(again).toMatchObject({ created: 0, updated: 0, skipped: 2, failed: 0 });
    expect(await asOwner('select * from deal where workspace_id = $1 order by id', [workspace.id])).toEqual(before);
  });

  it('brings back what was changed in it', async () => {
    await bring({ entity: 'deals', filename: 'x.csv' }, text('Deal ID,Deal name,Stage,Amount\n1,One,Engaging,10\n'));
    const csv = (await (await exportRecords(scope, 'deals')).toArray()).join('');
    expect(await bring({ entity: 'deals', filename: 'again.csv' }, text(csv.replace('One', 'Uno')))).toMatchObject({ created: 0, updated: 1 });
    expect(await asOwner('select name from deal where workspace_id = $1', [workspace.id])).toEqual([{ name: 'Uno' }]);
  });
});

describe('another workspace', () => {
  it('sees nothing of an import and cannot touch it', async () => {
    const id = await startImport(scope, { entity: 'deals', filename: 'x.csv', wait: true }, text('Name\nx\n'));
    const other = (await newTestWorkspace()).system;
    await expect(getImport(other, id)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(previewImport(other, id, {})).rejects.toMatchObject({ kind: 'not_found' });
    await expect(cancelImport(other, id)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(runWith(other, id, { entity: 'deals', mapping: {}, options: {}, dryRun: false })).rejects.toMatchObject({ kind: 'not_found' });
    expect(await getImport(scope, id)).toMatchObject({ status: 'mapping' });
  });
});
