/** What an account's numbers say in words. Pure. */
import { formatMoney, formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import type { Account, DealRecord } from '@/lib/accounts/schema';

export const plural = (n: number, one: string, habits?: ReadingHabits, many = `${one}s`): string => `${formatNumber(n, habits)} ${n === 1 ? one : many}`;

/** "29% of 41", or null where nothing was ever closed. */
export function recordWords({ won, lost }: Pick<DealRecord, 'won' | 'lost'>, habits?: ReadingHabits): string | null {
  const n = won + lost;
  return n === 0 ? null : `${formatPercent(won / n, habits)} of ${formatNumber(n, habits)}`;
}

/** "1.2 M USD", and how many deals could not be converted into it. */
export function pipelineWords({ pipelineMinor, unconverted }: Pick<DealRecord, 'pipelineMinor' | 'unconverted'>, currency: string, habits?: ReadingHabits): string {
  const worth = formatMoney(pipelineMinor, currency, habits, true);
  return unconverted === 0 ? worth : `${worth} and ${plural(unconverted, 'deal', habits)} without an exchange rate`;
}

/** "Medical, Kenya, 1,185 employees, 647 M USD a year, founded 1986, part of Acme". */
export function accountLine(a: Account, habits?: ReadingHabits): string {
  const facts = [
    a.industry, a.country, a.employees === null ? null : plural(a.employees, 'employee', habits),
    a.revenueMinor === null || a.currency === null ? null : `${formatMoney(a.revenueMinor, a.currency, habits, true)} a year`,
    a.foundedYear === null ? null : `founded ${a.foundedYear}`, a.parentName === null ? null : `part of ${a.parentName}`,
  ].filter((fact) => fact !== null);
  const text = facts.join(', ');
  return text === '' ? 'Nothing more is known of it yet.' : text[0]!.toUpperCase() + text.slice(1);
}
