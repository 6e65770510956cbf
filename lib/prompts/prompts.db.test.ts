import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { analyseDeal } from '@/lib/insights/tasks/analyse-deal';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import { db, transaction } from '@/lib/server/db/tenancy';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { createVersion } from './create-version';
import { getPrompt } from './get-prompt';
import { listPrompts } from './list-prompts';
import { moveLabel } from './move-label';
import { productionPrompt } from './production-prompt';

useDatabase();

let ours: TestWorkspace;
let theirs: TestWorkspace;
let operator: TestWorkspace['system'];

beforeAll(async () => { theirs = await newTestWorkspace(); });
beforeEach(async () => {
  ours = await newTestWorkspace();
  operator = await newMember(ours, 'operator', 'Olga Operator');
});

const user = 'Data:\n{{context}}';
const make = async (system: string, more: object = {}) => createVersion(operator, { promptId: (await getPrompt(operator, 'analyse_deal')).id, template: { system, user }, config: {}, ...more });
const prompt = () => getPrompt(operator, 'analyse_deal');
const production = async () => (await productionPrompt(ours.system, analyseDeal)).version;

describe('versions', () => {
  it('begin with the prompt that the product ships with, in every workspace', async () => {
    const listed = await listPrompts(operator);
    expect(listed.map(({ name, production: p, latest, versions }) => [name, p, latest, versions])).toContainEqual(['analyse_deal', 1, 1, 1]);
    const { versions: [first] } = await prompt();
    expect(first).toMatchObject({ version: 1, template: analyseDeal.defaultPrompt.template, labels: ['production', 'latest'], createdBy: 'shipped with the product' });
  });

  it('are added, and the newest is latest; production stays where it was', async () => {
    const second = await make('Advise shortly.', { rationale: 'Insights were too long', config: { maxTokens: 4000, effort: 'low' } });
    expect(second.version).toBe(2);
    const { versions } = await prompt();
    expect(versions.map(({ version, labels }) => [version, labels])).toEqual([[2, ['latest']], [1, ['production']]]);
    expect(versions[0]).toMatchObject({ rationale: 'Insights were too long', config: { maxTokens: 4000, effort: 'low' }, createdBy: 'Olga Operator' });
    expect(await production()).toBe('1');
  });

  it('are refused when the task cannot fill them, and when they say what another one says', async () => {
    const { id: promptId } = await prompt();
    await expect(createVersion(operator, { promptId, template: { system: 'x', user: '{{secrets}}' }, config: {} })).rejects.toMatchObject({ kind: 'invalid', details: { fields: [{ path: 'template' }, { path: 'template' }] } });
    await make('Advise.');
    await expect(make('Advise.  \n')).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining('Version 2') as string });
    expect((await make('Advise.', { config: { effort: 'high' } })).version).toBe(3);
  });

  it('get one number each when several are made at once', async () => {
    await prompt();
    const made = await Promise.all(Array.from({ length: 6 }, (_, i) => make(`Advise in way ${i}.`)));
    expect(made.map(({ version }) => version).sort()).toEqual([2, 3, 4, 5, 6, 7]);
  });

  it('never change, not even by our own hand', async () => {
    const { id } = await make('Advise.');
    await expect(transaction(operator, () => db(operator).promptVersion.updateMany({ where: { id }, data: { template: 'other' } }))).rejects.toThrow();
    await expect(transaction(operator, () => db(operator).promptLabelMove.deleteMany({}))).rejects.toThrow();
  });
});

describe('labels', () => {
  it('are moved with a reason, kept in the history and the audit log, and moved back', async () => {
    const { id: second } = await make('Advise.');
    const { id: promptId, versions } = await prompt();
    const first = versions.find(({ version }) => version === 1)!.id;
    await expect(moveLabel(operator, { promptId, label: 'production', from: first, to: second }, '  ')).rejects.toMatchObject({ kind: 'invalid' });
    await moveLabel(operator, { promptId, label: 'production', from: first, to: second }, 'Shorter');
    expect(await production()).toBe('2');
    await moveLabel(operator, { promptId, label: 'production', from: second, to: first }, 'Too short');
    expect(await production()).toBe('1');
    expect((await prompt()).history.map(({ label, from, to, reason, actorName }) => [label, from, to, reason, actorName])).toEqual([
      ['production', 2, 1, 'Too short', 'Olga Operator'], ['production', 1, 2, 'Shorter', 'Olga Operator'],
    ]);
    const audited = await asOwner<{ n: number }>(`select count(*)::int as n from audit_event where action = 'prompt_label.move' and workspace_id = $1::uuid`, [ours.id]);
    expect(audited).toEqual([{ n: 2 }]);
  });

  it('move once when two people move them from the same place', async () => {
    const { id: second } = await make('Advise.');
    const { id: third } = await make('Advise more.');
    const { id: promptId, versions } = await prompt();
    const first = versions.find(({ version }) => version === 1)!.id;
    const moves = await Promise.allSettled([second, third].map((to) => moveLabel(operator, { promptId, label: 'production', from: first, to }, 'Mine')));
    expect(moves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(moves.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { kind: 'conflict' } });
    expect((await prompt()).history).toHaveLength(1);
  });

  it('of people’s own come and go; latest and production do not', async () => {
    const { id: promptId, versions: [first] } = await prompt();
    const at = first!.id;
    await moveLabel(operator, { promptId, label: 'pilot', from: null, to: at }, '');
    await expect(moveLabel(operator, { promptId, label: 'pilot', from: null, to: at }, '')).rejects.toMatchObject({ kind: 'conflict' });
    expect((await prompt()).versions[0]?.labels).toContain('pilot');
    await moveLabel(operator, { promptId, label: 'pilot', from: at, to: null }, '');
    expect((await prompt()).versions[0]?.labels).not.toContain('pilot');
    await expect(moveLabel(operator, { promptId, label: 'latest', from: null, to: at }, 'x')).rejects.toMatchObject({ kind: 'invalid' });
    await expect(moveLabel(operator, { promptId, label: 'production', from: at, to: null }, 'x')).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('of another workspace can be neither read nor moved, nor moved to a version of theirs', async () => {
    const foreign = await getPrompt(theirs.system, 'analyse_deal');
    const own = await prompt();
    await expect(getPrompt(operator, foreign.id)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(getPrompt(operator, 'no_such_task')).rejects.toMatchObject({ kind: 'not_found' });
    await expect(createVersion(operator, { promptId: foreign.id, template: { system: 'x', user }, config: {} })).rejects.toMatchObject({ kind: 'not_found' });
    const to = foreign.versions[0]!.id;
    await expect(moveLabel(operator, { promptId: foreign.id, label: 'production', from: to, to }, 'x')).rejects.toMatchObject({ kind: 'not_found' });
    await expect(moveLabel(operator, { promptId: own.id, label: 'production', from: own.versions[0]!.id, to }, 'x')).rejects.toMatchObject({ kind: 'not_found' });
  });
});
