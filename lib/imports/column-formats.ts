/** From what columns show to how each is read, and what a person has to settle first. */
import type { ColumnFormat, DateOrder, DecimalMark, Entity, ImportOptions, Mapping, Question } from './schema';
import { fieldOf } from './fields/catalogue';
import type { ColumnProfile } from './survey';
import { moneyHint } from './values/money';

/** The one order that the values of these columns allow; null when they say nothing or contradict each other. */
function orderSaid(profiles: readonly ColumnProfile[]): DateOrder | null {
  const said = (['dmy', 'mdy', 'ymd'] as const).filter((order) => profiles.some((profile) => profile.orders[order] > 0));
  return said.length === 1 ? (said[0] as DateOrder) : null;
}

function markSaid(profiles: readonly ColumnProfile[]): DecimalMark | null {
  const dot = profiles.some((profile) => profile.marks['.'] > 0);
  const comma = profiles.some((profile) => profile.marks[','] > 0);
  return dot === comma ? null : dot ? '.' : ',';
}

const saysOrder = ({ orders }: ColumnProfile): boolean => orders.dmy + orders.mdy + orders.ymd > 0;
const saysMark = ({ marks }: ColumnProfile): boolean => marks['.'] + marks[','] > 0;

function decimalOf(profile: ColumnProfile, numbers: readonly ColumnProfile[], delimiter: string): DecimalMark | null {
  if (saysMark(profile)) return markSaid([profile]);
  const elsewhere = markSaid(numbers);
  if (elsewhere) return elsewhere;
  // Only "1,234" in the column: nobody writes whole columns of thousandths.
  if (profile.marks.unclearComma > 0 && profile.marks.unclearDot === 0 && delimiter !== ';') return '.';
  return delimiter === ';' ? ',' : null;
}

const ofType = (entity: Entity, mapping: Mapping, profiles: readonly ColumnProfile[], types: readonly string[]): ColumnProfile[] =>
  profiles.filter((profile) => types.includes(fieldOf(entity, mapping[profile.column] ?? '')?.type ?? ''));

const NUMBERS = ['integer', 'decimal', 'money', 'percent'];

/** The order of a column's dates: its own, else that of the file's other dates; null when neither tells. */
const orderOfColumn = (profile: ColumnProfile, dates: readonly ColumnProfile[]): DateOrder | null => (saysOrder(profile) ? orderSaid([profile]) : orderSaid(dates));

/** How each column is written. What stays null is left to each value, and refused where that can be two things. */
export function columnFormats(entity: Entity, mapping: Mapping, profiles: readonly ColumnProfile[], options: ImportOptions, delimiter: string): Record<string, ColumnFormat> {
  const dates = ofType(entity, mapping, profiles, ['date']);
  const numbers = ofType(entity, mapping, profiles, NUMBERS);
  return Object.fromEntries(profiles.map((profile) => {
    const hint = moneyHint(profile.column);
    return [profile.column, {
      dateOrder: options.dateOrder !== 'auto' ? options.dateOrder : orderOfColumn(profile, dates),
      decimal: options.decimal !== 'auto' ? options.decimal : decimalOf(profile, numbers, delimiter),
      percent: options.percent !== 'auto' ? options.percent : profile.largest > 0 && profile.largest <= 1 ? 'fraction' : 'percent',
      currency: hint.currency,
      scale: options.scales[profile.column] ?? hint.scale,
    } satisfies ColumnFormat];
  }));
}

const ORDER_CHOICES: Question['choices'] = [
  { value: 'dmy', label: 'Day, month, year' }, { value: 'mdy', label: 'Month, day, year' }, { value: 'ymd', label: 'Year, month, day' },
];
const MARK_CHOICES: Question['choices'] = [{ value: '.', label: '1,234.50 (point)' }, { value: ',', label: '1.234,50 (comma)' }];

/** What mapped columns leave open: dates and numbers that can be read in two ways. What was answered stays, with its answer. */
export function formatQuestions(entity: Entity, mapping: Mapping, profiles: readonly ColumnProfile[], formats: Readonly<Record<string, ColumnFormat>>, { dateOrder, decimal }: Pick<ImportOptions, 'dateOrder' | 'decimal'>): Question[] {
  const allDates = ofType(entity, mapping, profiles, ['date']);
  const dates = allDates.filter((p) => p.orders.unclear > 0 && (dateOrder === 'auto' ? formats[p.column]?.dateOrder === null : orderOfColumn(p, allDates) === null));
  const allNumbers = ofType(entity, mapping, profiles, NUMBERS);
  const numbers = allNumbers.filter((p) => p.marks.unclearDot + p.marks.unclearComma > 0 && (decimal === 'auto' ? formats[p.column]?.decimal === null : decimalOf(p, allNumbers, ',') === null));
  return [
    ...dates.map((p): Question => ({
      kind: 'date-order', column: p.column, text: null, choices: ORDER_CHOICES, answer: dateOrder === 'auto' ? null : dateOrder,
      message: saysOrder(p) ? `Dates in "${p.column}" stand in more than one order, so that "${p.orders.example ?? ''}" can be two dates. Which order is it?` : `Is the day or the month first in "${p.orders.example ?? ''}" (column "${p.column}")? Nothing in the file tells.`,
    })),
    ...numbers.map((p): Question => ({
      kind: 'decimal', column: p.column, text: null, choices: MARK_CHOICES, answer: decimal === 'auto' ? null : decimal,
      message: `"${p.marks.example ?? ''}" (column "${p.column}") can be two numbers. Which mark parts the decimals?`,
    })),
  ];
}
