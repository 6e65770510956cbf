/** Whether an answer agrees with a reference case: |got - want| <= abs + rel |want| for every leaf, strings and booleans equal. */

export type Tolerance = { rel?: number; abs?: number; overrides?: Record<string, { rel?: number; abs?: number }> };

/** Where the answer and the case differ, one line a leaf; empty when they agree. */
export function disagreements(got: unknown, want: unknown, tolerance: Tolerance, at = ''): string[] {
  if (typeof want === 'number') {
    const allowed = (tolerance.abs ?? 0) + (tolerance.rel ?? 0) * Math.abs(want);
    return typeof got === 'number' && Math.abs(got - want) <= allowed ? [] : [`${at}: ${String(got)}, wanted ${want}`];
  }
  if (want === null || typeof want !== 'object') return got === want ? [] : [`${at}: ${String(got)}, wanted ${String(want)}`];
  if (got === null || typeof got !== 'object') return [`${at}: missing`];
  if (Array.isArray(want) && (!Array.isArray(got) || got.length !== want.length)) return [`${at}: not ${want.length} values`];
  return Object.entries(want).flatMap(([name, value]) => disagreements((got as Record<string, unknown>)[name], value, at === '' ? { ...tolerance, ...tolerance.overrides?.[name] } : tolerance, at === '' ? name : `${at}.${name}`));
}
