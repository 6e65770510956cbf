/** When two names are the same, and when they are alike. */

/** Small letters and digits only, accents off: "GTX Pro", "GTXPro" and "gtx-pro" are one. Other scripts keep their letters. */
export const plainName = (name: string): string => name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/ß/g, 'ss').replace(/[^\p{L}\p{N}]+/gu, '');

/** Words of a column name: "dealOwner_id" -> ["deal", "owner", "id"]. */
export const wordsOf = (name: string): string[] => name
  .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
  .normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/ß/g, 'ss').split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** Dice coefficient of letter pairs, 0..1 (Dice 1945). */
export function likeness(a: string, b: string): number {
  if (a === b) return 1;
  if (a.length < 2 || b.length < 2) return 0;
  const pairs = new Map<string, number>();
  for (let i = 0; i < a.length - 1; i++) pairs.set(a.slice(i, i + 2), (pairs.get(a.slice(i, i + 2)) ?? 0) + 1);
  let shared = 0;
  for (let i = 0; i < b.length - 1; i++) {
    const left = pairs.get(b.slice(i, i + 2)) ?? 0;
    if (left > 0) {
      shared++;
      pairs.set(b.slice(i, i + 2), left - 1);
    }
  }
  return (2 * shared) / (a.length + b.length - 2);
}

export interface Named {
  id: string;
  name: string;
  externalId?: string | null;
  email?: string | null;
}
/** `how` says by what it was found; "spelling": the name differs in case, blanks or accents, which is worth a note. */
export type Found = { id: string; how: 'id' | 'externalId' | 'email' | 'name'; name: string } | { id: string; how: 'spelling'; name: string } | 'ambiguous' | null;

/** Looks records up as a file refers to them: by our id, external id, e-mail, name, and name spelt otherwise. */
export class NameIndex {
  private readonly ids = new Map<string, Named>();
  private readonly externalIds = new Map<string, Named>();
  private readonly emails = new Map<string, Named>();
  private readonly names = new Map<string, Named | 'ambiguous'>();
  private readonly spellings = new Map<string, Named | 'ambiguous'>();

  constructor(records: Iterable<Named> = []) {
    for (const record of records) this.add(record);
  }

  add(record: Named): void {
    this.ids.set(record.id, record);
    if (record.externalId) this.externalIds.set(record.externalId, record);
    if (record.email) this.emails.set(record.email.toLowerCase(), record);
    put(this.names, record.name, record);
    put(this.spellings, plainName(record.name), record);
  }

  /** null: nobody; 'ambiguous': several of that name, so that only an external id or e-mail can tell. */
  find(text: string): Found {
    const exact = ([['id', this.ids], ['externalId', this.externalIds]] as const).find(([, index]) => index.has(text));
    if (exact) return found(exact[1].get(text) as Named, exact[0]);
    const byEmail = text.includes('@') ? this.emails.get(text.toLowerCase()) : undefined;
    if (byEmail) return found(byEmail, 'email');
    const byName = this.names.get(text);
    if (byName) return byName === 'ambiguous' ? byName : found(byName, 'name');
    const spelling = this.spellings.get(plainName(text));
    if (!spelling || plainName(text) === '') return null;
    return spelling === 'ambiguous' ? spelling : found(spelling, 'spelling');
  }
}

const found = (record: Named, how: 'id' | 'externalId' | 'email' | 'name' | 'spelling'): Found => ({ id: record.id, name: record.name, how });

function put(index: Map<string, Named | 'ambiguous'>, key: string, record: Named): void {
  const there = index.get(key);
  index.set(key, there === undefined || (there !== 'ambiguous' && there.id === record.id) ? record : 'ambiguous');
}

/** The note that goes with a name found by its spelling. */
export const spellingNote = (text: string, kind: string, name: string): string => `"${text}" was taken as the ${kind} "${name}"`;
