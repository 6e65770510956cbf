/** What a mapping lacks before rows can be read by it, and what suits it. */
import { ENTITY_WORDS, FIELDS, fieldOf } from './fields/catalogue';
import type { Entity, ImportOptions, Mapping, Question } from './schema';

const mapped = (mapping: Mapping): Set<string> => new Set(Object.values(mapping).filter((field): field is string => field !== null));

/** Ways to match rows of this entity that the mapped fields allow, best first. An id of ours in the file is always used. */
export function matchKeys(entity: Entity, mapping: Mapping): ImportOptions['matchKey'][] {
  const fields = mapped(mapping);
  const keys: ImportOptions['matchKey'][] = [];
  if (fields.has('externalId')) keys.push('externalId');
  if (fields.has('email') && (entity === 'contacts' || entity === 'leads' || entity === 'members')) keys.push('email');
  if ((entity === 'deals' || entity === 'contacts') && fields.has('name') && fields.has('account')) keys.push('name+account');
  if (fields.has('name') || ((entity === 'contacts' || entity === 'leads') && fields.has('lastName'))) keys.push('name');
  return keys;
}

/** Options that follow from the mapping. Files that we wrote say everything plainly: no word in them stands for nothing. */
export function suitableOptions(entity: Entity, mapping: Mapping): Partial<ImportOptions> {
  const own = mapped(mapping).has('id');
  return { matchKey: matchKeys(entity, mapping)[0] ?? 'name', ...(own ? { emptyWords: false, decimal: '.', percent: 'percent' } : {}) };
}

/** Why rows cannot be read by this mapping; empty when they can. */
export function mappingQuestions(entity: Entity, columns: readonly string[], mapping: Mapping, options: ImportOptions): Question[] {
  const questions: Question[] = [];
  const { one } = ENTITY_WORDS[entity];
  const ask = (kind: Question['kind'], column: string | null, message: string, choices: Question['choices'] = []) => questions.push({ kind, column, text: null, message, choices, answer: null });
  const takenBy = new Map<string, string>();
  for (const [column, name] of Object.entries(mapping)) {
    if (name === null) continue;
    const field = fieldOf(entity, name);
    const before = takenBy.get(name);
    if (!columns.includes(column)) ask('required', column, `The file has no column "${column}". Take it out of the mapping.`);
    else if (!field) ask('required', column, `There is no field "${name}" for ${ENTITY_WORDS[entity].many}. Choose another for "${column}".`);
    else if (before !== undefined) ask('required', column, `"${before}" and "${column}" are both mapped to ${field.label}. Choose one of them.`);
    takenBy.set(name, before ?? column);
  }
  const hasName = takenBy.has('name') || ((entity === 'contacts' || entity === 'leads') && (takenBy.has('lastName') || takenBy.has('firstName') || takenBy.has('email')));
  const dealHasName = ['account', 'product', 'externalId'].some((field) => takenBy.has(field));
  const leadHasName = takenBy.has('externalId');
  if (!hasName && !(entity === 'deals' && dealHasName) && !(entity === 'leads' && leadHasName)) {
    const label = FIELDS[entity].find((field) => field.name === 'name')?.label ?? 'Name';
    ask('required', null, `Which column holds the ${label.toLowerCase()} of the ${one}?`, columns.map((column) => ({ value: column, label: column })));
  }
  const keys = matchKeys(entity, mapping);
  if (!keys.includes(options.matchKey) && !takenBy.has('id')) {
    const words: Record<ImportOptions['matchKey'], string> = { externalId: 'External ID', email: 'E-mail', name: 'Name', 'name+account': 'Name and account' };
    ask('match-key', null, `Rows are to be matched by ${words[options.matchKey].toLowerCase()}, but no column is mapped to it. Map one, or match by something else.`, keys.map((key) => ({ value: key, label: words[key] })));
  }
  return questions;
}
