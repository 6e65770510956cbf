import { defaultHabits, formatMoney, type ReadingHabits } from './format';

export interface MoneyProps {
  /** Minor units (cents). */
  minor: number;
  /** ISO 4217 */
  currency: string;
  compact?: boolean;
  habits?: ReadingHabits;
}

/** An amount with its currency, quieter than the number; the whole amount is the title of a shortened one. */
export function Money({ minor, currency, compact = false, habits = defaultHabits }: MoneyProps) {
  const text = formatMoney(minor, currency, habits, compact);
  return (
    <span className="whitespace-nowrap" title={compact ? formatMoney(minor, currency, habits) : undefined} suppressHydrationWarning>
      {text.slice(0, -currency.length)}
      <span className="text-[0.86em] text-muted">{currency}</span>
    </span>
  );
}
