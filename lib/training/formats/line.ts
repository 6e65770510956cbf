/** What every format is made of: one line of JSON, and whether a provider takes it. */
import type { ExportProblem, Split } from '../schema';

export type Role = 'system' | 'user' | 'assistant';
export type Message = { role: Role; content: string };

/** A question with its answer; a pair has the answer that was rejected as well. */
export type Item = { system: string; question: string; answer: string; rejected?: string };

export type Format = {
  /** Lines that the provider wants at least and takes at most, by file. Null: no rule. */
  rows: Record<Split, { least: number | null; most: number | null }>;
  /** Lines that the provider takes at most in both files together. */
  most?: number;
  /** Tokens of a line that the provider takes; longer ones are left out. */
  tokens: number;
  /** Which of these limits no documentation states: they are ours, and what is said of them says so. */
  assumed: readonly ('least' | 'tokens')[];
  /** Where the rules stand. */
  source: string;
  line: (item: Item) => object;
  /** What is wrong with a parsed line, in words; null when the provider takes it. */
  check: (line: unknown) => string | null;
  /** Messages that are paid for. */
  messages: (item: Item) => Message[];
};

export const chat = ({ system, question, answer }: Item): Message[] => [{ role: 'system', content: system }, { role: 'user', content: question }, { role: 'assistant', content: answer }];

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Exactly these keys. */
export const keysAre = (value: unknown, keys: readonly string[]): value is Record<string, unknown> =>
  isObject(value) && Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key));

/** Messages of exactly these roles in this order, none empty. */
export function messagesProblem(value: unknown, roles: readonly Role[]): string | null {
  if (!Array.isArray(value) || value.length === 0) return 'there are no messages';
  if (value.length !== roles.length) return `there are ${value.length} messages instead of ${roles.length}`;
  for (const [i, message] of value.entries()) {
    if (!keysAre(message, ['role', 'content'])) return 'a message has other keys than role and content';
    if (message.role !== roles[i]) return `message ${i + 1} is of ${String(message.role)} instead of ${roles[i]}`;
    if (typeof message.content !== 'string' || message.content.trim() === '') return `message ${i + 1} is empty`;
  }
  return null;
}

const thousands = (n: number): string => n.toLocaleString('en-US');

/** What is added to a sentence about a limit that is ours. */
export const assumedWords = ({ assumed }: Pick<Format, 'assumed'>, limit: 'least' | 'tokens'): string => (assumed.includes(limit) ? ' The limit is our assumption: its documentation states none.' : '');

/** What the provider would say of so many lines. `name` is the format's. */
export function rowProblems(name: string, format: Format, lines: Record<Split, number>, validationShare: number): ExportProblem[] {
  const problems: ExportProblem[] = [];
  for (const split of ['train', 'validation'] as const) {
    const n = lines[split];
    if (split === 'validation' && validationShare === 0) continue;
    const { least, most } = format.rows[split];
    const file = split === 'train' ? 'training' : 'validation';
    if (n === 0) problems.push({ level: split === 'train' ? 'error' : 'warning', text: `There is no line for ${file}.` });
    else if (least !== null && n < least) problems.push({ level: 'error', text: `${name} wants at least ${thousands(least)} lines for ${file}; there ${n === 1 ? 'is' : 'are'} ${thousands(n)}.${assumedWords(format, 'least')}` });
    if (most !== null && n > most) problems.push({ level: 'error', text: `${name} takes at most ${thousands(most)} lines for ${file}; there are ${thousands(n)}.` });
  }
  const total = lines.train + lines.validation;
  if (format.most !== undefined && total > format.most) problems.push({ level: 'error', text: `${name} takes at most ${thousands(format.most)} lines for training and validation together; there are ${thousands(total)}.` });
  return problems;
}
