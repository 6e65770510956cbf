/**
 * Personal data out of texts: e-mails, phone numbers, web addresses, and the names of contacts, members and accounts that the
 * workspace knows, each replaced by the same placeholder wherever it stands. When in doubt it replaces: a sentence that lost a word is
 * still a sentence. Pure.
 *
 * A name is its words, compared without case, accents and what stands between them ("dana.wu", "Wu, Dana" word by word, "Zoë" as
 * "Zoe"), so that possessives ("Dana's", "Danas", "James'") are found. Single words of a person's name, and names of one word, count
 * when they are capitalised; those that are also English words ("Will", "Mark") not at the beginning of a sentence.
 */
export type KnownKind = 'contact' | 'member' | 'account';
export type KnownName = { placeholder: string; kind: KnownKind; name: string; email?: string | null };
export type Redacted = Record<KnownKind | 'email' | 'phone' | 'url', number>;

const EMAIL = /[\p{L}\p{M}\p{N}._%+'-]+@[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+/gu;
const URL = /\b(?:[a-z][a-z0-9+.-]*:\/\/|www\.)[^\s<>"'`]+|\b(?:[a-z0-9-]+\.)+[a-z]{2,}\/[^\s<>"'`]+/giu;
const PHONE = /(?<![\p{L}\p{N}#.,-])(?:\+|00)?\(?\d[\d\s().\/\u00a0\u2010-\u2013-]{5,20}\d(?![\p{L}\p{N}])/gu;
const ISO = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
/** Scripts that are written without spaces: a name is found inside a run of them. */
const SOLID = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const LEGAL = new Set(['ltd', 'limited', 'inc', 'incorporated', 'llc', 'llp', 'lp', 'gmbh', 'ag', 'kg', 'se', 'sa', 'sas', 'sarl', 'srl', 'spa', 'bv', 'nv', 'ab', 'as', 'oy', 'plc', 'corp', 'corporation', 'co', 'company', 'pty', 'kk', 'holding', 'holdings', 'group']);
/** Names that are words, and words that names of companies begin with. */
const ALSO_WORDS = new Set(`will mark may april june august grant rose art bill chase dean drew faith frank grace hope hunter joy max miles page pat penny ray rich rob sue summer victor
  wade young long price sales brown green white black gold stone field fields hill wood woods king day case best banks baker cook carter bishop major marshall law lane park parks power powers ross sharp small
  short strong sweet teller wise winter early love lucky more bush bell ball booth bond brook brooks forest glass rice rush savage street west north south east new first global general united american national
  great digital data smart blue red open tech the world one next prime central universal advanced modern total a an and of for our your de da di van von la le`.split(/\s+/));

const UNDECOMPOSED: Record<string, string> = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i', þ: 'th', ð: 'd' };
export const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[ßøłđæœıþð]/g, (c) => UNDECOMPOSED[c] ?? c);
const wordsOf = (name: string): string[] => [...name.matchAll(WORD)].map(([word]) => fold(word));
const isCapitalised = (word: string): boolean => { const first = word.charAt(0); return first !== first.toLowerCase() || first.toLowerCase() === first.toUpperCase(); };

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (digits.length < 7 || digits.length > 15) return false;
  if (/\d{4}[-./]\d{1,2}[-./]\d{1,2}|\b\d{1,2}[-./]\d{1,2}[-./]\d{4}\b/.test(text)) return false;
  if (/^(\+|00|\(|0)/.test(text)) return true;
  // 1 200 000 is an amount; 555 123 456 is not likely to be one.
  if (/^\d{1,2}([\s\u00a0.]\d{3})+$/.test(text)) return false;
  return (text.match(/[\s().\/\u00a0\u2010-\u2013-]+/g) ?? []).length >= 2;
}

type Entry = { words: readonly string[]; known: KnownName };

export class Redactor {
  readonly found: Redacted = { email: 0, phone: 0, url: 0, contact: 0, member: 0, account: 0 };
  /** Placeholder -> the name that it stood for. */
  readonly used = new Map<string, string>();
  readonly #whole = new Map<string, Entry[]>();
  readonly #single = new Map<string, KnownName[]>();
  readonly #solid = new Map<string, { name: string; known: KnownName }[]>();
  readonly #emails = new Map<string, KnownName>();
  readonly #names = new Map<string, KnownName[]>();

  constructor(names: readonly KnownName[]) {
    for (const known of names) this.add(known);
  }

  /** Knows a further name, for example one that somebody had when the text was written. */
  add(known: KnownName): void {
    const words = wordsOf(known.name);
    if (known.email) this.#emails.set(known.email.toLowerCase(), known);
    if (words.length === 0) return;
    push(this.#names, words.join(' '), known);
    if (SOLID.test(known.name)) {
      const name = known.name.trim();
      if ([...name].length >= 2) push(this.#solid, [...name][0] as string, { name, known });
    }
    const core = known.kind === 'account' ? withoutLegal(words) : words;
    for (const sequence of core.length < words.length ? [words, core] : [words]) {
      if (sequence.length > 1) push(this.#whole, sequence[0] as string, { words: sequence, known });
      else if ((sequence[0] as string).length > 1) push(this.#single, sequence[0] as string, known);
    }
    // Of a person each word may stand alone; of a company its first.
    const parts = known.kind === 'account' ? core.slice(0, core.length > 1 && !ALSO_WORDS.has(core[0] as string) && (core[0] as string).length > 3 ? 1 : 0) : core.length > 1 ? core : [];
    for (const part of parts) if (part.length > 1) push(this.#single, part, known);
  }

  /** Whether this very name is known. */
  knows(name: string): boolean {
    return this.#names.has(wordsOf(name).join(' '));
  }

  /** Any JSON value with its texts redacted; keys and moments stay. `near`: names of those it is about, preferred where several have the same word in their name. */
  value<T>(value: T, near: readonly string[] = []): T {
    const preferred = new Set(near.flatMap((name) => (this.#names.get(wordsOf(name).join(' ')) ?? []).map(({ placeholder }) => placeholder)));
    const walk = (v: unknown): unknown => {
      if (typeof v === 'string') return ISO.test(v) ? v : this.#text(v, preferred);
      if (Array.isArray(v)) return v.map(walk);
      return typeof v === 'object' && v !== null ? Object.fromEntries(Object.entries(v).map(([key, child]) => [key, walk(child)])) : v;
    };
    return walk(value) as T;
  }

  #text(text: string, preferred: ReadonlySet<string>): string {
    const plain = text
      .replace(EMAIL, (email) => {
        this.found.email++;
        const known = this.#emails.get(email.toLowerCase());
        return known ? this.#mark(known).replace(']', '_EMAIL]') : '[EMAIL]';
      })
      .replace(URL, () => { this.found.url++; return '[URL]'; })
      .replace(PHONE, (phone) => { if (!isPhone(phone)) return phone; this.found.phone++; return '[PHONE]'; });
    return this.#words(this.#solids(plain), preferred);
  }

  #mark(known: KnownName): string {
    this.used.set(known.placeholder, known.name);
    return known.placeholder;
  }

  #count(known: KnownName): string {
    this.found[known.kind]++;
    return this.#mark(known);
  }

  #solids(text: string): string {
    if (this.#solid.size === 0 || !SOLID.test(text)) return text;
    let out = '';
    for (let i = 0; i < text.length;) {
      const char = String.fromCodePoint(text.codePointAt(i) as number);
      const match = (this.#solid.get(char) ?? []).filter(({ name }) => text.startsWith(name, i)).sort((a, b) => b.name.length - a.name.length)[0];
      out += match ? this.#count(match.known) : char;
      i += match ? match.name.length : char.length;
    }
    return out;
  }

  #words(text: string, preferred: ReadonlySet<string>): string {
    const tokens = [...text.matchAll(WORD)].map((m) => ({ word: m[0], folded: fold(m[0]), from: m.index, to: m.index + m[0].length }));
    const choose = (list: readonly KnownName[]): KnownName => list.find(({ placeholder }) => preferred.has(placeholder)) ?? (list[0] as KnownName);
    let out = '', done = 0;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i] as (typeof tokens)[number];
      // What stands in brackets was put there by us.
      if (text[token.from - 1] === '[' || (text[token.from - 1] === '_' && /\[[A-Z_0-9]*$/.test(text.slice(0, token.from)))) continue;
      const joined = (n: number): boolean => Array.from({ length: n - 1 }, (_, k) => text.slice(tokens[i + k]!.to, tokens[i + k + 1]!.from)).every((gap) => gap.length <= 2 && !/[\n\d[\]]/.test(gap));
      const whole = (this.#whole.get(token.folded) ?? [])
        .filter(({ words }) => i + words.length <= tokens.length && words.every((word, k) => tokens[i + k]!.folded === word) && joined(words.length))
        .sort((a, b) => b.words.length - a.words.length);
      if (whole[0]) {
        const longest = whole.filter(({ words }) => words.length === whole[0]!.words.length).map(({ known }) => known);
        out += text.slice(done, token.from) + this.#count(choose(longest));
        i += whole[0].words.length - 1;
        done = (tokens[i] as typeof token).to;
        continue;
      }
      if (!isCapitalised(token.word)) continue;
      const begins = /(^|[.!?:;\n]["'”’)]*\s*|^\W+)$/.test(text.slice(Math.max(0, token.from - 6), token.from));
      const single = ALSO_WORDS.has(token.folded) && begins ? undefined : this.#single.get(token.folded);
      const genitive = single || !/s$/.test(token.folded) || token.folded.length < 4 ? undefined : this.#single.get(token.folded.slice(0, -1));
      const list = single ?? (genitive && !ALSO_WORDS.has(token.folded.slice(0, -1)) ? genitive : undefined);
      if (!list) continue;
      out += text.slice(done, token.from) + this.#count(choose(list)) + (single ? '' : token.word.slice(-1));
      done = token.to;
    }
    return out + text.slice(done);
  }
}

function withoutLegal(words: readonly string[]): readonly string[] {
  let end = words.length;
  while (end > 1 && LEGAL.has(words[end - 1] as string)) end--;
  return words.slice(0, end);
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Placeholders by order of id, so that the same workspace gives the same ones. */
export function numbered(kind: KnownKind, rows: readonly { id: string; name: string; email?: string | null }[]): KnownName[] {
  const ordered = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  return ordered.map(({ name, email }, i) => ({ placeholder: `[${kind.toUpperCase()}_${i + 1}]`, kind, name, email: email ?? null }));
}
