/** What became of units, fact by fact, in the workspace's currency. */
import { conversionToOwn, type Conversion } from '@/lib/deals/conversion';
import { toMajor } from '@/lib/deals/money';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import type { Fact } from './measures';
import { readFacts, type AskedUnit, type StoredFact } from './measures-store';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** A program may draw units by names of its own: of those the product knows nothing. */
export const isProductUnit = (unitId: string): boolean => UUID.test(unitId);

export const unitKey = ({ experimentId, unitId }: { experimentId: string; unitId: string }): string => `${experimentId} ${unitId}`;

export function groupedBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row); else groups.set(key(row), [row]);
  }
  return groups;
}

/** By `unitKey`, as of `now`. */
export const factsOf = (scope: Scope, units: readonly AskedUnit[], now: Date): Promise<Map<string, Fact[]>> => transaction(scope, async () => {
  const conversion = await conversionToOwn(scope);
  return new Map([...groupedBy(await readFacts(scope, units), unitKey)].map(([key, rows]) => [key, rows.map((row) => toFact(row, conversion, now))]));
});

/** What is written in this very moment carries the moment as of which one looks. */
function toFact({ of, id, at, said, acted, actedAt, amountMinor, currency }: StoredFact, { own, factors }: Conversion, now: Date): Fact {
  const when = Math.min(at.getTime(), now.getTime());
  if (of === 'answer') return { of, id, at: when, kind: said, acted, actedAt: actedAt && Math.min(actedAt.getTime(), now.getTime()) };
  if (of === 'decided') return { of, id, at: when, right: said === 'right' };
  const factor = factors.find((one) => one.currency === currency)?.factor;
  return { of, id, at: when, amount: amountMinor === null || factor === undefined ? null : toMajor(Number(amountMinor) * factor, own) };
}
