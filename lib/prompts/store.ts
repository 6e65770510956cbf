/** Prompts and their immutable versions in the database. */
import type { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

export type StoredVersion = { id: string; version: number; template: string; config: unknown; contentHash: string };

export const findLabelled = async (scope: Scope, name: string, label: string): Promise<StoredVersion | null> => {
  const found = await db(scope).promptLabel.findFirst({
    where: { label, version: { prompt: { name, workspaceId: scope.workspaceId } } },
    select: { version: { select: { id: true, version: true, template: true, config: true, contentHash: true } } },
  });
  return found?.version ?? null;
};

/** Makes sure that the prompt exists with this content as version 1 under `label`. Safe when two do it at once. */
export async function ensureFirstVersion(scope: Scope, name: string, label: string, first: { template: string; config: Prisma.InputJsonValue; contentHash: string; createdBy: string }): Promise<void> {
  const { workspaceId } = scope;
  await db(scope).prompt.createMany({ data: [{ workspaceId, name }], skipDuplicates: true });
  const prompt = await db(scope).prompt.findFirstOrThrow({ where: { name }, select: { id: true } });
  await db(scope).promptVersion.createMany({ data: [{ workspaceId, promptId: prompt.id, version: 1, ...first }], skipDuplicates: true });
  const version = await db(scope).promptVersion.findFirstOrThrow({ where: { promptId: prompt.id, version: 1 }, select: { id: true } });
  await db(scope).promptLabel.createMany({ data: [{ workspaceId, promptId: prompt.id, label, versionId: version.id }], skipDuplicates: true });
}
