/** An entry of the audit log as a person reads it: what was done to what, and each field before and after. Pure. */

/** Done, in the past tense; what is not here is said by its own name. */
const VERBS: Readonly<Record<string, string>> = {
  create: 'created', update: 'changed', delete: 'deleted', remove: 'removed', revoke: 'revoked', save: 'saved', join: 'joined as', set: 'set', settings: 'changed settings of',
  move: 'moved', start: 'started', finish: 'finished', cancel: 'cancelled', retry: 'retried', undo: 'took back', request: 'asked for', train: 'trained', load: 'loaded', export: 'exported', note: 'wrote a note on',
  add_contact: 'added a contact to', remove_contact: 'removed a contact from', reset_link: 'made a reset link for', reset_link_refused: 'was refused a reset link for', password_change: 'changed the password of', password_reset: 'reset by link the password of',
};

const spaced = (name: string): string => name.replaceAll('_', ' ').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

/** "deal.update" gives "changed deal". */
export function actionWords(action: string): string {
  const [noun = '', verb = ''] = action.split('.');
  return `${VERBS[verb] ?? spaced(verb)} ${spaced(noun)}`;
}

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {});

/** What the record is called, as far as the entry says. */
export function entityName({ before, after }: { before: unknown; after: unknown }): string | null {
  for (const fields of [fieldsOf(after), fieldsOf(before)]) {
    for (const key of ['name', 'title', 'email', 'filename', 'currency', 'version', 'functionName']) if (typeof fields[key] === 'string' && fields[key] !== '') return fields[key];
  }
  return null;
}

const LONGEST = 160;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/;

/** A value in words; null for what is not there. Long ones are cut, with the cut shown. */
export function valueWords(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' && MOMENT.test(value)) return `${value.slice(0, 10)} ${value.slice(11, 16)} UTC`;
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

export type FieldChange = { field: string; before: string | null; after: string | null };

/** What identifies rather than says something. */
const SILENT = new Set(['id', 'workspaceId', 'createdAt', 'updatedAt', 'userId']);

/** The fields that differ, by name; of something made or removed, all that it had. Nested settings are told one by one. */
export function fieldChanges({ before, after }: { before: unknown; after: unknown }): FieldChange[] {
  const [was, is] = [flat(fieldsOf(before)), flat(fieldsOf(after))];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((key) => !SILENT.has(key))
    .map((key) => ({ field: spaced(key.replaceAll('.', ' ')), before: valueWords(was[key]), after: valueWords(is[key]) }))
    // Without an after, the entry says what was there; a field that it does not mention was not changed.
    .filter((change) => change.before !== change.after);
}

function flat(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).flatMap(([key, value]) => {
    const inner = Object.entries(fieldsOf(value));
    return inner.length > 0 && inner.length <= 12 ? inner.map(([name, one]): [string, unknown] => [`${key}.${name}`, one]) : [[key, value]];
  }));
}
