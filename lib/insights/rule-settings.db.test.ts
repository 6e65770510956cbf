import { beforeAll, describe, expect, it } from 'vitest';
import { testWorkspace } from '@/lib/members/testing/people';
import { asOwner, useDatabase } from '@/lib/server/db/testing/database';
import type { Scope } from '@/lib/server/scope';
import { listRules } from './rule-reports';
import { saveRuleSetting } from './save-rule-setting';
import { addWorkspaceRule, changeWorkspaceRule, listWorkspaceRules, MOST_RULES, removeWorkspaceRule } from './workspace-rules';

useDatabase();

let ours: Scope;
let theirs: Scope;

beforeAll(async () => {
  [ours, theirs] = [await testWorkspace('ours'), await testWorkspace('theirs')];
});

const ruleOf = async (scope: Scope, key: string) => (await listRules(scope)).rules.find((rule) => rule.key === key);
const refreshes = async () => (await asOwner<{ n: number }>(`select count(*)::int as n from outbox_event where name = 'workspace/refresh.requested'`))[0]?.n;

describe('the settings of a rule', () => {
  it('are shown with what they mean, their bounds and their record', async () => {
    expect(await ruleOf(ours, 'stalled')).toEqual({
      key: 'stalled', name: 'Stalled in stage', polarity: 'risk', speaksOf: 'in a stage for longer than 80% of won deals', enabled: true,
      settings: [{ key: 'percentile', label: 'Longer in the stage than this share of won deals', unit: 'percentile', default: 80, min: 50, max: 99, value: 80 }],
      record: 'No past deals were counted for this yet.', verdict: null, muted: false, outdated: false, missing: [],
    });
  });

  it('change for one workspace only, once, with an audit entry and a new count', async () => {
    const change = { key: 'stalled', enabled: false, settings: { percentile: 90 } };
    await saveRuleSetting(ours, change);
    await saveRuleSetting(ours, change);
    expect(await ruleOf(ours, 'stalled')).toMatchObject({ enabled: false, speaksOf: 'in a stage for longer than 90% of won deals' });
    expect(await ruleOf(theirs, 'stalled')).toMatchObject({ enabled: true, speaksOf: 'in a stage for longer than 80% of won deals' });
    expect(await asOwner(`select workspace_id, before, after from audit_event where action = 'rule.update'`)).toEqual([
      { workspace_id: ours.workspaceId, before: { enabled: true, settings: { percentile: 80 } }, after: { enabled: false, settings: { percentile: 90 } } },
    ]);
    expect(await refreshes()).toBe(1);
  });

  it('are refused out of bounds, under unknown names and for unknown rules', async () => {
    const before = await asOwner('select * from rule_setting');
    const wrong: Record<string, number>[] = [{ percentile: 49 }, { percentile: 100 }, { percentile: Number.NaN }, { percentile: 80, days: 3 }];
    for (const settings of wrong) {
      await expect(saveRuleSetting(ours, { key: 'stalled', enabled: true, settings })).rejects.toMatchObject({ kind: 'invalid' });
    }
    for (const key of ['nothing', '__proto__', 'constructor']) await expect(saveRuleSetting(ours, { key, enabled: true, settings: {} })).rejects.toMatchObject({ kind: 'not_found' });
    expect(await asOwner('select * from rule_setting')).toEqual(before);
  });
});

describe('rules in words', () => {
  it('are kept, switched off, reworded and removed, each written down', async () => {
    const { id } = await addWorkspaceRule(ours, 'We never discount in Q1.');
    await changeWorkspaceRule(ours, { id, enabled: false });
    await changeWorkspaceRule(ours, { id, text: 'We rarely discount in Q1.' });
    expect(await listWorkspaceRules(ours)).toEqual([{ id, text: 'We rarely discount in Q1.', enabled: false, createdAt: expect.any(Date) as Date }]);
    await removeWorkspaceRule(ours, id);
    expect(await listWorkspaceRules(ours)).toEqual([]);
    const actions = await asOwner<{ action: string }>('select action from audit_event where entity_id = $1 order by id', [id]);
    expect(actions.map(({ action }) => action)).toEqual(['workspace_rule.create', 'workspace_rule.update', 'workspace_rule.update', 'workspace_rule.delete']);
  });

  it('of another workspace are neither seen nor touched', async () => {
    const { id } = await addWorkspaceRule(theirs, 'Theirs');
    expect(await listWorkspaceRules(ours)).toEqual([]);
    await expect(changeWorkspaceRule(ours, { id, text: 'Ours' })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(removeWorkspaceRule(ours, id)).rejects.toMatchObject({ kind: 'not_found' });
    expect(await listWorkspaceRules(theirs)).toEqual([{ id, text: 'Theirs', enabled: true, createdAt: expect.any(Date) as Date }]);
  });

  it('are at most twenty', async () => {
    for (let i = 0; i < MOST_RULES; i++) await addWorkspaceRule(ours, `Rule ${i}`);
    await expect(addWorkspaceRule(ours, 'One more')).rejects.toMatchObject({ kind: 'conflict' });
  });
});
