import { beforeEach, describe, expect, it } from 'vitest';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { getImport } from './get-import';
import { removeOldUploads } from './remove-old-uploads';
import { runWith, startImport } from './start-import';

useDatabase();

const now = new Date();
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
let workspace: TestWorkspace;
beforeEach(async () => { workspace = await newTestWorkspace(); });

async function* text(): AsyncGenerator<Uint8Array> { yield Buffer.from('Name,Account\nOne,Acme\n'); }

/** An import in this state since so many days; ended ones ended then. */
async function upload(status: string, days: number, { dryRun = false } = {}): Promise<string> {
  const id = await startImport(workspace.system, { entity: 'deals', filename: 'deals.csv', wait: true, dryRun }, text());
  const ended = ['completed', 'failed', 'cancelled'].includes(status);
  await asOwner('update import set status = $2, created_at = $3, finished_at = $4 where id = $1', [id, status, daysAgo(days), ended ? daysAgo(days) : null]);
  return id;
}
const filesOf = async () => (await asOwner<{ id: string }>('select distinct import_id as id from import_chunk where workspace_id = $1', [workspace.id])).map((row) => row.id).sort();

describe('files left behind', () => {
  it('go after their time, and the import says why', async () => {
    const gone = { broken: await upload('uploading', 1.1), left: await upload('mapping', 7.1), still: await upload('running', 7.1), failed: await upload('failed', 7.1), tried: await upload('completed', 7.1, { dryRun: true }) };
    const kept = [await upload('uploading', 0.9), await upload('mapping', 6.9), await upload('queued', 6.9), await upload('failed', 6.9), await upload('completed', 6.9, { dryRun: true })].sort();
    expect(await removeOldUploads(workspace.system, now)).toEqual({ ended: 3, files: 2 });
    expect(await filesOf()).toEqual(kept);
    expect(await getImport(workspace.system, gone.broken)).toMatchObject({ status: 'failed', error: expect.stringContaining('broke off') as string });
    expect(await getImport(workspace.system, gone.left)).toMatchObject({ status: 'cancelled', error: expect.stringContaining('7 days') as string });
    expect(await getImport(workspace.system, gone.still)).toMatchObject({ status: 'failed', error: expect.stringContaining('undone') as string });
    expect(await removeOldUploads(workspace.system, now)).toEqual({ ended: 0, files: 0 });
    await expect(runWith(workspace.system, gone.tried, { entity: 'deals', mapping: {}, options: {}, dryRun: false })).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('are only one\'s own', async () => {
    await upload('mapping', 30);
    const other = await newTestWorkspace();
    expect(await removeOldUploads(other.system, now)).toEqual({ ended: 0, files: 0 });
    expect(await filesOf()).toHaveLength(1);
  });
});
