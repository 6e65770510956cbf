/** A workspace with people and deals for database tests, made through the product's own use cases. */
import { v7 as uuidv7 } from 'uuid';
import { createDeal } from '@/lib/deals/create-deal';
import { moveStage } from '@/lib/deals/move-stage';
import type { Deal, NewDeal, Stage } from '@/lib/deals/schema';
import { dealChoices } from '@/lib/deals/list-deals';
import { db, transaction } from '@/lib/server/db/tenancy';
import { keyScope, memberScope, systemScope, type Role, type Scope } from '@/lib/server/scope';
import { changeSettings } from '@/lib/workspaces/change-settings';
import { createWorkspace } from '@/lib/workspaces/create-workspace';

export type TestWorkspace = { id: string; slug: string; system: Scope; stages: Stage[]; stage: (name: string) => Stage };

let made = 0;

export async function newTestWorkspace(slug = `test-${++made}`): Promise<TestWorkspace> {
  const { id } = await createWorkspace({ slug, name: slug, currency: 'USD', timezone: 'UTC' }, 'test');
  const system = systemScope(id, 'test');
  // No advice is kept back unless a test says so: which deal would be is chance.
  await changeSettings(system, { heldOutShare: 0 });
  const { stages } = await dealChoices(system);
  return { id, slug, system, stages, stage: (name) => stages.find((s) => s.name === name)! };
}

/** A member with a sign-in of their own; sees their own deals when a rep, else all (as access.ts would decide by default). */
export async function newMember(workspace: TestWorkspace, role: Role, name: string = role): Promise<Scope> {
  const member = await transaction(workspace.system, () => db(workspace.system).member.create({ data: { workspaceId: workspace.id, name, role } }));
  return memberScope({ id: member.id, userId: uuidv7(), name, role, workspaceId: workspace.id }, role === 'rep' ? [member.id] : 'all', 'test');
}

/** As an API key of this role would act. */
export const asKey = (workspace: TestWorkspace, role: Role): Scope => keyScope({ id: uuidv7(), name: 'key', role, workspaceId: workspace.id }, 'test');

export async function closedDeal(workspace: TestWorkspace, outcome: 'Won' | 'Lost', deal: NewDeal & { openedAt: string }, closedAt: string): Promise<Deal> {
  const { id } = await createDeal(workspace.system, deal);
  return moveStage(workspace.system, id, { stageId: workspace.stage(outcome).id, reason: 'test', closedAt });
}
