import type { z } from 'zod';
import type { UrlParams } from './url-state';

/**
 * Filters of a list from an address that anybody may have written. What is right counts; what is not (an old link, a typo) is as if
 * it were not there. The first of repeated values counts. Every field of the schema needs a default or must be optional.
 */
export function readUrlQuery<S extends z.ZodObject>(schema: S, params: UrlParams): z.output<S> {
  const given = Object.entries(schema.shape).flatMap(([name, shape]) => {
    const value = typeof params[name] === 'string' ? params[name] : params[name]?.[0];
    return value !== undefined && value !== '' && (shape as z.ZodType).safeParse(value).success ? [[name, value] as const] : [];
  });
  return schema.parse(Object.fromEntries(given));
}
