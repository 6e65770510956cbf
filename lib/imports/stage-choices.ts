import { dealChoices } from '@/lib/deals/list-deals';
import type { Scope } from '@/lib/server/scope';
import type { StageChoice } from './schema';

/** The stages of the workspace as an import knows them. */
export const stageChoices = async (scope: Scope): Promise<StageChoice[]> => (await dealChoices(scope)).stages.map(({ name, kind }) => ({ name, kind }));
