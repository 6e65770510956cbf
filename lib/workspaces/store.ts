/** A workspace's own row and its stages. */
import type { StageKind } from '@/lib/server/db/generated/enums';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { NewWorkspace, WorkspaceSettings } from './schema';

type Rate = { currency: string; rate: number; asOf: string; source: string };

/** The workspace of the scope, with the scope's id. Throws a unique violation when the slug is taken. */
export const insertWorkspace = (scope: Scope, workspace: NewWorkspace) =>
  db(scope).workspace.create({ data: { id: scope.workspaceId, ...workspace }, select: { id: true, slug: true, name: true, currency: true, timezone: true } });

export const insertStages = (scope: Scope, stages: readonly { name: string; kind: StageKind }[]) =>
  db(scope).stage.createMany({ data: stages.map((stage, index) => ({ workspaceId: scope.workspaceId, position: index + 1, ...stage })) });

export const insertAdminInvitation = (scope: Scope, invitation: { email: string; tokenHash: string; expiresAt: Date }) =>
  db(scope).invitation.create({ data: { workspaceId: scope.workspaceId, role: 'admin', ...invitation }, select: { id: true } });

export const readWorkspace = (scope: Scope) => db(scope).workspace.findFirstOrThrow({
  where: { id: scope.workspaceId }, select: { id: true, slug: true, name: true, currency: true, timezone: true, isSample: true, settings: true },
});

/** The stored settings, held until the transaction ends: two changes at once do not lose one another. */
export async function lockSettings(scope: Scope): Promise<unknown> {
  const [row] = await db(scope).$queryRaw<{ settings: unknown }[]>`select settings from workspace where id = ${scope.workspaceId}::uuid for update`;
  return row?.settings;
}

export const writeSettings = (scope: Scope, settings: WorkspaceSettings) =>
  db(scope).workspace.update({ where: { id: scope.workspaceId }, data: { settings }, select: { id: true } });

export const updateWorkspace = (scope: Scope, data: { name: string; currency: string; timezone: string }) =>
  db(scope).workspace.update({ where: { id: scope.workspaceId }, data, select: { id: true } });

/** Rates by currency; the day as YYYY-MM-DD. */
export const readRates = async (scope: Scope): Promise<Rate[]> =>
  (await db(scope).exchangeRate.findMany({ select: { currency: true, rate: true, asOf: true, source: true }, orderBy: { currency: 'asc' } }))
    .map(({ rate, asOf, ...row }) => ({ ...row, rate: rate.toNumber(), asOf: asOf.toISOString().slice(0, 10) }));

export async function upsertRate(scope: Scope, { currency, asOf, ...values }: Rate): Promise<void> {
  const { workspaceId } = scope;
  const data = { ...values, asOf: new Date(asOf) };
  await db(scope).exchangeRate.upsert({ where: { workspaceId_currency: { workspaceId, currency } }, create: { workspaceId, currency, ...data }, update: data });
}

export const deleteRate = (scope: Scope, currency: string) => db(scope).exchangeRate.deleteMany({ where: { currency } });

export const memberUserIds = async (scope: Scope): Promise<string[]> =>
  (await db(scope).member.findMany({ where: { userId: { not: null } }, select: { userId: true } })).flatMap(({ userId }) => userId ?? []);

/** Every row of the sample workspace; the database refuses it for any other (migration sample_removal). */
export const deleteSample = (scope: Scope) => db(scope).$executeRaw`select remove_sample_workspace()`;
