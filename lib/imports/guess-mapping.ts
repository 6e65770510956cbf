/** Which column is which field: by its name, checked against its values. Every guess says how sure it is and why. */
import { FIELDS } from './fields/catalogue';
import type { Field } from './fields/field';
import { ownId } from './fields/identity';
import { likeness, plainName, wordsOf } from './names';
import type { ColumnGuess, Entity, Mapping } from './schema';
import { outcomeOf } from './stages';
import { share, type ColumnProfile } from './survey';
import { currencyOf } from './values/money';
import { readBoolean } from './values/words';
import { convertedOf } from './lead-row';

/** Below this a column is left without a field. */
export const SURE_ENOUGH = 0.5;

/** Words in front that only say what the file is about: "Deal - Title", "Opportunity Name", "hs_object_id", "Custom_Field__c". */
const PREFIXES: Readonly<Record<Entity, readonly string[]>> = {
  accounts: ['account', 'company', 'organization', 'organisation', 'customer', 'client'], products: ['product', 'item'],
  contacts: ['contact', 'person', 'lead'], leads: ['lead', 'prospect'], deals: ['deal', 'opportunity', 'opp', 'oppty', 'lead', 'potential'], members: ['user', 'member', 'employee', 'sales'],
};

interface Named { score: number; how: string }

interface Terms { list: { key: string; words: string[]; rank: number }[]; byKey: Map<string, number> }
const terms = new Map<Field, Terms>();

function termsOf(field: Field): Terms {
  let known = terms.get(field);
  if (!known) {
    const list = [field.label, ...field.synonyms].map((name, rank) => ({ key: plainName(name), words: wordsOf(name), rank }));
    known = { list, byKey: new Map(list.map(({ key, rank }) => [key, rank] as const).reverse()) };
    terms.set(field, known);
  }
  return known;
}

/** Header without units and notes: "Amount (EUR)", "Close Date*", "Amount USD", "Region__c". */
const bare = (words: readonly string[]): string[] => {
  const kept = words.filter((word, index) => index === 0 || (currencyOf(word, 'USD') === null && word !== 'c'));
  return kept.length > 0 ? kept : [...words];
};

interface Header { name: string; whole: string; words: string[] }

const headerOf = (name: string): Header => ({ name, whole: plainName(name), words: bare(wordsOf(name.replace(/\([^)]*\)|\[[^\]]*\]/g, ' '))) });

function byName({ name: header, whole, words }: Header, field: Field, entity: Entity): Named {
  const { list, byKey } = termsOf(field);
  const usual = (rank: number, score: number, how: string): Named => ({ score: score - Math.min(rank, 20) * 0.002, how });
  const exact = byKey.get(whole);
  if (exact !== undefined) return usual(exact, 0.98, `"${header}" is a usual name for it`);
  const joined = words.join('');
  const stripped = byKey.get(joined);
  if (stripped !== undefined) return usual(stripped, 0.94, `"${header}" is a usual name for it`);
  if (words.length > 1 && PREFIXES[entity].includes(words[0] as string)) {
    const rest = byKey.get(words.slice(1).join(''));
    if (rest !== undefined) return usual(rest, 0.9, `"${header}" is a usual name for it`);
  }
  let best: Named = { score: 0, how: '' };
  for (const { key, words: wanted, rank } of list) {
    const coverage = wanted.length / words.length;
    const contained = wanted.length < words.length && coverage >= 0.6 && wanted.every((word) => words.includes(word));
    const alike = key.length >= 5 && Math.abs(key.length - whole.length) <= 3 ? likeness(key, joined) : 0;
    const score = contained ? 0.5 + 0.3 * coverage : alike >= 0.75 ? 0.8 * alike : 0;
    if (score > best.score) best = usual(rank, score, contained ? `"${header}" contains "${wanted.join(' ')}"` : `"${header}" looks like "${wanted.join(' ')}"`);
  }
  return best;
}

/** Share of the values that the field could hold, 0..1; null when there is nothing to judge by. */
function byValues(profile: ColumnProfile, field: Field): number | null {
  const of = (...shapes: Parameters<typeof share>[1][]) => {
    const shares = shapes.map((shape) => share(profile, shape));
    return shares[0] === null ? null : Math.min(1, shares.reduce<number>((sum, s) => sum + (s ?? 0), 0));
  };
  const ofValues = (test: (text: string) => boolean) => (profile.values.size === 0 ? null : [...profile.values.keys()].filter(test).length / profile.values.size);
  if (field.name === 'outcome') return ofValues((text) => outcomeOf(text) !== null || readBoolean(text) !== null);
  if (field.name === 'converted') return ofValues((text) => convertedOf(text) !== null);
  if (field.name === 'currency') return ofValues((text) => currencyOf(text, 'USD') !== null);
  switch (field.type) {
    case 'email': return of('email');
    case 'url': return of('url');
    case 'integer': case 'decimal': return of('number');
    case 'money': return of('money');
    case 'percent': return of('percent');
    case 'date': return of('date', 'serial');
    case 'enum': return ofValues((text) => Object.entries(field.choices ?? {}).some(([value, words]) => plainName(value) === plainName(text) || words.includes(plainName(text))));
    case 'text': case 'reference': case 'references': {
      // Stages, names and reasons are words: a column of numbers or dates is something else that is called alike.
      if (field.identifies || field.name === 'phone') return null;
      const numbers = of('number', 'date');
      return numbers === null || field.type === 'reference' ? null : 1 - numbers;
    }
  }
}

const isText = ({ type, name }: Field): boolean => type === 'text' && name !== 'outcome' && name !== 'converted' && name !== 'currency';
const PLAINLY_NAMED = 0.85;

const percent = (part: number): string => `${Math.round(part * 100)}%`;

function guess(profile: ColumnProfile, header: Header, field: Field, entity: Entity, ours: boolean): ColumnGuess {
  const base = { column: profile.column, field: field.name };
  if (ours && profile.column === field.label) return { ...base, confidence: 1, reason: 'the file was exported from here' };
  const named = byName(header, field, entity);
  if (named.score === 0 && field.type !== 'email') return { ...base, confidence: 0, reason: '' };
  // A column that is called like a text is one, whatever it holds.
  const fits = isText(field) && named.score >= PLAINLY_NAMED ? null : byValues(profile, field);
  if (named.score === 0) {
    const unmistakable = field.type === 'email' && (fits ?? 0) >= 0.9;
    return { ...base, confidence: unmistakable ? 0.6 : 0, reason: unmistakable ? `${percent(fits ?? 0)} of its values are e-mail addresses` : '' };
  }
  if (fits === null || fits >= 0.9) return { ...base, confidence: Math.min(1, named.score + (fits === null ? 0 : 0.02)), reason: named.how };
  if (fits >= 0.5) return { ...base, confidence: named.score * (0.6 + 0.4 * fits), reason: `${named.how}, though only ${percent(fits)} of its values fit` };
  return { ...base, confidence: named.score * 0.3, reason: `${named.how}, but only ${percent(fits)} of its values fit` };
}

/** The best field for each column, each field at most once; columns in their order. */
export function guessMapping(entity: Entity, profiles: readonly ColumnProfile[]): ColumnGuess[] {
  const ours = profiles.some(({ column }) => column === ownId.label);
  const all = profiles.flatMap((profile) => {
    const header = headerOf(profile.column);
    return FIELDS[entity].map((field) => guess(profile, header, field, entity, ours));
  });
  const chosen = new Map<string, ColumnGuess>();
  const taken = new Map<string, string>();
  for (const candidate of all.filter(({ confidence }) => confidence >= SURE_ENOUGH).sort((a, b) => b.confidence - a.confidence)) {
    const field = candidate.field as string;
    if (chosen.has(candidate.column) || taken.has(field)) continue;
    chosen.set(candidate.column, candidate);
    taken.set(field, candidate.column);
  }
  return profiles.map(({ column, filled }) => {
    const found = chosen.get(column);
    if (found) return found;
    const near = all.filter((c) => c.column === column && c.reason !== '').sort((a, b) => b.confidence - a.confidence)[0];
    const other = near ? taken.get(near.field as string) : undefined;
    const reason = filled === 0 ? 'it is empty' : !near ? 'no field is called like it' : other !== undefined && near.confidence >= SURE_ENOUGH ? `"${other}" fits better` : near.reason;
    return { column, field: null, confidence: 0, reason };
  });
}

export const mappingOf = (guesses: readonly ColumnGuess[]): Mapping => Object.fromEntries(guesses.map(({ column, field }) => [column, field]));
