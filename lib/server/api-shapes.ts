/** Shapes that every REST list and id share. */
import { z } from 'zod';

export const idParams = z.object({ id: z.uuid('This is not an id') });

/** `?limit=&cursor=` */
export const pageQuery = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().max(200).optional() });

/** `{ data, nextCursor }`; null at the end. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item), nextCursor: z.string().nullable() });
