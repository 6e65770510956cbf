import { beforeEach, describe, expect, it } from 'vitest';
import { updateDeal } from '@/lib/deals/update-deal';
import { transaction } from '@/lib/server/db/tenancy';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { type AppError } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { applyDeals } from './apply/deals';
import { writeJournal } from './apply/journal';
import type { DealRecord } from './schema';
import { changeImport, insertImport } from './store';
import { requestUndo, undoBatch } from './undo-import';

useDatabase();

let workspace: TestWorkspace, scope: Scope;
const deal = (record: Partial<DealRecord> & { name: string }): DealRecord => ({ entity: 'deals', custom: {}, ...record });
const WON = { name: 'Won', kind: 'won', isNew: false } as const;

/** Applies records as an import would and gives its id. */
async function run(records: DealRecord[]): Promise<{ id: string; created: number; updated: number; skipped: number; errors: { row: number; column: string | null; message: string }[]; notes: { row: number; message: string }[] }> {
  return transaction(scope, async () => {
    const { id } = await insertImport(scope, { entity: 'deals', filename: 'x.csv', dryRun: false, mapping: {}, options: {} });
    const result = await applyDeals(scope, records.map((record, i) => ({ row: i + 2, record })), { matchKey: 'externalId', currency: 'USD', now: new Date().toISOString() });
    await writeJournal(scope, id, result.journal);
    await changeImport(scope, id, ['uploading'], { status: 'completed', finishedAt: new Date() });
    return { id, ...result };
  });
}
async function undo(id: string): Promise<void> {
  await requestUndo(scope, id);
  while (await undoBatch(scope, id)) { /* one batch after the other */ }
}
const snapshot = () => asOwner(`select d.external_id, d.name, d.status, d.amount_minor, d.expected_close_at, a.name as account, m.name as owner, s.name as stage, d.slips, d.custom
  from deal d left join account a on a.id = d.account_id left join member m on m.id = d.owner_id join stage s on s.id = d.stage_id where d.workspace_id = $1 order by d.external_id`, [workspace.id]);
const tables = async () => Object.fromEntries(await Promise.all(['deal', 'account', 'product', 'member', 'stage', 'stage_change', 'deal_change'].map(async (t) =>
  [t, (await asOwner<{ n: number }>(`select count(*)::int as n from ${t} where workspace_id = $1`, [workspace.id]))[0]!.n])));

beforeEach(async () => { workspace = await newTestWorkspace(); scope = workspace.system; });

const FIRST = [
  deal({ externalId: '1', name: 'One', account: 'Acme', product: 'GTX Pro', owner: 'Moses Frase', amount: { minor: 482100, currency: 'USD' }, openedAt: '2026-01-05T00:00:00.000Z', expectedCloseAt: '2026-12-01T00:00:00.000Z', custom: { Region: 'EMEA' } }),
  deal({ externalId: '2', name: 'Two', account: 'ACME', product: 'GTXPro', owner: 'moses frase', stage: WON, openedAt: '2026-01-05T00:00:00.000Z', closedAt: '2026-03-01T00:00:00.000Z' }),
  deal({ externalId: '3', name: 'Three', account: 'Zotware', stage: { name: 'Legal review', kind: 'open', isNew: true }, openedAt: '2026-02-01T00:00:00.000Z' }),
];

describe('applying rows', () => {
  it('creates deals with what they name, each once', async () => {
    const result = await run(FIRST);
    expect(result).toMatchObject({ created: 3, updated: 0, skipped: 0, errors: [] });
    const rows = await snapshot();
    expect(rows.map((r) => (r as { account: string }).account)).toEqual(['Acme', 'Acme', 'Zotware']);
    expect(rows[0]).toMatchObject({ amount_minor: expect.anything(), owner: 'Moses Frase', stage: 'Prospecting', custom: { Region: 'EMEA' } });
    expect(rows[1]).toMatchObject({ status: 'won', stage: 'Won' });
    expect(rows[2]).toMatchObject({ stage: 'Legal review' });
    expect(await tables()).toMatchObject({ deal: 3, account: 2, product: 1, member: 1, stage: 7, stage_change: 3, deal_change: 0 });
    const stages = await asOwner<{ name: string; kind: string }>('select name, kind from stage where workspace_id = $1 order by position', [workspace.id]);
    expect(stages.map((s) => s.name)).toEqual(['Prospecting', 'Engaging', 'Proposal', 'Negotiation', 'Legal review', 'Won', 'Lost']);
  });

  it('changes nothing when it is repeated', async () => {
    await run(FIRST);
    const before = [await snapshot(), await tables()];
    expect(await run(FIRST)).toMatchObject({ created: 0, updated: 0, skipped: 3 });
    expect([await snapshot(), await tables()]).toEqual(before);
  });

  it('keeps what changed with its time, and counts a slip', async () => {
    await run(FIRST);
    await run([deal({ externalId: '1', name: 'One', expectedCloseAt: '2027-02-01T00:00:00.000Z', amount: { minor: 500000, currency: 'USD' } })]);
    expect((await snapshot())[0]).toMatchObject({ slips: 1, account: 'Acme' });
    const changes = await asOwner<{ field: string; before: unknown; after: unknown }>('select field, before, after from deal_change where workspace_id = $1 order by field', [workspace.id]);
    expect(changes).toEqual([{ field: 'amount', before: 4821, after: 5000 }, { field: 'expectedCloseAt', before: Date.parse('2026-12-01'), after: Date.parse('2027-02-01') }]);
  });

  it('says what is wrong with a row and takes the others', async () => {
    const result = await run([
      deal({ externalId: 'a', name: 'A', stage: WON, openedAt: '2026-01-05T00:00:00.000Z' }),
      deal({ externalId: 'b', name: 'B', stage: WON, openedAt: '2026-03-05T00:00:00.000Z', closedAt: '2026-01-01T00:00:00.000Z' }),
      deal({ externalId: 'c', name: 'C' }),
    ]);
    expect(result.created).toBe(2);
    expect(result.errors.map((e) => [e.row, e.column])).toEqual([[3, 'closedAt']]);
    // Closed without saying when: taken, and said.
    expect(result.notes.map((n) => [n.row, n.message])).toEqual([[2, expect.stringContaining('does not say when')]]);
  });
});

describe('undo', () => {
  it('leaves everything as it was before the import', async () => {
    const empty = await tables();
    const { id } = await run(FIRST);
    await undo(id);
    expect(await tables()).toEqual(empty);
    expect(await asOwner('select name from stage where workspace_id = $1 and kind = \'open\' order by position', [workspace.id])).toHaveLength(4);
  });

  it('puts back what the import changed', async () => {
    await run(FIRST);
    const before = [await snapshot(), await tables()];
    const { id } = await run([
      deal({ externalId: '1', name: 'Uno', account: 'New Co', expectedCloseAt: '2027-02-01T00:00:00.000Z', stage: WON, closedAt: '2026-05-01T00:00:00.000Z' }),
      deal({ externalId: '9', name: 'Nine' }),
    ]);
    await undo(id);
    expect([await snapshot(), await tables()]).toEqual(before);
  });

  it('leaves what somebody changed since, and names it', async () => {
    const { id } = await run(FIRST);
    const [one] = await asOwner<{ id: string }>('select id from deal where workspace_id = $1 and external_id = \'1\'', [workspace.id]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await updateDeal(scope, one!.id, { name: 'Mine now' });
    await undo(id);
    expect((await snapshot()).map((d) => (d as { name: string }).name)).toEqual(['Mine now']);
    const errors = await asOwner<{ message: string }>('select message from import_error where import_id = $1 order by row', [id]);
    expect(errors.some((e) => e.message.includes('Mine now') && e.message.includes('changed'))).toBe(true);
    expect(errors.some((e) => e.message.startsWith('Acme'))).toBe(true);
  });

  it('happens once, and only to one\'s own imports', async () => {
    const { id } = await run(FIRST);
    const other = await newTestWorkspace();
    await expect(requestUndo(other.system, id)).rejects.toMatchObject({ kind: 'not_found' } satisfies Partial<AppError>);
    await undo(id);
    await expect(requestUndo(scope, id)).rejects.toMatchObject({ kind: 'conflict' } satisfies Partial<AppError>);
  });
});
