/** What the workspace's own past says of a planned experiment: what its units do anyway, and how many of them there are a day. */
import { conversionToOwn, type Conversion } from '@/lib/deals/conversion';
import { toMajor } from '@/lib/deals/money';
import { transaction } from '@/lib/server/db/tenancy';
import { parseInput } from '@/lib/server/guard';
import type { Scope } from '@/lib/server/scope';
import type { z } from 'zod';
import { baseRatesQuery, type BaseRates } from './base-rates-schema';
import { readPastUnits, type PastUnit } from './base-rates-store';
import { MEASURES, type Unit } from './schema';
import { LEAST_UNITS, rateOf, type UnitSums } from './unit-rates';

const DAY = 86_400_000;
/** Less than a week holds no week-end, or nothing else. */
const LEAST_DAYS = 7;
const NAMES: Partial<Record<Unit, [one: string, many: string]>> = { deal: ['deal', 'deals'], account: ['account', 'accounts'], user: ['person', 'people'] };

/**
 * As if the experiment had run over the last `windowDays`: each unit is exposed when advice on it was made for the first time in them (of a test of how
 * advice is shown: seen; of people: when they saw any), and followed from then on. Where there is too little it says so instead. Over the deals in the
 * caller's sight.
 */
export const baseRates = (scope: Scope, given: z.input<typeof baseRatesQuery>, now: Date = new Date()): Promise<BaseRates> => transaction(scope, async () => {
  const { unit, subject, windowDays, followDays } = parseInput(baseRatesQuery, given);
  const names = NAMES[unit];
  if (!names || (unit !== 'deal' && unit !== 'account' && unit !== 'user')) {
    const missing = `The product sees no ${unit}s by itself: a program draws them and reports what became of them, so take their rate and number from there.`;
    return { unit, windowDays, followDays, traffic: { perDay: null, units: 0, days: 0, missing }, rates: MEASURES.map((measure) => rateOf(measure, [], missing)) };
  }
  const shown = subject.kind === 'presentation' || unit === 'user';
  const units = await readPastUnits(scope, { unit, shown, from: new Date(now.getTime() - windowDays * DAY), now, days: followDays });
  const conversion = await conversionToOwn(scope);
  const followed = units.filter((one) => one.followed);
  const verb = `${unit === 'user' ? 'saw advice' : shown ? 'had advice that somebody saw' : 'were advised on'} in the last ${windowDays} days`;
  const few = `Only ${followed.length} ${followed.length === 1 ? names[0] : names[1]} ${verb}${followDays === null ? '' : ` and could be followed for ${followDays} ${followDays === 1 ? 'day' : 'days'}`}: from ${LEAST_UNITS} on there is a rate.`;
  const sums = followed.map((one) => sumsOf(one, conversion));
  return {
    unit, windowDays, followDays,
    traffic: subject.kind === 'external' ? { ...trafficOf(units, windowDays, now, ''), perDay: null, missing: 'Which units are drawn, and when, is up to your program: take their number a day from there.' } : trafficOf(units, windowDays, now, `No ${names[0]} ${verb.replace('were', 'was').replace('had', 'had')}.`),
    rates: MEASURES.map((measure) => rateOf(measure, sums, few)),
  };
});

/** A workspace that is younger than the window is judged by the days that it has. */
function trafficOf(units: readonly PastUnit[], windowDays: number, now: Date, none: string): BaseRates['traffic'] {
  if (units.length === 0) return { perDay: null, units: 0, days: windowDays, missing: none };
  const first = Math.min(...units.map(({ since }) => since.getTime()));
  const days = Math.min(windowDays, Math.max(LEAST_DAYS, Math.ceil((now.getTime() - first) / DAY)));
  return { perDay: units.length / days, units: units.length, days, missing: null };
}

/** What cannot be converted counts for nothing, as everywhere. */
function sumsOf({ revenue, since: _since, followed: _followed, ...counts }: PastUnit, { own, factors }: Conversion): UnitSums {
  const factorOf = new Map(factors.map(({ currency, factor }) => [currency, factor]));
  return { ...counts, revenue: Object.entries(revenue ?? {}).reduce((sum, [currency, minor]) => sum + toMajor(minor * (factorOf.get(currency) ?? 0), own), 0) };
}
