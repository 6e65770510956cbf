import { z } from 'zod';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict } from '@/lib/server/errors';
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import type { ExchangeRate } from './rates';
import { currencyCode, timeZone, workspaceName } from './schema';
import { deleteRate, lockSettings, readRates, readWorkspace, updateWorkspace, upsertRate } from './store';

export const workspaceChange = z.object({ name: workspaceName, currency: currencyCode, timezone: timeZone }).partial();

/**
 * Changes name, currency or time zone. Exchange rates count in the workspace's currency, so a new currency converts them.
 * Throws conflict when there are rates but none for the new currency.
 */
export const changeWorkspace = (scope: Scope, change: z.output<typeof workspaceChange>): Promise<void> => transaction(scope, async () => {
  await lockSettings(scope);
  const { name, currency, timezone } = await readWorkspace(scope);
  const before = { name, currency, timezone };
  const after = { ...before, ...change };
  if (after.name === name && after.currency === currency && after.timezone === timezone) return;
  await updateWorkspace(scope, after);
  await audit(scope, { action: 'workspace.update', entityId: scope.workspaceId, before, after });
  if (after.currency === currency) return;
  const rates = await readRates(scope);
  const converted = inCurrency(rates, currency, after.currency);
  if (!converted) throw conflict(`Enter the rate of ${after.currency} first: the other rates are converted with it.`);
  await deleteRate(scope, after.currency);
  for (const rate of converted) await upsertRate(scope, rate);
  await send(scope, 'workspace/refresh.requested', { cause: 'currency changed' }, `currency:${scope.requestId}`);
});

/** Rates counted in `from` as rates counted in `to`; null when `to` has none. Exported for tests. */
export function inCurrency(rates: readonly ExchangeRate[], from: string, to: string): ExchangeRate[] | null {
  if (rates.length === 0) return [];
  const pivot = rates.find(({ currency }) => currency === to);
  if (!pivot) return null;
  const others = rates.filter((rate) => rate !== pivot).map((rate) => ({ ...rate, rate: rate.rate / pivot.rate }));
  return [{ ...pivot, currency: from, rate: 1 / pivot.rate }, ...others];
}
