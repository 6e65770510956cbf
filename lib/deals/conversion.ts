/** What one minor unit of each currency is worth in minor units of the workspace's own, by the stored rates. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { readCurrencies } from './history-store';
import { exponentOf } from './money';
import type { Deal } from './schema';

/** `factors` holds the workspace's own currency (1) and each one that has a rate; others cannot be added up. */
export type Conversion = { own: string; factors: { currency: string; factor: number }[] };

export const conversionToOwn = (scope: Scope): Promise<Conversion> => transaction(scope, async () => {
  const { own, rates } = await readCurrencies(scope);
  const others = [...rates].filter(([currency]) => currency !== own)
    .map(([currency, rate]) => ({ currency, factor: rate * 10 ** (exponentOf(own) - exponentOf(currency)) }));
  return { own, factors: [{ currency: own, factor: 1 }, ...others] };
});

/**
 * What one deal is worth in the workspace's own currency, with the rate that is shown beside it. `amount` is in major units; null
 * when no rate is stored, and then the amount counts for nothing.
 */
export type Converted = { currency: string; rate: number | null; amount: number | null };

/** Null when there is nothing to convert. */
export const convertedAmount = (scope: Scope, { amount, currency }: Pick<Deal, 'amount' | 'currency'>): Promise<Converted | null> => transaction(scope, async () => {
  const { own, rates } = await readCurrencies(scope);
  if (amount === null || currency === own) return null;
  const rate = rates.get(currency) ?? null;
  return { currency: own, rate, amount: rate === null ? null : amount * rate };
});
