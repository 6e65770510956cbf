/** The filters of the dashboards as conditions on `insight i` and on a time. */
import { Prisma } from '@/lib/server/db/generated/client';
import type { Scope } from '@/lib/server/scope';
import type { Period } from './period';
import type { LearningQuery } from './schema';

export type Filter = Pick<LearningQuery, 'type' | 'prompt' | 'model' | 'provider'>;
const { sql, empty } = Prisma;

/** Begins with `and`, or is nothing. */
export const kept = ({ type, prompt, model, provider }: Filter): Prisma.Sql => sql`
  ${type ? sql`and i.type = ${type}` : empty} ${prompt ? sql`and i.prompt_version = ${prompt}` : empty}
  ${model ? sql`and i.win_model_version = ${model}` : empty} ${provider ? sql`and i.provider = ${provider}` : empty}`;

/** Through the deal, whose policies know who sees it; who sees every deal need not be asked row by row. */
export const inSight = ({ sight }: Scope): Prisma.Sql => (sight === 'all' ? empty : sql`join deal d on d.id = i.deal_id`);

export const inPeriod = (column: Prisma.Sql, { from, to }: Period): Prisma.Sql => sql`${column} < ${to} ${from ? sql`and ${column} >= ${from}` : empty}`;
/** In the period, or in the one before it that it is compared with. */
export const inEither = (column: Prisma.Sql, { from, to, before }: Period): Prisma.Sql => sql`${column} < ${to} ${from ? sql`and ${column} >= ${before ?? from}` : empty}`;
export const isBefore = (column: Prisma.Sql, { from }: Period): Prisma.Sql => (from ? sql`${column} < ${from}` : sql`false`);
