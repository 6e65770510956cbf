/** Amounts of money with or without a currency: "$1,234.50", "1.234,50 €", "EUR 12k", "(500)", "CHF 1'234.–". */
import { exponentOf } from '@/lib/deals/money';
import type { DecimalMark, Money } from '../schema';
import { multiplier, readDigits, takeApart, times, type Decimal } from './number';
import { quoted, type Reading } from './reading';

const CODES = new Set(Intl.supportedValuesOf('currency'));
const SYMBOLS: Readonly<Record<string, string>> = {
  '€': 'EUR', '£': 'GBP', '₹': 'INR', 'us$': 'USD', 'usd$': 'USD', 'ca$': 'CAD', 'c$': 'CAD', 'a$': 'AUD', 'au$': 'AUD', 'nz$': 'NZD', 'hk$': 'HKD', 's$': 'SGD', 'r$': 'BRL', 'mx$': 'MXN',
  'fr.': 'CHF', 'sfr.': 'CHF', 'zł': 'PLN', 'kč': 'CZK', '₽': 'RUB', '₺': 'TRY', '₩': 'KRW', '₪': 'ILS', '₫': 'VND', '₴': 'UAH', '฿': 'THB', 'ft': 'HUF', 'lei': 'RON', '₦': 'NGN', '₱': 'PHP',
  euro: 'EUR', euros: 'EUR', dollar: 'USD', dollars: 'USD', pounds: 'GBP', yen: 'JPY', 'cn¥': 'CNY', 'rmb': 'CNY',
};
/** Symbols that several currencies share: the first unless the default is one of them. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  $: ['USD', 'CAD', 'AUD', 'NZD', 'HKD', 'SGD', 'MXN', 'ARS', 'CLP', 'COP', 'TWD'], '¥': ['JPY', 'CNY'], '￥': ['JPY', 'CNY'], kr: ['SEK', 'NOK', 'DKK', 'ISK'], 'kr.': ['DKK', 'SEK', 'NOK', 'ISK'], fr: ['CHF', 'XOF', 'XAF'],
};

export interface SaidCurrency {
  code: string;
  /** The word allows others too ("$"). */
  shared: readonly string[] | null;
}

/** Currency of a code or symbol. `preferred` decides among those that share it. */
export function currencyOf(word: string, preferred: string): SaidCurrency | null {
  const key = word.trim().toLowerCase();
  if (key.length === 3 && CODES.has(key.toUpperCase())) return { code: key.toUpperCase(), shared: null };
  if (Object.hasOwn(SYMBOLS, key)) return { code: SYMBOLS[key] as string, shared: null };
  if (!Object.hasOwn(SHARED, key)) return null;
  const shared = SHARED[key] as readonly string[];
  return { code: shared.includes(preferred) ? preferred : (shared[0] as string), shared };
}

/** "k €", "Mio. EUR", "M$", "USD": currency and factor of the words around a number; null when a word is neither. */
function wordsAround(words: readonly string[], preferred: string): { currency: SaidCurrency | null; factor: bigint } | null {
  let currency: SaidCurrency | null = null;
  let factor = 1n;
  for (const word of words) {
    const said = currencyOf(word, preferred);
    const by = said ? null : multiplier(word);
    if (said) {
      if (currency && currency.code !== said.code && !currency.shared?.includes(said.code) && !said.shared?.includes(currency.code)) return null;
      currency = currency && !currency.shared ? currency : said;
    } else if (by !== null) {
      factor *= by;
    } else {
      // "kEUR", "m€": a factor glued to a currency.
      const glued = /^(k|m|bn|mio\.?|mrd\.?)(.+)$/i.exec(word);
      const inner = glued ? currencyOf(glued[2] as string, preferred) : null;
      if (!glued || !inner || currency) return null;
      currency = inner;
      factor *= multiplier(glued[1] as string) ?? 1n;
    }
  }
  return { currency, factor };
}

/** Minor units, rounded half away from zero where the amount is finer than the currency. Null when too large to be exact. */
export function toMinorUnits({ digits, places }: Decimal, currency: string): number | null {
  const shift = exponentOf(currency) - places;
  let minor: bigint;
  if (shift >= 0) {
    minor = digits * 10n ** BigInt(shift);
  } else {
    const divisor = 10n ** BigInt(-shift);
    const half = digits < 0n ? -divisor / 2n : divisor / 2n;
    minor = (digits + half) / divisor;
  }
  return minor > BigInt(Number.MAX_SAFE_INTEGER) || minor < -BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(minor);
}

export interface MoneyFormat {
  decimal: DecimalMark | null;
  /** From the row's currency column, else null. */
  stated: string | null;
  /** From the header, else the default: used when neither row nor cell says. */
  fallback: string;
  scale: number;
}

/** An amount with its currency: the currency column first, then the cell, then the header, then the default. */
export function readMoney(text: string, format: MoneyFormat): Reading<Money> {
  const parts = takeApart(text);
  if (!parts) return { error: `${quoted(text)} is not an amount` };
  const words = `${parts.before} ${parts.after}`.split(/\s+/).filter(Boolean);
  const around = wordsAround(words, format.stated ?? format.fallback);
  if (!around) return { error: `${quoted(text)} is not an amount: use a number with, at most, one currency such as EUR or $` };
  const read = readDigits(parts.body, format.decimal);
  if ('error' in read) return read;
  const said = around.currency;
  if (format.stated && said && said.code !== format.stated && !said.shared?.includes(format.stated)) {
    return { error: `${quoted(text)} is in ${said.code}, but the currency column says ${format.stated}. Make them agree` };
  }
  const currency = format.stated ?? said?.code ?? format.fallback;
  const sign = parts.negative ? -1n : 1n;
  const minor = toMinorUnits(times({ digits: read.value.digits * around.factor * sign, places: read.value.places }, format.scale), currency);
  return minor === null ? { error: `${quoted(text)} is too large an amount` } : { value: { minor, currency } };
}

/** "Amount (EUR)", "Revenue in M$", "Umsatz Tsd. €", "Opportunity Amount USD": what a header says about its amounts. */
export function moneyHint(header: string): { currency: string | null; scale: number } {
  const words = header.split(/[\s()[\],/_-]+/).filter(Boolean);
  let currency: string | null = null;
  let scale = 1;
  words.forEach((word, index) => {
    const isCode = /^[A-Z]{3}$/.test(word) || /[$€£¥₹]/.test(word);
    const plain = word.replace(/^(?:k|m|bn|mio\.?|mrd\.?)(?=[A-Z]{3}$|[$€£¥₹]$)/i, '');
    const said = isCode || plain !== word ? currencyOf(plain, 'USD') : null;
    // A word such as "All" or "Top" is a currency code too: only capitals, and never the first word.
    if (said && (index > 0 || !/^[A-Z]{3}$/.test(plain))) currency ??= said.code;
    const factor = plain !== word ? word.slice(0, word.length - plain.length) : /^(?:thousands?|tsd\.?|millions?|mio\.?|mrd\.?|billions?|mn|bn)$/i.test(word) || /^[kKM]$/.test(word) ? word.replace(/s$/i, '') : null;
    if (factor && index > 0) scale = Number(multiplier(factor) ?? 1n);
  });
  return { currency, scale };
}
