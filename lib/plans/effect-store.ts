/** How insights fared in a stretch of time, for the effect of a change. */
import { Prisma } from '@/lib/server/db/generated/client';
import { db } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';

export type Fared = { right: number; resolved: number; helpful: number; answered: number };

/**
 * Insights given in [from, to), how those resolved before `to` turned out, and what was answered to them before `to`. Of the answers of a person or
 * key to an insight the present one counts. With a prompt version, only what a language model wrote: the built-in analyst reads no prompt.
 */
export async function countInsights(scope: Scope, of: { ruleKey?: string; type?: string; promptVersion?: string }, from: Date, to: Date): Promise<Fared> {
  const which = Prisma.join([
    Prisma.sql`i.workspace_id = ${scope.workspaceId}::uuid and i.created_at >= ${from} and i.created_at < ${to}`,
    ...(of.ruleKey === undefined ? [] : [Prisma.sql`i.rule_key = ${of.ruleKey}`]),
    ...(of.type === undefined ? [] : [Prisma.sql`i.type = ${of.type}`]),
    ...(of.promptVersion === undefined ? [] : [Prisma.sql`i.prompt_version = ${of.promptVersion} and i.provider <> 'builtin'`]),
  ], ' and ');
  const [row] = await db(scope).$queryRaw<Fared[]>`
    select (select count(*) from insight i where ${which} and i.resolution = 'right' and i.resolved_at < ${to})::int as right,
      (select count(*) from insight i where ${which} and i.resolution in ('right', 'wrong') and i.resolved_at < ${to})::int as resolved,
      (select count(*) from insight i join feedback f on f.insight_id = i.id where ${which} and f.kind = 'helpful' and f.updated_at < ${to})::int as helpful,
      (select count(*) from insight i join feedback f on f.insight_id = i.id where ${which} and f.kind is not null and f.updated_at < ${to})::int as answered`;
  return row!;
}
