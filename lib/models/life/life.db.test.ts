/** Versions, aliases and their history on a real database: who stands for what, and nothing of it lost or mixed. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createDeal } from '@/lib/deals/create-deal';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { assessDeals } from '../assess-deals';
import { compareVersions } from './compare-versions';
import { getModel, listModels } from './get-model';
import { moveAlias } from './move-alias';
import { rollbackModel } from './rollback-model';
import { constantVersion, putAlias } from './testing/versions';
import { MODEL_NAMES, modelDetail, modelOverview } from './schema';

useDatabase();

const MODEL = 'win_predictor';
const why = 'for the test';
let workspace: TestWorkspace, first: string, second: string, third: string;

beforeAll(async () => {
  workspace = await newTestWorkspace();
  [first, second, third] = [await constantVersion(workspace.system, 1, 0.2), await constantVersion(workspace.system, 2, 0.5), await constantVersion(workspace.system, 3, 0.8)];
});

const aliases = async () => Object.fromEntries((await getModel(workspace.system, MODEL)).versions.flatMap((v) => v.aliases.map(({ alias, share }) => [alias, `${v.version} ${share}`])));

describe('the registry', () => {
  it('names all six models, and says of each why it is not trained, with the number', async () => {
    const models = await listModels(await newMember(workspace, 'manager'));
    expect(models.map(({ model }) => model)).toEqual(MODEL_NAMES);
    for (const model of models) expect(modelOverview.parse(model)).toMatchObject({ model: model.model });
    expect(models.find(({ model }) => model === 'tone_classifier')!.samples).toMatchObject({ now: 0, trainable: false, why: expect.stringContaining('0 of 200') as string });
    expect(models.find(({ model }) => model === 'win_predictor')!.samples).toMatchObject({ now: 0, fresh: 0, trainable: true });
  });
});

describe('moving an alias', () => {
  it('is written into the history with who and why, audited, and makes one event', async () => {
    const operator = await newMember(workspace, 'operator', 'Olga');
    await putAlias(workspace.system, 'champion', first);
    const { moves } = await moveAlias(operator, MODEL, { alias: 'champion', version: second, why: 'it was asked for' });
    expect(moves).toMatchObject([{ alias: 'champion', from: first, to: second, cause: 'moved', why: 'it was asked for', actorName: 'Olga' }]);
    expect(await asOwner(`select 1 from outbox_event where name = 'model/moved' and data->>'moveId' = $1`, [moves[0]!.id])).toHaveLength(1);
    expect(await asOwner(`select after from audit_event where action = 'model.move' and actor_name = 'Olga' and workspace_id = $1`, [workspace.id])).toMatchObject([{ after: { alias: 'champion', version: second } }]);
    expect((await moveAlias(operator, MODEL, { alias: 'champion', version: second, why })).moves).toEqual([]);
    const detail = modelDetail.parse(await getModel(operator, MODEL));
    expect(detail).toMatchObject({ champion: { version: second }, moves: [{ to: second }, { to: first }] });
    expect(detail.versions.map(({ version }) => version)).toEqual([third, second, first]);
  });

  it('loses none of many that come at once: each starts where the one before ended', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, i) => moveAlias(workspace.system, MODEL, { alias: 'champion', version: [first, second, third][i % 3]!, why: `move ${i}` })));
    const moves = (await getModel(workspace.system, MODEL)).moves.filter(({ alias }) => alias === 'champion').reverse();
    expect(moves.length).toBeGreaterThan(3);
    for (let i = 1; i < moves.length; i++) expect(moves[i]!.from).toBe(moves[i - 1]!.to);
    expect((await aliases()).champion).toBe(`${moves.at(-1)!.to} 1`);
  });

  it('gives a challenger a share, and promotes it: the former champion goes on unseen', async () => {
    await putAlias(workspace.system, 'champion', first);
    await moveAlias(workspace.system, MODEL, { alias: 'shadow', version: second, why });
    await moveAlias(workspace.system, MODEL, { alias: 'challenger', version: second, why });
    expect(await aliases()).toEqual({ champion: `${first} 1`, challenger: `${second} 0.1` });
    expect((await moveAlias(workspace.system, MODEL, { alias: 'challenger', version: second, share: 0.25, why })).moves).toMatchObject([{ cause: 'share_grown', share: 0.25 }]);
    const { moves } = await moveAlias(workspace.system, MODEL, { alias: 'champion', version: second, why });
    expect(moves.map(({ alias, to, cause }) => [alias, to, cause])).toEqual([['challenger', null, 'promoted'], ['champion', second, 'promoted'], ['shadow', first, 'promoted']]);
    expect(await aliases()).toEqual({ champion: `${second} 1`, shadow: `${first} 1` });
  });

  it('refuses what makes no sense', async () => {
    const move = (input: Parameters<typeof moveAlias>[2]) => moveAlias(workspace.system, MODEL, input);
    await expect(move({ alias: 'champion', version: null, why })).rejects.toMatchObject({ kind: 'invalid' });
    await expect(move({ alias: 'challenger', version: second, why })).rejects.toMatchObject({ kind: 'invalid' });
    await expect(move({ alias: 'champion', version: 'v_20200101_000000', why })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(moveAlias(workspace.system, 'lead_scorer', { alias: 'shadow', version: second, why })).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('leaves a history that nobody can rewrite', async () => {
    const { db, transaction } = await import('@/lib/server/db/tenancy');
    await expect(transaction(workspace.system, () => db(workspace.system).modelAliasMove.updateMany({ data: { why: 'other' } }))).rejects.toThrow();
    await expect(transaction(workspace.system, () => db(workspace.system).modelVersion.updateMany({ data: { trainedOn: 1 } }))).rejects.toThrow();
  });
});

describe('rolling back', () => {
  it('goes to the version before, again and again, and takes away what is on trial', async () => {
    const own = await newTestWorkspace();
    const [a, b, c, d] = [await constantVersion(own.system, 1, 0.2), await constantVersion(own.system, 2, 0.5), await constantVersion(own.system, 3, 0.8), await constantVersion(own.system, 4, 0.9)];
    for (const version of [a, b, c]) await putAlias(own.system, 'champion', version);
    await putAlias(own.system, 'challenger', d, 0.25);
    const back = await rollbackModel(own.system, MODEL, { why });
    expect(back).toMatchObject({ version: b, moves: [{ alias: 'champion', from: c, to: b, cause: 'rolled_back' }, { alias: 'challenger', from: d, to: null, cause: 'rolled_back' }] });
    expect(await rollbackModel(own.system, MODEL, { why })).toMatchObject({ version: a });
    await expect(rollbackModel(own.system, MODEL, { why })).rejects.toMatchObject({ kind: 'conflict' });
    expect(await rollbackModel(own.system, MODEL, { version: c, why })).toMatchObject({ version: c });
    await expect(rollbackModel(own.system, MODEL, { version: c, why })).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('while deals are scored: nothing is stored that its version does not say, and after the last one all are scored by what is in use', async () => {
    const own = await newTestWorkspace();
    const says: Record<string, number> = {};
    for (const [k, probability] of [[1, 0.3], [2, 0.7]] as const) says[await constantVersion(own.system, k, probability)] = probability;
    const [low, high] = Object.keys(says) as [string, string];
    await putAlias(own.system, 'champion', low);
    await putAlias(own.system, 'champion', high);
    const deals: string[] = [];
    for (let i = 0; i < 10; i++) deals.push((await createDeal(own.system, { name: `Deal ${i}`, amount: 1000, openedAt: new Date(Date.now() - 20 * 86_400_000).toISOString() })).id);
    let version = high;
    // Fifty looks in five lanes, one after the other in each, and roll-backs in between for as long as they last.
    let looking = true;
    const rolling = (async () => {
      while (looking) await rollbackModel(own.system, MODEL, { version: (version = version === high ? low : high), why });
    })();
    await Promise.all(Array.from({ length: 5 }, async (_, lane) => {
      for (let i = 0; i < 10; i++) await assessDeals(own.system, [deals[(lane + i) % 10]!], `look ${lane} ${i}`);
    }));
    looking = false;
    await rolling;
    const scores = await asOwner<{ model_version: string; probability: number; at: Date }>('select model_version, probability, at from deal_score where workspace_id = $1', [own.id]);
    expect(scores.length).toBeGreaterThanOrEqual(60);
    for (const score of scores.filter(({ model_version }) => model_version in says)) expect(score.probability).toBeCloseTo(says[score.model_version]!, 9);
    expect(new Set(scores.map(({ model_version }) => model_version))).toEqual(new Set([low, high]));
    const said = await asOwner<{ version: string; probability: number }>('select version, probability from model_prediction where workspace_id = $1', [own.id]);
    for (const row of said) expect(row.probability).toBeCloseTo(says[row.version]!, 9);
    await assessDeals(own.system, deals, 'the model was rolled back', { quiet: true });
    const shown = await asOwner<{ p: number; v: string }>(`select d.win_probability as p, (select model_version from deal_score s where s.deal_id = d.id order by at desc, id desc limit 1) as v from deal d where d.workspace_id = $1`, [own.id]);
    for (const { p, v } of shown) expect([v, p]).toEqual([version, expect.closeTo(says[version]!, 9)]);
  });

  it('waits for what is being scored: a score that is stored after it is never of the version before', async () => {
    const { transaction } = await import('@/lib/server/db/tenancy');
    const { holdWinModels } = await import('../champion');
    const own = await newTestWorkspace();
    const [a, b] = [await constantVersion(own.system, 1, 0.3), await constantVersion(own.system, 2, 0.7)];
    await putAlias(own.system, 'champion', a);
    await putAlias(own.system, 'champion', b);
    const order: string[] = [];
    let held!: () => void;
    const holding = new Promise<void>((resolve) => (held = resolve));
    const scoring = transaction(own.system, async () => {
      await holdWinModels(own.system);
      held();
      await new Promise((resolve) => setTimeout(resolve, 300));
      order.push('scored');
    });
    await holding;
    const rolled = rollbackModel(own.system, MODEL, { why }).then(() => order.push('rolled back'));
    await Promise.all([scoring, rolled]);
    expect(order).toEqual(['scored', 'rolled back']);
  });
});

describe('comparing', () => {
  it('says so where two versions have not spoken of the same records', async () => {
    expect(await compareVersions(workspace.system, MODEL, first, second)).toMatchObject({ a: { version: first }, b: { version: second }, live: { verdict: 'too_few', n: 0 } });
    await expect(compareVersions(workspace.system, MODEL, first, 'v_20200101_000000')).rejects.toMatchObject({ kind: 'not_found' });
  });
});
