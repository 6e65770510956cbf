/**
 * The expressions that functions may carry: CEL, as Inngest writes them, over `event` (the run's own) and, where something is
 * waited for, `async` (the one that comes in). What cannot be read is refused when the runner starts, so that nothing is quietly
 * matched wrongly. What cannot be worked out for an event (it has no such field) does not hold; has(event.data.x) asks first.
 */
import { Environment } from '@marcbachmann/cel-js';
import canonicalize from 'canonicalize';

/** `event`, and the event that came in where there is one. */
export type Given = { event: object; async?: object };
export type Expression = { readonly text: string; /** Undefined when it cannot be worked out for these. */ value(given: Given): unknown };
type Kind = 'condition' | 'key' | 'number';
type Parsed = { expression: Expression } | { problem: string };

const ofOwnEvent = new Environment({ unlistedVariablesAreDyn: false }).registerVariable('event', 'map');
const ofBothEvents = new Environment({ unlistedVariablesAreDyn: false }).registerVariable('event', 'map').registerVariable('async', 'map');

const GIVES: Readonly<Record<Kind, { types: readonly string[]; words: string }>> = {
  condition: { types: ['bool', 'dyn'], words: 'true or false' },
  key: { types: ['string', 'int', 'double', 'bool', 'dyn'], words: 'text or a number' },
  number: { types: ['int', 'double', 'dyn'], words: 'a number' },
};

/** Reads an expression of which `kind` is wanted, over the run's event alone or over both; or says why not. */
export function parseExpression(text: string, kind: Kind, over: 'event' | 'both' = 'event'): Parsed {
  const name = JSON.stringify(text);
  try {
    const parsed = (over === 'both' ? ofBothEvents : ofOwnEvent).parse(text);
    const { valid, type, error } = parsed.check();
    if (!valid) return { problem: `${name} cannot be read (${error?.message.split('\n')[0] ?? 'unknown'})` };
    if (!GIVES[kind].types.includes(String(type))) return { problem: `${name} gives ${String(type)} and not ${GIVES[kind].words}` };
    return {
      expression: {
        text,
        value: ({ event, async }) => {
          try {
            return plain(parsed(async === undefined ? { event } : { event, async }));
          } catch {
            return undefined;
          }
        },
      },
    };
  } catch (error) {
    return { problem: `${name} cannot be read (${error instanceof Error ? error.message.split('\n')[0] : 'unknown'})` };
  }
}

/** CEL's whole numbers are bigints. */
const plain = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);

export const holds = (condition: Expression, given: Given): boolean => condition.value(given) === true;

/** The value as a key; null when the event has none. */
export function keyOf(expression: Expression, event: object): string | null {
  const value = expression.value({ event });
  return value === undefined || value === null ? null : typeof value === 'object' ? (canonicalize(value) ?? null) : String(value);
}

const MOST = 1000;
const conditions = new Map<string, Parsed>();

/** A condition of a wait. Functions write ids into them, so they are many: the latest are kept. */
export function waitCondition(text: string): Parsed {
  const known = conditions.get(text);
  if (known) return known;
  if (conditions.size >= MOST) conditions.clear();
  const parsed = parseExpression(text, 'condition', 'both');
  conditions.set(text, parsed);
  return parsed;
}

/** Whether the event that came in is the one that is waited for. */
export function comesTrue(text: string | null, event: object, async: object): boolean {
  if (text === null) return true;
  const parsed = waitCondition(text);
  return 'expression' in parsed && holds(parsed.expression, { event, async });
}
