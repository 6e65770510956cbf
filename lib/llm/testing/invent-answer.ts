/**
 * Writes a valid answer to any plain JSON schema, as a model would: it cites elements that the prompt really holds, by id,
 * kind and words; its dates lie ahead, its probabilities inside their range. Deterministic for a prompt and a day.
 */
import { createHash } from 'node:crypto';

type Schema = Record<string, unknown>;
export type Invention = { prompt: string; today: Date };

const DAY = 86_400_000;
const isNull = (schema: Schema): boolean => schema['type'] === 'null';
const isComposite = (schema: Schema): boolean => schema['type'] === 'object' || schema['type'] === 'array';

/** An element of the prompt that can be cited. */
type Source = { kind: string; id: string; words: string };

function sourcesIn(prompt: string): Source[] {
  return [...prompt.matchAll(/<([a-z_]+)\b[^>]*?\bid="([^"]+)"[^>]*>([^<]*)/g)].map(([, kind = '', id = '', words = '']) => ({
    kind: kind.replace(/^.*_/, ''), id, words: words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&').trim(),
  }));
}

/** An answer that the schema accepts. Throws RangeError on a schema it does not understand. */
export function inventAnswer(root: Schema, { prompt, today }: Invention): unknown {
  const sources = sourcesIn(prompt);
  const from = Date.parse(/<today>(\d{4}-\d{2}-\d{2})<\/today>/.exec(prompt)?.[1] ?? '') || +today;
  const seed = createHash('sha256').update(prompt).digest();
  let turn = 0;
  const pick = <T>(list: readonly T[]): T | undefined => list[(seed[turn++ % seed.length] ?? 0) % Math.max(1, list.length)];

  const resolve = (schema: Schema): Schema => {
    const ref = schema['$ref'];
    if (typeof ref !== 'string') return schema;
    let node: unknown = root;
    for (const part of ref.replace(/^#\/?/, '').split('/').filter(Boolean)) node = (node as Schema)[decodeURIComponent(part)];
    return node as Schema;
  };

  const text = (name: string, description: string): string => {
    if (/(^|_)(by|date|until|on)$|(At|On|By|Date)$/.test(name) || /\bISO date\b/i.test(description)) return new Date(from + 30 * DAY).toISOString().slice(0, 10);
    if (/^ids?$|Ids?$/.test(name) || /\bid\b/i.test(description)) return pick(sources)?.id ?? 'unknown';
    const words = name.replace(/([A-Z])/g, ' $1').toLowerCase();
    return `A ${words} in plain words`;
  };

  const number = (name: string, description: string, integer: boolean): number => {
    if (/percent/i.test(name + description)) return 40;
    if (/days?|count|weeks/i.test(name)) return 7;
    return integer ? 1 : 0.6;
  };

  /** An object with an id cites one source: its kind and its words come from there too. */
  const cite = (properties: Record<string, Schema>): Record<string, string> => {
    const kinds = properties['kind'] ? (resolve(properties['kind'])['enum'] as unknown[] | undefined) : undefined;
    const source = pick(kinds ? sources.filter(({ kind }) => kinds.includes(kind)) : sources);
    return source ? { id: source.id, kind: source.kind, quote: source.words.slice(0, 200) || source.id } : {};
  };

  const write = (given: Schema, name: string): unknown => {
    const schema = resolve(given);
    const description = String(given['description'] ?? schema['description'] ?? '');
    if ('const' in schema) return schema['const'];
    if (Array.isArray(schema['enum'])) return pick(schema['enum']);
    const branches = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
    if (branches) {
      // A model that has something to say fills what may be empty, but for single values like an abstention or an owner.
      const chosen = branches.find((branch) => isComposite(resolve(branch))) ?? branches.find(isNull) ?? branches[0];
      return chosen ? write(chosen, name) : null;
    }
    if (Array.isArray(schema['type'])) return schema['type'].includes('null') ? null : write({ ...schema, type: schema['type'][0] as unknown }, name);
    switch (schema['type']) {
      case 'object': {
        const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
        const cited = 'id' in properties ? cite(properties) : {};
        return Object.fromEntries(Object.entries(properties).map(([key, child]) => [key, cited[key] ?? write(child, key)]));
      }
      case 'array': return [write((schema['items'] ?? {}) as Schema, name.replace(/s$/, ''))];
      case 'string': return text(name, description);
      case 'number': return number(name, description, false);
      case 'integer': return number(name, description, true);
      case 'boolean': return true;
      case 'null': return null;
      default: throw new RangeError(`no answer for schema of ${name}: ${JSON.stringify(schema).slice(0, 200)}`);
    }
  };
  return write(root, 'answer');
}
