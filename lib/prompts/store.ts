/** Prompts, their immutable versions and the labels that point at them, in the database. */
import type { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

const VERSION = { id: true, version: true, template: true, config: true, contentHash: true, rationale: true, createdBy: true, createdAt: true } as const;
export type StoredVersion = { id: string; version: number; template: string; config: unknown; contentHash: string; rationale: string | null; createdBy: string; createdAt: Date };
export type StoredPrompt = { id: string; name: string };
type Content = { template: string; config: Prisma.InputJsonValue; contentHash: string; rationale?: string | null; createdBy: string };

export const findLabelled = async (scope: Scope, name: string, label: string): Promise<StoredVersion | null> => {
  const found = await db(scope).promptLabel.findFirst({ where: { label, version: { prompt: { name, workspaceId: scope.workspaceId } } }, select: { version: { select: VERSION } } });
  return found?.version ?? null;
};

/** Makes sure that the prompt exists with this content as version 1 under `label`. Safe when two do it at once. */
export async function ensureFirstVersion(scope: Scope, name: string, label: string, first: Content): Promise<void> {
  const { workspaceId } = scope;
  await db(scope).prompt.createMany({ data: [{ workspaceId, name }], skipDuplicates: true });
  const prompt = await db(scope).prompt.findFirstOrThrow({ where: { name }, select: { id: true } });
  await db(scope).promptVersion.createMany({ data: [{ workspaceId, promptId: prompt.id, version: 1, ...first }], skipDuplicates: true });
  const version = await db(scope).promptVersion.findFirstOrThrow({ where: { promptId: prompt.id, version: 1 }, select: { id: true } });
  await db(scope).promptLabel.createMany({ data: [{ workspaceId, promptId: prompt.id, label, versionId: version.id }], skipDuplicates: true });
}

export const findPrompt = (scope: Scope, by: { id: string } | { name: string }): Promise<StoredPrompt | null> => db(scope).prompt.findFirst({ where: by, select: { id: true, name: true } });

export const readPrompts = (scope: Scope): Promise<StoredPrompt[]> => db(scope).prompt.findMany({ select: { id: true, name: true }, orderBy: { name: 'asc' } });

/** Newest first. */
export const readVersions = (scope: Scope, promptId: string): Promise<StoredVersion[]> => db(scope).promptVersion.findMany({ where: { promptId }, select: VERSION, orderBy: { version: 'desc' } });

export const findVersion = (scope: Scope, id: string): Promise<(StoredVersion & { promptId: string }) | null> => db(scope).promptVersion.findFirst({ where: { id }, select: { ...VERSION, promptId: true } });

export const readLabels = (scope: Scope, promptId: string) => db(scope).promptLabel.findMany({ where: { promptId }, select: { label: true, versionId: true }, orderBy: { label: 'asc' } });

/** Whoever adds a version or moves a label of this prompt comes one after the other. */
export const lockPrompt = (scope: Scope, promptId: string) => db(scope).$queryRaw`select 1 from prompt where id = ${promptId}::uuid for update`;

export const insertVersion = (scope: Scope, promptId: string, version: number, content: Content) =>
  db(scope).promptVersion.create({ data: { workspaceId: scope.workspaceId, promptId, version, ...content }, select: VERSION });

/** Compare-and-swap: false when the label stands elsewhere than `from` (null: nowhere). */
export async function swapLabel(scope: Scope, promptId: string, label: string, from: string | null, to: string | null): Promise<boolean> {
  const { workspaceId } = scope;
  if (from === null) return to !== null && (await db(scope).promptLabel.createMany({ data: [{ workspaceId, promptId, label, versionId: to }], skipDuplicates: true })).count === 1;
  if (to === null) return (await db(scope).promptLabel.deleteMany({ where: { promptId, label, versionId: from } })).count === 1;
  return (await db(scope).promptLabel.updateMany({ where: { promptId, label, versionId: from }, data: { versionId: to, movedAt: new Date() } })).count === 1;
}

export const insertMove = (scope: Scope, move: { promptId: string; label: string; fromVersionId: string | null; toVersionId: string | null; reason: string; actorName: string }) =>
  db(scope).promptLabelMove.create({ data: { workspaceId: scope.workspaceId, ...move }, select: { id: true } });

/** Newest first. */
export const readMoves = (scope: Scope, promptId: string, most: number) =>
  db(scope).promptLabelMove.findMany({ where: { promptId }, select: { id: true, label: true, fromVersionId: true, toVersionId: true, reason: true, actorName: true, at: true }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: most });
