/** Looks for improvements of a prompt, newest first, and how much there is to go by. */
import type { PromptDetail } from '@/lib/prompts/schema';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { evidenceCounts, type EvidenceCounts } from './gather-evidence';
import { improvement, type Improvement } from './schema';
import { readImprovements } from './store';

const MOST = 20;

export const listImprovements = (scope: Scope, { id, name, versions }: Pick<PromptDetail, 'id' | 'name' | 'versions'>): Promise<{ looks: Improvement[]; evidence: EvidenceCounts }> => transaction(scope, async () => ({
  looks: (await readImprovements(scope, id, MOST)).map(({ versionId, createdAt, finishedAt, ...look }) => improvement.parse({
    ...look, version: versions.find((one) => one.id === versionId)?.version ?? null, createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null,
  })),
  evidence: await evidenceCounts(scope, name),
}));
