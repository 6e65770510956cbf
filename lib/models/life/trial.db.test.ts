/** A version on trial, from unseen to champion and back, on what deals became. */
import { beforeAll, describe, expect, it } from 'vitest';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { createRng } from '@/lib/stats/rng';
import { newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { assessDeals } from '../assess-deals';
import { compareVersions } from './compare-versions';
import { detectDrift } from './detect-drift';
import { getModel } from './get-model';
import { close, openDeals } from './testing/deals';
import { constantVersion, putAlias } from './testing/versions';
import { whatIsDue } from './watch-models';
import { watchTrial } from './watch-trial';

useDatabase();

const MODEL = 'win_predictor';
let workspace: TestWorkspace, champion: string, tried: string;
const rng = createRng('outcomes');

beforeAll(async () => {
  workspace = await newTestWorkspace();
  [champion, tried] = [await constantVersion(workspace.system, 1, 0.5), await constantVersion(workspace.system, 2, 0.8)];
  await putAlias(workspace.system, 'champion', champion);
  await putAlias(workspace.system, 'shadow', tried);
});

/** So many new deals are scored, close at this rate, and everybody hears of it. */
async function round(n: number, rate: number): Promise<string[]> {
  const ids = await openDeals(workspace, n);
  await assessDeals(workspace.system, ids, 'new');
  await close(workspace, ids, ids.map(() => rng() < rate));
  await whatIsDue(workspace.system, new Date());
  return ids;
}
const watch = () => watchTrial(workspace.system, MODEL, new Date());
const standing = async () => {
  const { champion: c, challenger: h, shadow: s } = await getModel(workspace.system, MODEL);
  return { champion: c?.version, challenger: h && [h.version, h.aliases.find(({ alias }) => alias === 'challenger')!.share], shadow: s?.version };
};

describe('on trial', () => {
  it('scores unseen: what is stored beside deals is the champion\'s, and what both said is noted once, at one moment', async () => {
    const ids = await openDeals(workspace, 20);
    await assessDeals(workspace.system, ids, 'new');
    await assessDeals(workspace.system, ids, 'again');
    expect(await asOwner('select distinct model_version as v from deal_score where deal_id = any($1)', [ids])).toEqual([{ v: champion }]);
    const said = await asOwner<{ version: string; role: string; probability: number; against: string | null; againstProbability: number | null; n: number }>(
      `select version, role, probability, against, against_probability as "againstProbability", count(*)::int as n from model_prediction where subject_id = any($1) group by 1, 2, 3, 4, 5 order by version`, [ids]);
    expect(said).toMatchObject([{ version: champion, role: 'champion', against: null, n: 20 }, { version: tried, role: 'shadow', against: champion, n: 20 }]);
    expect(said[1]!.probability).toBeCloseTo(0.8, 9);
    expect(said[1]!.againstProbability).toBeCloseTo(0.5, 9);
    expect(await watch()).toMatchObject({ decision: 'wait' });
  });

  it('a deal that closes decides what was said of it; opened again it is undecided again', async () => {
    const [id] = await openDeals(workspace, 1);
    await assessDeals(workspace.system, [id!], 'new');
    await close(workspace, [id!], [true]);
    await assessDeals(workspace.system, [id!], 'closed');
    const labels = () => asOwner<{ label: number | null; resolved: boolean }>('select label, resolved_at is not null as resolved from model_prediction where subject_id = $1', [id]);
    expect(await labels()).toEqual([{ label: 1, resolved: true }, { label: 1, resolved: true }]);
    await asOwner(`update deal set status = 'open', closed_at = null, stage_id = $2 where id = $1`, [id, workspace.stages.find(({ kind }) => kind === 'open')!.id]);
    await whatIsDue(workspace.system, new Date());
    expect(await labels()).toEqual([{ label: null, resolved: false }, { label: null, resolved: false }]);
  });

  it('is shown for a growing share once enough outcomes are known, and promoted; the former champion goes on unseen', async () => {
    await round(60, 0.8);
    expect(await watch()).toMatchObject({ decision: 'grow' });
    expect(await standing()).toEqual({ champion, challenger: [tried, 0.1], shadow: undefined });
    // Looking again without outcomes changes nothing.
    expect(await watch()).toMatchObject({ decision: 'wait' });
    for (const share of [0.25, 0.5]) {
      await round(150, 0.8);
      expect(await watch()).toMatchObject({ decision: 'grow' });
      expect((await standing()).challenger).toEqual([tried, share]);
    }
    const served = await round(150, 0.8);
    const shown = await asOwner<{ v: string; n: number }>('select model_version as v, count(*)::int as n from deal_score where deal_id = any($1) group by 1', [served]);
    // Half of the records, by hash.
    expect(shown.find(({ v }) => v === tried)!.n).toBeGreaterThan(50);
    expect(shown.find(({ v }) => v === champion)!.n).toBeGreaterThan(50);
    expect(await watch()).toMatchObject({ decision: 'promote' });
    expect(await standing()).toEqual({ champion: tried, challenger: null, shadow: champion });
    const { moves } = await getModel(workspace.system, MODEL);
    expect(moves.find(({ alias, cause }) => alias === 'champion' && cause === 'promoted')).toMatchObject({ from: champion, to: tried, actorName: 'test', why: expect.stringContaining('Brier score is lower') as string });
    expect((await compareVersions(workspace.system, MODEL, tried, champion)).live).toMatchObject({ verdict: 'better', versions: [tried, champion] });
  });

  it('is taken back by itself when it does worse live than the one before', async () => {
    await round(70, 0.2);
    expect(await watch()).toMatchObject({ decision: 'roll_back' });
    expect(await standing()).toEqual({ champion, challenger: null, shadow: undefined });
    const { moves } = await getModel(workspace.system, MODEL);
    expect(moves.find(({ alias, cause }) => alias === 'champion' && cause === 'auto_rolled_back')).toMatchObject({ from: tried, to: champion });
    expect(await watch()).toMatchObject({ decision: 'nothing_on_trial' });
    // Each of the moves that people see has open deals scored again.
    expect((await asOwner(`select 1 from outbox_event where name = 'model/moved' and workspace_id = $1`, [workspace.id])).length).toBe(5);
  });

  it('is stopped when it does worse before it is promoted', async () => {
    const other = await constantVersion(workspace.system, 3, 0.95);
    await putAlias(workspace.system, 'shadow', other);
    await round(80, 0.2);
    expect(await watch()).toMatchObject({ decision: 'stop' });
    expect(await standing()).toEqual({ champion, challenger: null, shadow: undefined });
  });
});

describe('drift', () => {
  it('of a champion without a hold-out is looked for between the halves of what it said live', async () => {
    const found = await detectDrift(workspace.system, MODEL);
    expect(found).toMatchObject({ version: champion, report: { n: { baseline: expect.any(Number) as number, recent: expect.any(Number) as number } } });
    // It says 0.5 of everything: whatever becomes of deals, its squared error is the same.
    expect(found!.report.performance.find(({ measure }) => measure === 'brier')).toMatchObject({ difference: expect.closeTo(0, 6) as number });
  });
});
