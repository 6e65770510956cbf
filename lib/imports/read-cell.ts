/** One cell as the field that it is mapped to. */
import type { Field } from './fields/field';
import { plainName } from './names';
import type { ColumnFormat, ImportOptions, Money } from './schema';
import { isEmail, isWeb } from './survey';
import { readDate, shiftQuarters } from './values/date';
import { currencyOf, readMoney } from './values/money';
import { readDecimal, times, toNumber } from './values/number';
import { readPercent } from './values/percent';
import { quoted, type Reading } from './values/reading';
import { isEmptyWord } from './values/words';

export type CellValue = string | number | Money | string[];

export interface CellContext {
  format: ColumnFormat;
  options: ImportOptions;
  /** What the currency column of the row says. */
  currency: string | null;
}

const isText = (field: Field): boolean => field.type === 'text' || field.type === 'reference' || field.type === 'references';

/** Does the trimmed cell hold nothing? Identifying texts take no word for nothing but the empty one: "Null" is a name. */
export const isEmptyCell = (text: string, field: Field, options: ImportOptions): boolean =>
  text === '' || (options.emptyWords && !field.identifies && isEmptyWord(text, isText(field)));

function readText(text: string, field: Field): Reading<string> {
  const max = field.max ?? 500;
  if (text.length <= max) return { value: text };
  if (field.identifies || field.type === 'reference') return { error: `${quoted(text)} is longer than ${max} characters: shorten it` };
  // Not through the middle of a surrogate pair.
  return { value: text.slice(0, max).toWellFormed().replace(/\ufffd$/, ''), note: `texts longer than ${max} characters were cut` };
}

function readNumber(text: string, field: Field, { format }: CellContext): Reading<number> {
  const read = readDecimal(text, format.decimal);
  if ('error' in read) return read;
  const value = toNumber(times(read.value, format.scale));
  if (!Number.isSafeInteger(Math.trunc(value))) return { error: `${quoted(text)} is too large a number` };
  if (field.type === 'integer' && !Number.isInteger(value)) return { error: `${quoted(text)} is not a whole number` };
  return { value };
}

const floor = (text: string, field: Field, value: number): { error: string } | null =>
  field.min !== undefined && value < field.min ? { error: field.min === 0 ? `${quoted(text)} is negative: enter zero or more` : `${quoted(text)} is less than ${field.min}` } : null;

function readReferences(text: string, field: Field): Reading<string[]> {
  const parts = text.split(/[;|\n]/).map((part) => part.trim()).filter(Boolean);
  const byComma = parts.flatMap((part) => part.split(',')).map((part) => part.trim()).filter(Boolean);
  const list = [...new Set(byComma.length > parts.length && byComma.every(isEmail) ? byComma : parts)];
  const long = list.find((part) => part.length > (field.max ?? 320));
  if (long) return { error: `${quoted(long)} is too long for a name` };
  return list.length > 200 ? { error: `there are ${list.length} names; at most 200 can be read` } : { value: list };
}

function readEnum(text: string, field: Field): Reading<string> {
  const plain = plainName(text);
  const choice = Object.entries(field.choices ?? {}).find(([value, words]) => plainName(value) === plain || words.includes(plain));
  return choice ? { value: choice[0] } : { error: `${quoted(text)} is none of ${Object.keys(field.choices ?? {}).map((value) => value.replaceAll('_', ' ')).join(', ')}` };
}

function readPercentage(text: string, field: Field, { format }: CellContext): Reading<number> {
  const read = readPercent(text, format.percent, format.decimal);
  if ('error' in read) return read;
  return read.value > 1 ? { error: `${quoted(text)} is more than 100%` } : floor(text, field, read.value) ?? read;
}

/** The value of a cell that is not empty. `text` is trimmed. */
export function readCell(text: string, field: Field, context: CellContext): Reading<CellValue> {
  switch (field.type) {
    case 'text': case 'reference': {
      if (field.name !== 'currency') return readText(text, field);
      const said = currencyOf(text, context.options.currency);
      return said ? { value: said.code } : { error: `${quoted(text)} is not a currency: use a three-letter code such as EUR` };
    }
    case 'references': return readReferences(text, field);
    case 'email': {
      const address = text.replace(/^mailto:/i, '').toLowerCase();
      return isEmail(address) ? { value: address } : { error: `${quoted(text)} is not an e-mail address` };
    }
    case 'url': return isWeb(text) ? { value: text } : { error: `${quoted(text)} is not a web address` };
    case 'integer': case 'decimal': {
      const read = readNumber(text, field, context);
      return 'error' in read ? read : floor(text, field, read.value) ?? read;
    }
    case 'percent': return readPercentage(text, field, context);
    case 'money': {
      const read = readMoney(text, { decimal: context.format.decimal, stated: context.currency, fallback: context.format.currency ?? context.options.currency, scale: context.format.scale });
      return 'error' in read ? read : floor(text, field, read.value.minor) ?? read;
    }
    case 'date': {
      const read = readDate(text, { order: context.format.dateOrder, timezone: context.options.timezone });
      return 'error' in read ? read : { value: shiftQuarters(read.value, context.options.shiftQuarters) };
    }
    case 'enum': return readEnum(text, field);
  }
}
