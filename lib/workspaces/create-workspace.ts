/** A new workspace with the stages that every workspace starts with (they are records: renamed and reordered later). */
import { v7 as uuidv7 } from 'uuid';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, isUniqueViolation } from '@/lib/server/errors';
import { systemScope, type Scope } from '@/lib/server/scope';
import type { NewWorkspace } from './schema';
import { insertStages, insertWorkspace } from './store';

export const FIRST_STAGES = [
  { name: 'Prospecting', kind: 'open' },
  { name: 'Engaging', kind: 'open' },
  { name: 'Proposal', kind: 'open' },
  { name: 'Negotiation', kind: 'open' },
  { name: 'Won', kind: 'won' },
  { name: 'Lost', kind: 'lost' },
] as const;

export type CreatedWorkspace = { id: string; slug: string; name: string; currency: string; timezone: string };

/**
 * Creates it in the name of `actor`; `furnish` runs in the same transaction (first members, first events).
 * Throws conflict when the slug is taken.
 */
export async function createWorkspace(input: NewWorkspace, actor: string, furnish: (scope: Scope) => Promise<void> = async () => {}): Promise<CreatedWorkspace> {
  const scope = systemScope(uuidv7(), actor);
  try {
    return await transaction(scope, async () => {
      const workspace = await insertWorkspace(scope, input);
      await insertStages(scope, FIRST_STAGES);
      await audit(scope, { action: 'workspace.create', entityId: workspace.id, after: workspace });
      await furnish(scope);
      return workspace;
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw conflict(`There is already a workspace "${input.slug}". Choose another slug.`);
    throw error;
  }
}
