/** Search parameters as Next hands them to a page. */
export type UrlParams = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Parameters that name a place inside a list; any change of filter or order makes them meaningless. */
const positions = ['cursor', 'page'];

/**
 * The address that shows the same list with some parameters changed. `null` or an empty list removes one. Unless the change says
 * otherwise, the position in the list is dropped. Parameters keep their order, so that equal states have equal addresses.
 */
export function hrefWith(path: string, current: UrlParams, changes: Readonly<Record<string, string | readonly string[] | null>>): string {
  const kept = Object.entries(current).filter(([name]) => !(name in changes) && !positions.includes(name));
  const query = new URLSearchParams();
  for (const [name, value] of [...kept, ...Object.entries(changes)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (value == null) continue;
    for (const one of typeof value === 'string' ? [value] : value) if (one !== '') query.append(name, one);
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

export interface Sort {
  key: string;
  direction: 'ascending' | 'descending';
}

/** Reads `amount` or `-amount` (descending); anything not among the allowed keys gives the fallback. */
export function parseSort(value: string | readonly string[] | undefined, allowed: readonly string[], fallback: Sort): Sort {
  if (typeof value !== 'string') return fallback;
  const key = value.replace(/^-/, '');
  if (!allowed.includes(key)) return fallback;
  return { key, direction: value.startsWith('-') ? 'descending' : 'ascending' };
}

/** What the address says for an order. */
export function formatSort({ key, direction }: Sort): string {
  return direction === 'descending' ? `-${key}` : key;
}

/** The order after a click on a heading: that column the way it reads best first, and the other way round on the next click. */
export function nextSort(current: Sort, key: string, first: Sort['direction']): Sort {
  if (current.key !== key) return { key, direction: first };
  return { key, direction: current.direction === 'ascending' ? 'descending' : 'ascending' };
}
