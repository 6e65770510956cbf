/**
 * The expressions that functions may carry (Inngest writes them in CEL). Two forms are understood: a path into the event,
 * `event.data.workspaceId`, and a comparison of a path with a literal, `event.data.kind == 'csv'`. Anything else is refused when
 * the runner starts, so that nothing is quietly matched wrongly.
 */
import canonicalize from 'canonicalize';

export type Path = readonly string[];
export type Condition = { path: Path; equals: string | number | boolean };

const PATH = /^event((?:\.[A-Za-z_][A-Za-z0-9_]*)+)$/;
const COMPARISON = /^(event[\w.]+)\s*==\s*(?:'([^'\\]*)'|"([^"\\]*)"|(-?\d+(?:\.\d+)?|true|false))$/;

/** Steps of a path after `event`; null when it is not a plain path. */
export function parsePath(expression: string): Path | null {
  const steps = PATH.exec(expression.trim())?.[1];
  return steps ? steps.slice(1).split('.') : null;
}

/** Null when it is not `path == literal`. */
export function parseCondition(expression: string): Condition | null {
  const found = COMPARISON.exec(expression.trim());
  const path = found?.[1] ? parsePath(found[1]) : null;
  if (!found || !path) return null;
  const text = found[2] ?? found[3];
  return { path, equals: text ?? (JSON.parse(found[4]!) as number | boolean) };
}

export function valueAt(path: Path, event: object): unknown {
  let value: unknown = event;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

/** The value at the path as a key; null when the event has none. */
export function keyAt(path: Path, event: object): string | null {
  const value = valueAt(path, event);
  return value === undefined || value === null ? null : typeof value === 'object' ? (canonicalize(value) ?? null) : String(value);
}

export const holds = (condition: Condition, event: object): boolean => valueAt(condition.path, event) === condition.equals;
