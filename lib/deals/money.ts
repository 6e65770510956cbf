/** Money is kept in minor units of its currency. ISO 4217 exponents come from Intl, which knows yen has none and dinars three. */

const exponents = new Map<string, number>();

/** Digits after the point of a currency: 2 for USD, 0 for JPY, 3 for KWD. */
export function exponentOf(currency: string): number {
  let digits = exponents.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    exponents.set(currency, digits);
  }
  return digits;
}

/** Minor units to major: 4821 USD cents -> 48.21. */
export const toMajor = (minor: bigint | number, currency: string): number => Number(minor) / 10 ** exponentOf(currency);

/** Major units to minor, rounded half away from zero. */
export const toMinor = (major: number, currency: string): bigint => {
  const scaled = Math.abs(major) * 10 ** exponentOf(currency);
  return BigInt(Math.sign(major) * Math.round(scaled + Number.EPSILON * scaled));
};

export const formatMoney = (major: number, currency: string, locale = 'en-US'): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code', maximumFractionDigits: Math.abs(major) >= 1000 ? 0 : exponentOf(currency) }).format(major);
