/** Filters of the deals list from an address that anybody may have written. Pure. */
import { dealQuery, type DealQuery } from './schema';

/** What is right counts; what is not (an old link, a typo) is as if it were not there. The first of repeated values counts. */
export function readDealQuery(params: Readonly<Record<string, string | readonly string[] | undefined>>): DealQuery {
  const given = Object.entries(dealQuery.shape).flatMap(([name, shape]) => {
    const value = typeof params[name] === 'string' ? params[name] : params[name]?.[0];
    return value !== undefined && value !== '' && shape.safeParse(value).success ? [[name, value] as const] : [];
  });
  return dealQuery.parse(Object.fromEntries(given));
}
