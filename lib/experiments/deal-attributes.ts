/** What is known of a deal, its account or a person when they are drawn (the list of names: attribute-list.ts). */
import { conversionToOwn } from '@/lib/deals/conversion';
import { toMajor } from '@/lib/deals/money';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { KNOWN_ATTRIBUTES, NEW_DAYS } from './attribute-list';
import { readDealAttributes, readMemberAttributes } from './product-store';
import type { Attributes, Unit } from './schema';

const DAY = 86_400_000;

/** Those that a unit of this kind has: of an account what every deal of it shares. */
export const ofUnit = (unit: Unit, all: Attributes): Attributes =>
  Object.fromEntries(KNOWN_ATTRIBUTES.filter(({ attribute, units }) => units.includes(unit) && all[attribute] != null).map(({ attribute }) => [attribute, all[attribute]!]));

/** An amount in a currency without a rate cannot be compared: it is absent. Empty for a deal that is gone. */
export const dealAttributes = (scope: Scope, dealId: string, now: Date): Promise<Attributes> => transaction(scope, async () => {
  const found = await readDealAttributes(scope, dealId);
  if (!found) return {};
  const { amountMinor, currency, openedAt, ...said } = found;
  const { own, factors } = await conversionToOwn(scope);
  const factor = factors.find((one) => one.currency === currency)?.factor;
  return { ...said, amount: amountMinor === null || factor === undefined ? null : toMajor(Number(amountMinor) * factor, own), new: now.getTime() - openedAt.getTime() < NEW_DAYS * DAY };
});

export const memberAttributes = (scope: Scope, memberId: string): Promise<Attributes> => transaction(scope, async () => (await readMemberAttributes(scope, memberId)) ?? {});
