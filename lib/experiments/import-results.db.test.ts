import { beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '@/lib/server/db/testing/database';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { newMember, newTestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { analyzeExperiment } from './analyze-experiment';
import { createExperiment } from './create-experiment';
import { foldAll } from './fold-outcomes';
import { importResults, recordCounts } from './import-results';
import { countPending, readCohorts, readTallies } from './outcome-store';
import { startExperiment } from './start-experiment';
import { figuresOf } from './testing/data-sets';
import { externalDesign } from './testing/designs';

useDatabase();
let operator: Scope;
beforeAll(async () => {
  operator = await newMember(await newTestWorkspace(), 'operator');
});

const draft = async (): Promise<string> => (await createExperiment(operator, externalDesign({ metrics: [{ key: 'reply', name: 'Replied', kind: 'binomial', role: 'primary' }, { key: 'spend', name: 'Spent', kind: 'revenue', role: 'secondary' }] }))).id;
const bytes = async function* (text: string) { yield new TextEncoder().encode(text); };
const stored = (id: string) => transaction(operator, async () => ({ cohorts: await readCohorts(operator, id), tallies: await readTallies(operator, id), pending: await countPending(operator, id) }));

describe('results from elsewhere', () => {
  it('as counts: a batch counts once, and nothing of it is taken for an outcome of nobody', async () => {
    const id = await draft();
    const counts = [{ variant: 'control', metric: 'reply', n: 1000, sum: 100, segment: '' }, { variant: 'curiosity', metric: 'reply', n: 1000, sum: 130, segment: '' }];
    expect(await recordCounts(operator, id, { batchId: 'monday', counts })).toEqual({ recorded: 2 });
    const once = await stored(id);
    expect(await recordCounts(operator, id, { batchId: 'monday', counts })).toEqual({ recorded: 0 });
    await foldAll(operator, id);
    expect(await stored(id)).toEqual(once);
    expect(once).toMatchObject({ tallies: [], pending: 0 });
    // 100 against 130 of 1,000: exactly .982.
    expect(figuresOf(await analyzeExperiment(operator, id), 'reply', 'curiosity').chanceToBeat).toBeCloseTo(0.982, 3);
    await recordCounts(operator, id, { batchId: 'tuesday', counts });
    expect(figuresOf(await analyzeExperiment(operator, id), 'reply', 'curiosity')).toMatchObject({ n: 2000, total: 260 });
    await expect(startExperiment(operator, id)).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('as a file: read again it changes nothing, and a wrong row leaves nothing behind', async () => {
    const id = await draft();
    const file = 'unit,variant,reply,spend\n' + Array.from({ length: 40 }, (_, i) => `u${i},${i % 2 ? 'curiosity' : 'As always'},${i % 4 === 0 ? 'yes' : ''},${i % 5 === 0 ? 12.5 : ''}`).join('\n');
    await expect(importResults(operator, id, bytes(`${file}\nu41,neither,1,`), {})).rejects.toMatchObject({ kind: 'invalid', message: expect.stringContaining('Row 42') as unknown });
    expect((await stored(id)).cohorts).toEqual([]);
    expect(await importResults(operator, id, bytes(file), {})).toEqual({ units: 40, known: 0, outcomes: 18 });
    const once = await stored(id);
    expect(await importResults(operator, id, bytes(file), {})).toMatchObject({ units: 0, known: 40 });
    expect(await stored(id)).toEqual(once);
    const results = await analyzeExperiment(operator, id);
    expect(figuresOf(results, 'reply', 'control')).toMatchObject({ n: 20, total: 10 });
    expect(figuresOf(results, 'reply', 'curiosity')).toMatchObject({ n: 20, total: 0 });
    expect([figuresOf(results, 'spend', 'control').total, figuresOf(results, 'spend', 'curiosity').total]).toEqual([50, 50]);
  });
});
