/** Names of months and weekdays in the languages that exports come in, from Intl, without accents and dots. */
const LOCALES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv'];

export const plainWord = (word: string): string => word.normalize('NFD').replace(/[\p{M}.]/gu, '').toLowerCase();

function names(options: Intl.DateTimeFormatOptions, dates: readonly number[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const locale of LOCALES) {
    // Beside a day some languages bend the name: "1 marca" but "marzec".
    for (const style of ['long', 'short'] as const) {
      const key = Object.keys(options)[0] as 'month' | 'weekday';
      for (const withDay of [false, true]) {
        const format = new Intl.DateTimeFormat(locale, { [key]: style, ...(withDay ? { day: 'numeric' } : {}), timeZone: 'UTC' });
        dates.forEach((date, index) => {
          const word = plainWord(format.formatToParts(date).find((part) => part.type === key)?.value ?? '');
          if (/^\p{L}{2,}$/u.test(word) && !found.has(word)) found.set(word, index + 1);
        });
      }
    }
  }
  return found;
}

let months: Map<string, number> | null = null;
let weekdays: Map<string, number> | null = null;

/** 1..12, or null. */
export function monthNamed(word: string): number | null {
  months ??= new Map([...names({ month: 'long' }, Array.from({ length: 12 }, (_, month) => Date.UTC(2024, month, 15))), ['sept', 9], ['mrz', 3], ['maerz', 3], ['jun', 6], ['jul', 7], ['juil', 7]]);
  return months.get(plainWord(word)) ?? null;
}

export function isWeekday(word: string): boolean {
  weekdays ??= names({ weekday: 'long' }, Array.from({ length: 7 }, (_, day) => Date.UTC(2024, 0, 1 + day)));
  return weekdays.has(plainWord(word));
}
