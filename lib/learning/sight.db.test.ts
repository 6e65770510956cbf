/** Whose deals the figures of the learning page rest on: a rep's own, a manager's team's (and those without an owner), an operator's all. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createTeam } from '@/lib/members/teams';
import { sightOf } from '@/lib/server/access';
import { db, transaction } from '@/lib/server/db/tenancy';
import { useDatabase } from '@/lib/server/db/testing/database';
import { findWorkspace } from '@/lib/server/doors/auth';
import { memberScope, type Role, type Scope } from '@/lib/server/scope';
import { newMember, newTestWorkspace, type TestWorkspace } from '@/lib/workspaces/testing/new-workspace';
import { readMetrics } from './read-metrics';
import { learningQuery, type LearningMetrics } from './schema';
import { adviceOn, DAY, dealOf } from './testing/advised-deal';

useDatabase();

const NOW = new Date();
let workspace: TestWorkspace;
let scopes: Record<'east' | 'west' | 'ann' | 'bob' | 'cy' | 'all', Scope>;

const read = (scope: Scope): Promise<LearningMetrics> => readMetrics(scope, learningQuery.parse({ period: '90' }), new Date());

beforeAll(async () => {
  workspace = await newTestWorkspace('sight');
  const teams = { east: (await createTeam(workspace.system, 'East')).id, west: (await createTeam(workspace.system, 'West')).id };
  const member = async (name: string, role: Role, team: keyof typeof teams) => {
    const id = (await newMember(workspace, role, name)).principal.id!;
    await transaction(workspace.system, () => db(workspace.system).member.update({ where: { id }, data: { teamId: teams[team] } }));
    return { id, name, role, teamId: teams[team] };
  };
  const [eve, wim, ann, bob, cy] = [await member('Eve', 'manager', 'east'), await member('Wim', 'manager', 'west'), await member('Ann', 'rep', 'east'), await member('Bob', 'rep', 'east'), await member('Cy', 'rep', 'west')];
  const found = (await findWorkspace(workspace.slug))!;
  // The scope that each one's next request gets, once the teams are full.
  const scopeOf = async ({ id, name, role, teamId }: typeof eve): Promise<Scope> =>
    memberScope({ id, userId: id, name, role, workspaceId: workspace.id }, await sightOf({ memberId: id, role, teamId, workspace: found }), 'test');
  scopes = { east: await scopeOf(eve), west: await scopeOf(wim), ann: await scopeOf(ann), bob: await scopeOf(bob), cy: await scopeOf(cy), all: await newMember(workspace, 'operator', 'Olu') };
  // Ann: 1 of 2 right; Bob: 3 of 3; Cy: none of 4. No two sums are alike, so that no wrong sight gives the right figure.
  for (const [owner, right, wrong] of [[scopes.ann, 1, 1], [scopes.bob, 3, 0], [scopes.cy, 0, 4]] as const) {
    for (let i = 0; i < right + wrong; i++) {
      const deal = await dealOf(workspace, owner, NOW, i < right ? 'Lost' : 'Won', 10, 1000);
      await adviceOn(workspace, deal, NOW, { shown: 20, resolved: { days: 10, as: i < right ? 'right' : 'wrong' }, actions: ['call'] });
      await transaction(workspace.system, () => db(workspace.system).holdoutAssignment.create({ data: { workspaceId: workspace.id, dealId: deal, arm: 'shown', share: 0.2, ownerId: owner.principal.id!, assignedAt: new Date(NOW.getTime() - 30 * DAY) } }));
    }
  }
});

describe('the figures of the learning page', () => {
  it.each([['ann', 2, 1], ['bob', 3, 3], ['cy', 4, 0], ['east', 5, 4], ['west', 4, 0], ['all', 9, 4]] as const)('of %s rest on %i deals', async (who, deals, right) => {
    const { insights, quality, causal, months, versions } = await read(scopes[who]);
    expect(insights).toBe(deals);
    expect(quality.accuracy).toMatchObject({ n: deals, groups: deals, value: right / deals });
    expect(months.reduce((sum, month) => sum + month.n, 0)).toBe(deals);
    expect(versions.reduce((sum, version) => sum + version.accuracy.n, 0)).toBe(deals);
    // What was won with advice shown, and who was drawn: also only what is in sight.
    expect(causal.assigned).toEqual({ shown: deals, heldOut: 0 });
    expect(causal.revenue.deals).toBe(deals - right);
  });
});
