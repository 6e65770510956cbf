import { beforeAll, describe, expect, it } from 'vitest';
import { applyItem, revertItem } from '@/lib/plans/apply-item';
import { decideItem } from '@/lib/plans/decide-item';
import { getItem } from '@/lib/plans/list-items';
import { createVersion } from '@/lib/prompts/create-version';
import { getPrompt } from '@/lib/prompts/get-prompt';
import { useDatabase } from '@/lib/server/db/testing/database';
import type { Scope } from '@/lib/server/scope';
import { changeSettings } from '@/lib/workspaces/change-settings';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { readSettings, type WorkspaceSettings } from '@/lib/workspaces/schema';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { createExperiment } from './create-experiment';
import { getExperiment } from './get-experiment';
import { proposeDefault } from './propose-default';
import type { Results } from './results-schema';
import type { Experiment, NewExperiment } from './schema';
import { externalDesign, ruleDesign } from './testing/designs';

useDatabase();

let ours: TestWorkspace, operator: Scope, manager: Scope;
beforeAll(async () => {
  ours = await newTestWorkspace();
  operator = await newMember(ours, 'operator', 'Olga Operator');
  manager = await newMember(ours, 'manager', 'Mia Manager');
});

const made = async (design: NewExperiment): Promise<Experiment> => getExperiment(operator, (await createExperiment(operator, design)).id);
const settings = async (): Promise<WorkspaceSettings> => readSettings((await currentWorkspace(ours.system)).settings);

/** The last variant won: 60% helpful against 50%, of 200 each. */
function resultsOf({ variants }: Experiment): Results {
  const of = (index: number): Results['metrics'][number]['variants'][number] => ({
    variantId: variants[index]!.id, key: variants[index]!.key, name: variants[index]!.name, control: index === 0, n: 200, waiting: 0, mean: index ? 0.6 : 0.5, low: 0.4, high: 0.7, total: 100,
    difference: index ? { value: 0.1, low: 0.02, high: 0.18 } : null, relative: index ? { value: 0.2, low: 0.04, high: 0.36 } : null, fixed: null, sequentialPValue: null, chanceToBeat: null, risk: null, missing: null,
  });
  return {
    at: new Date().toISOString(), units: 400, firstDay: null, lastDay: null, health: [], cumulative: [], exposures: [], allocation: [], factors: [], segments: [], setAside: [],
    verdict: { kind: 'winner', headline: 'It is better.', detail: 'By 20%.', safeToStop: true, variantId: variants.at(-1)!.id, requirements: [] }, sampleRatio: { observed: [200, 200], expected: [200, 200], pValue: 1 },
    metrics: [{ key: 'helpful', name: 'Helpful', kind: 'ratio', role: 'primary', better: 'higher', model: 'normal', variants: [of(0), of(variants.length - 1)] }],
  };
}
const propose = (experiment: Experiment, index = experiment.variants.length - 1) => proposeDefault(operator, experiment, experiment.variants[index]!.id, resultsOf(experiment));
const approve = async (id: string) => {
  await decideItem(manager, id, 'approve', { changeHash: (await getItem(manager, id)).changeHash });
  return applyItem(ours.system, id);
};

describe('what won', () => {
  it('of how insights are shown is proposed once, with what it is expected to change; applied and taken back it is a setting', async () => {
    const experiment = await made(ruleDesign({
      subject: { kind: 'presentation' },
      variants: [
        { key: 'control', name: 'As it is', payload: { kind: 'presentation', order: 'severity', wording: 'full' } },
        { key: 'sure', name: 'Certain first', payload: { kind: 'presentation', order: 'confidence', wording: 'brief' } },
      ],
    }));
    const { itemId, words } = await propose(experiment);
    expect(words).toContain('a manager decides');
    expect((await propose(experiment)).itemId).toBe(itemId);
    const item = await getItem(manager, itemId!);
    expect(item).toMatchObject({
      kind: 'change_presentation', status: 'proposed', needsAnother: false, edit: null, expected: { metric: 'helpful', difference: 0.1, low: 0.02, high: 0.18, n: 400 },
      diff: [{ label: 'How insights are shown', before: 'What is most serious first; everything at once', after: 'What is most certain first; one sentence, the rest on asking' }],
    });
    expect(item.evidence.map(({ text }) => text)).toEqual(['It is better.', 'Helpful: +20% against the control (+4 to +36%)']);
    expect((await settings()).presentation).toEqual({ order: 'severity', wording: 'full' });
    expect(await approve(itemId!)).toEqual({ status: 'applied' });
    expect((await settings()).presentation).toEqual({ order: 'confidence', wording: 'brief' });
    expect(await propose(experiment)).toEqual({ itemId: null, words: '“Certain first” is the default already: nothing needs to change.' });
    expect(await revertItem(manager, itemId!)).toEqual({ status: 'reverted' });
    expect((await settings()).presentation).toEqual({ order: 'severity', wording: 'full' });
  });

  it('of a rule names each of its numbers; where the control is not how things stand nothing is expected', async () => {
    const experiment = await made(ruleDesign({
      subject: { kind: 'rule', ruleKey: 'stalled' },
      variants: [{ key: 'control', name: 'At 60', payload: { kind: 'rule', enabled: true, settings: { percentile: 60 } } }, { key: 'later', name: 'At 95', payload: { kind: 'rule', enabled: true, settings: { percentile: 95 } } }],
    }));
    const { itemId } = await propose(experiment);
    expect(await getItem(manager, itemId!)).toMatchObject({ kind: 'change_rule', expected: null, change: { ruleKey: 'stalled', before: { settings: { percentile: 80 } }, after: { enabled: true, settings: { percentile: 95 } } } });
  });

  it('of a prompt moves its label, of a model who is asked first', async () => {
    const prompt = await getPrompt(operator, 'analyse_deal');
    const [shipped] = prompt.versions;
    const tried = await createVersion(operator, { promptId: prompt.id, template: { ...shipped!.template, system: `${shipped!.template.system} Be short.` }, config: shipped!.config });
    const prompts = await made(ruleDesign({
      subject: { kind: 'prompt', task: 'analyse_deal' },
      variants: [{ key: 'control', name: 'In use', payload: { kind: 'prompt', versionId: shipped!.id } }, { key: 'short', name: 'Short', payload: { kind: 'prompt', versionId: tried.id } }],
    }));
    const moved = await propose(prompts);
    expect(await getItem(manager, moved.itemId!)).toMatchObject({ kind: 'move_prompt_label', change: { label: 'production', from: { version: 1 }, to: { version: 2, versionId: tried.id } }, expected: { metric: 'helpful' } });
    expect((await propose(prompts, 0)).itemId).toBeNull();

    const models = await made(ruleDesign({
      subject: { kind: 'model', task: 'analyse_deal' },
      variants: (['anthropic', 'openai'] as const).map((provider) => ({ key: provider, name: provider, payload: { kind: 'model' as const, provider } })),
    }));
    const { itemId } = await propose(models);
    expect(await approve(itemId!)).toEqual({ status: 'applied' });
    expect((await settings()).firstModel).toBe('openai');
    await changeSettings(operator, { firstModel: 'builtin' });
    await expect(revertItem(manager, itemId!)).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining('stands at “the built-in analyst” now') as unknown });
  });

  it('outside the product is said, not proposed', async () => {
    expect(await propose(await made(externalDesign()))).toEqual({ itemId: null, words: 'What won is decided by your own program: make it the default there.' });
  });
});
