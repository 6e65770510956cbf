/** Exchange rates as a person enters them: each with its day and source, so that a conversion can be shown and repeated. */
import { z } from 'zod';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { invalid, notFound } from '@/lib/server/errors';
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import { currencyCode } from './schema';
import { deleteRate, readRates, readWorkspace, upsertRate } from './store';

export const exchangeRate = z.object({
  currency: currencyCode,
  /** Units of the workspace's currency for one of `currency`. */
  rate: z.number().positive('A rate is more than 0').min(1e-9).max(1e9),
  asOf: z.iso.date('Choose the day of the rate'),
  source: z.string().trim().min(1, 'Say where the rate is from').max(120),
});
export type ExchangeRate = z.infer<typeof exchangeRate>;

export const listRates = (scope: Scope): Promise<ExchangeRate[]> => transaction(scope, () => readRates(scope));

/** Enters or replaces the rate of a currency. Throws invalid for the workspace's own. */
export const saveRate = (scope: Scope, rate: ExchangeRate): Promise<void> => transaction(scope, async () => {
  if (rate.currency === (await readWorkspace(scope)).currency) throw invalid('This is the workspace’s own currency.', [{ path: 'currency', message: 'This is the workspace’s own currency' }]);
  const before = (await readRates(scope)).find(({ currency }) => currency === rate.currency);
  await upsertRate(scope, rate);
  await audit(scope, { action: 'exchange_rate.save', entityId: rate.currency, before, after: rate });
  await send(scope, 'workspace/refresh.requested', { cause: 'exchange rate changed' }, `rate:${rate.currency}:${scope.requestId}`);
});

/** Deals in that currency are then left out of sums, and said to be. Throws not_found. */
export const removeRate = (scope: Scope, currency: string): Promise<void> => transaction(scope, async () => {
  const before = (await readRates(scope)).find((rate) => rate.currency === currency);
  if (!before) throw notFound('rate');
  await deleteRate(scope, currency);
  await audit(scope, { action: 'exchange_rate.delete', entityId: currency, before });
  await send(scope, 'workspace/refresh.requested', { cause: 'exchange rate changed' }, `rate:${currency}:${scope.requestId}`);
});
