/** The query of an address as a view keeps it: what is looked at and how, not where one is in it. Pure. */

/** A page, an open record, a form, and the view itself are of the moment. */
const OF_THE_MOMENT = ['page', 'cursor', 'deal', 'new', 'saved'];

/** Parameters in order of their names, so that equal states are equal texts; the first of repeated ones counts, as the page reads them. */
export function queryText(params: Readonly<Record<string, string | readonly string[] | undefined>>, known: readonly string[]): string {
  const query = new URLSearchParams();
  for (const name of [...known].sort()) {
    const value = typeof params[name] === 'string' ? params[name] : params[name]?.[0];
    if (value && !OF_THE_MOMENT.includes(name)) query.set(name, value);
  }
  return query.toString();
}
