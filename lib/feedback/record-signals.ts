/**
 * What people and programs did with insights without saying so: seen, expanded, copied. Stored once a day, person and kind. The first
 * signal is what makes an insight "shown": from then on it is held to account, if it came while the advice could still help.
 */
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import type { Signal } from './schema';
import { markShown, saveSignals, signalled } from './store';

/** Throws not_found, and stores nothing, when one of the insights is not there for the caller. */
export const recordSignals = (scope: Scope, signals: readonly Signal[], now = new Date()): Promise<{ stored: number }> => transaction(scope, async () => {
  const distinct = [...new Map(signals.map((s) => [`${s.insightId} ${s.kind}`, s])).values()];
  const counts = await signalled(scope, [...new Set(distinct.map((s) => s.insightId))]);
  if (!counts) throw notFound('insight');
  await saveSignals(scope, distinct, now);
  await markShown(scope, [...counts], now);
  return { stored: distinct.length };
});
