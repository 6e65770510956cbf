/** Whoever closes a deal or opens it again, search follows at once: no vector has to be made anew for it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { importNow } from '@/lib/imports/import-now';
import { requestUndo, undoSome } from '@/lib/imports/undo-import';
import { builtinEmbedder } from '@/lib/llm/embed-builtin';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { embedDeals } from './embed-deals';
import { findSimilarDeals } from './find-similar-deals';

useDatabase();

const options = { embedder: builtinEmbedder };
let workspace: TestWorkspace;
let ids: Record<string, string>;

const bring = async (...rows: string[]) => {
  const state = await importNow(workspace.system, { entity: 'deals', filename: 'deals.csv', csv: ['External ID,Name,Account,Stage,Created,Close date', ...rows].join('\n') });
  expect(state).toMatchObject({ status: 'completed', failed: 0 });
  return state.id;
};
const pastDeals = async () => (await findSimilarDeals(workspace.system, ids.asked!, options)).map((deal) => deal.name).sort();

beforeEach(async () => {
  workspace = await newTestWorkspace();
  await bring('asked,Asked,Acme,Qualification,2026-01-05,', 'one,One,Acme,Qualification,2026-01-05,', 'two,Two,Acme,Closed Won,2026-01-05,2026-03-01');
  await embedDeals(workspace.system, 'missing', options);
  ids = Object.fromEntries((await asOwner<{ id: string; external_id: string }>('select id, external_id from deal where workspace_id = $1', [workspace.id])).map((row) => [row.external_id, row.id]));
  expect(await pastDeals()).toEqual(['Two']);
});

describe('a deal that an import closes', () => {
  it('is a past deal at once, and its content is looked at again by the refresh that follows', async () => {
    await bring('one,One,Acme,Closed Lost,2026-01-05,2026-04-01');
    expect(await pastDeals()).toEqual(['One', 'Two']);
    expect(await embedDeals(workspace.system, 'missing', options)).toMatchObject({ deals: 1 });
    expect(await embedDeals(workspace.system, 'missing', options)).toMatchObject({ deals: 0 });
  });

  it('is none any more once the import is taken back', async () => {
    const id = await bring('one,One,Acme,Closed Lost,2026-01-05,2026-04-01');
    await requestUndo(workspace.system, id);
    while (await undoSome(workspace.system, id)) { /* the next batch */ }
    expect(await pastDeals()).toEqual(['Two']);
  });
});

describe('a deal that an import changes or opens again', () => {
  it('is no past deal any more', async () => {
    await bring('two,Two,Acme,Qualification,2026-01-05,');
    expect(await pastDeals()).toEqual([]);
  });

  it('gets the vector of its new content with the refresh that follows', async () => {
    const vectorOf = async () => (await asOwner<{ content_hash: string }>('select content_hash from deal_embedding where deal_id = $1', [ids.two]))[0]!.content_hash;
    const before = await vectorOf();
    await importNow(workspace.system, { entity: 'deals', filename: 'deals.csv', csv: 'External ID,Name,Product\ntwo,Two,Brand new product' });
    await embedDeals(workspace.system, 'missing', options);
    expect(await vectorOf()).not.toBe(before);
  });
});
