import { describe, expect, it } from 'vitest';
import { formatDate, formatMoney, formatNumber, formatPercent, formatRelative } from './format';

const german = { locale: 'de-DE', timeZone: 'Europe/Berlin' };
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('money', () => {
  it.each([
    [4_820_000, 'USD', '48,200 USD'],
    [4_820_050, 'USD', '48,200.50 USD'],
    [1_500, 'JPY', '1,500 JPY'],
    [1_234_500, 'KWD', '1,234.500 KWD'],
    [-9_900, 'EUR', '-99 EUR'],
  ])('%d minor units of %s', (minor, currency, text) => {
    expect(plain(formatMoney(minor, currency))).toBe(text);
  });

  it('shortens large sums and leaves small ones', () => {
    expect(plain(formatMoney(420_000_000, 'USD', undefined, true))).toBe('4.2 M USD');
    expect(plain(formatMoney(99_900, 'USD', undefined, true))).toBe('999 USD');
    expect(plain(formatMoney(750_629, 'USD', undefined, true))).toBe('7,506 USD');
    expect(plain(formatMoney(4_250, 'USD', undefined, true))).toBe('42.50 USD');
  });

  it('follows the locale', () => {
    expect(plain(formatMoney(4_820_050, 'EUR', german))).toBe('48.200,50 EUR');
    expect(plain(formatMoney(420_000_000, 'EUR', german, true))).toBe('4,2 Mio. EUR');
  });
});

it('numbers and shares', () => {
  expect(formatNumber(12_345.67, undefined, 1)).toBe('12,345.7');
  expect(formatPercent(0.617)).toBe('62%');
  expect(plain(formatPercent(0.617, german, 1))).toBe('61,7 %');
});

describe('dates', () => {
  it("shows a moment on the reader's calendar, not the server's", () => {
    expect(formatDate('2026-06-29T22:30:00Z', 'day', german)).toBe('30. Juni');
    expect(formatDate('2026-06-29T22:30:00Z', 'day')).toBe('29 Jun');
    expect(formatDate('2026-06-29T22:30:00Z', 'minute')).toBe('29 Jun 2026, 22:30');
  });

  it.each([
    ['2026-06-30T11:59:30Z', 'now'],
    ['2026-06-30T11:15:00Z', '45 minutes ago'],
    ['2026-06-21T12:00:00Z', '9 days ago'],
    ['2026-06-29T11:00:00Z', 'yesterday'],
    ['2026-06-30T14:00:00Z', 'in 2 hours'],
    ['2026-04-01T12:00:00Z', '2 months ago'],
    ['2024-01-01T12:00:00Z', '2 years ago'],
  ])('%s is %s', (iso, text) => {
    expect(formatRelative(iso, '2026-06-30T12:00:00Z')).toBe(text);
  });
});
