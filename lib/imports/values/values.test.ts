import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderOf, readDate, shiftQuarters } from './date';
import { currencyOf, moneyHint, readMoney, toMinorUnits } from './money';
import { markOf, readDecimal, toNumber } from './number';
import { readPercent } from './percent';
import { isEmptyWord, readBoolean } from './words';

const date = (text: string, order: 'dmy' | 'mdy' | 'ymd' | null = null, timezone = 'UTC') => {
  const reading = readDate(text, { order, timezone });
  return 'error' in reading ? reading.error : reading.value.replace('T00:00:00.000Z', '');
};

describe('dates', () => {
  it.each([
    ['2017-03-01', '2017-03-01'], ['2017/3/1', '2017-03-01'], ['01.03.2017', '2017-03-01'], ['1.3.17', '2017-03-01'], ['1 Mar 2017', '2017-03-01'], ['Mar 1, 2017', '2017-03-01'],
    ['March 1st 2017', '2017-03-01'], ['01-Mar-17', '2017-03-01'], ['1-Mar-2017', '2017-03-01'], ['Mittwoch, 1. März 2017', '2017-03-01'], ['1er août 2017', '2017-08-01'],
    ['mardi 7 mars 2017', '2017-03-07'], ['martes, 7 de marzo de 2017', '2017-03-07'], ['mar. 7 juin 2017', '2017-06-07'], ['2017 Dec 24', '2017-12-24'], ['20170301', '2017-03-01'],
    ['42795', '2017-03-01'], ['42795.604166667', '2017-03-01T14:30:00.000Z'], ['1488378600000', '2017-03-01T14:30:00.000Z'], ['1488378600', '2017-03-01T14:30:00.000Z'],
    ['2017-03-01T14:30:00Z', '2017-03-01T14:30:00.000Z'], ['2017-03-01 14:30', '2017-03-01T14:30:00.000Z'], ['2017-03-01T14:30:05.250+02:00', '2017-03-01T12:30:05.250Z'],
    ['Wed Mar 01 2017 14:30:00 GMT+0100 (CET)', '2017-03-01T13:30:00.000Z'], ['Wed, 01 Mar 2017 14:30:00 GMT', '2017-03-01T14:30:00.000Z'], ['13/3/2017 2:30 PM', '2017-03-13T14:30:00.000Z'],
    ['3/13/2017 12:05 am', '2017-03-13T00:05:00.000Z'], ['2017-03-01T14:30:00.000+0000', '2017-03-01T14:30:00.000Z'], ['20170301T143000Z', '2017-03-01T14:30:00.000Z'], ['3/3/2017', '2017-03-03'],
    ['2016-02-29', '2016-02-29'], ['1. 3. 2017', '2017-03-01'],
  ])('reads %j', (text, expected) => expect(date(text)).toBe(expected));

  it('leaves it to the column which number is the day', () => {
    expect(date('03/04/2017')).toBe('"03/04/2017" can be 3 April 2017 or 4 March 2017: choose the date order');
    expect(date('03/04/2017', 'dmy')).toBe('2017-04-03');
    expect(date('03/04/17', 'mdy')).toBe('2017-03-04');
    expect(date('17-03-04', 'ymd')).toBe('2017-03-04');
    expect(['31/12/2017', '12/31/2017', '2017-12-31', '01.02.2017', '03/04/2017', '3/3/2017', 'Mar 1, 2017', '99/1/2'].map(orderOf)).toEqual(['dmy', 'mdy', null, 'dmy', 'unclear', null, null, 'ymd']);
  });

  it.each([
    ['31/02/2026', null, '"31/02/2026" is not a date that exists'], ['2017-02-29', null, '"2017-02-29" is not a date that exists'], ['2017-13-01', null, '"2017-13-01" is not a date that exists'],
    ['31/12/2017', 'mdy', '"31/12/2017" is not a date in the order month, day, year; is it 31 December 2017? Correct it, or choose another date order'],
    ['soon', null, '"soon" is not a date: write it like 2017-03-01'], ['Marketing 1 2017', null, '"Marketing 1 2017" is not a date: write it like 2017-03-01'],
    ['March 2017', null, '"March 2017" names no day: write it like 2017-03-01'], ['17', null, '"17" is a number, not a date: write it like 2017-03-01'],
    ['0017-03-01', null, '"0017-03-01" lies in the year 17: correct the year'],
    ['2017-03-01 25:00', null, 'the time in "2017-03-01 25:00" cannot be read: write it like 2017-03-01 14:30 or 2017-03-01T14:30:00Z'],
  ] as const)('says what is wrong with %j (%s)', (text, order, message) => expect(date(text, order)).toBe(message));

  it('takes times without a zone in the zone of the workspace, days as they are', () => {
    expect(date('2017-07-01 10:00', null, 'Europe/Berlin')).toBe('2017-07-01T08:00:00.000Z');
    expect(date('2017-01-01 10:00', null, 'America/New_York')).toBe('2017-01-01T15:00:00.000Z');
    expect(date('2017-07-01', null, 'Europe/Berlin')).toBe('2017-07-01');
    expect(date('2017-03-26 02:30', null, 'Europe/Berlin')).toBe('2017-03-26T01:30:00.000Z');
    expect(date('2017-10-29 02:30', null, 'Europe/Berlin')).toBe('2017-10-29T00:30:00.000Z');
  });

  it('reads back every day in every form it knows', () => {
    const day = fc.date({ min: new Date('1971-01-01'), max: new Date('2068-12-31'), noInvalidDate: true });
    fc.assert(fc.property(day, (d) => {
      const iso = d.toISOString().slice(0, 10);
      const [y = '', m = '', dd = ''] = iso.split('-');
      const long = (locale: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(iso));
      expect(date(iso)).toBe(iso);
      expect(date(`${dd}.${m}.${y}`)).toBe(iso);
      expect(date(`${Number(m)}/${Number(dd)}/${y}`, 'mdy')).toBe(iso);
      expect(date(`${dd}/${m}/${y.slice(2)}`, 'dmy')).toBe(iso);
      for (const locale of ['en-US', 'en-GB', 'de', 'fr', 'es', 'it', 'pt', 'nl']) expect(date(long(locale)), long(locale)).toBe(iso);
      expect(date(d.toISOString())).toBe(d.toISOString().replace('T00:00:00.000Z', ''));
      expect(date(d.toString())).toBe(new Date(Math.floor(d.getTime() / 1000) * 1000).toISOString().replace('T00:00:00.000Z', ''));
    }));
  });

  it('moves by whole quarters, keeping order and the ends of months', () => {
    expect(shiftQuarters('2017-12-31T00:00:00.000Z', 35)).toBe('2026-09-30T00:00:00.000Z');
    expect(shiftQuarters('2016-11-30T10:00:00.000Z', 1)).toBe('2017-02-28T10:00:00.000Z');
    fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: -40, max: 40 }), (a, b, n) => {
      const [early, late] = [Math.min(a, b), Math.max(a, b)].map((ms) => shiftQuarters(new Date(Math.floor(ms / 86_400_000) * 86_400_000).toISOString(), n));
      expect((early as string) <= (late as string)).toBe(true);
    }));
  });

  it('never throws, and every date it gives is one', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'0123456789/-.: TZ+,aMpr'), maxLength: 24 }), fc.constantFrom('dmy', 'mdy', 'ymd', null), (text, order) => {
      const reading = readDate(text, { order, timezone: 'UTC' });
      if ('value' in reading) expect(new Date(reading.value).toISOString()).toBe(reading.value);
    }), { numRuns: 2000 });
  });
});

const number = (text: string, mark: '.' | ',' | null = null) => {
  const reading = readDecimal(text, mark);
  return 'error' in reading ? reading.error : toNumber(reading.value);
};

describe('numbers', () => {
  it.each([
    ['1234', 1234], ['1,234.50', 1234.5], ['1.234,50', 1234.5], ['1 234', 1234], ['1\u202f234,5', 1234.5], ["1'234.50", 1234.5], ['-12.5', -12.5], ['(500)', -500], ['500-', -500], ['−3', -3], ['12k', 12_000],
    ['1,5 Mio.', 1_500_000], ['.5', 0.5], ['0.123', 0.123], ['1,234,567', 1_234_567], ['1.234.567', 1_234_567], ['12,34,567.00', 1_234_567], ['1.5e3', 1500], ['2.3bn', 2.3e9], ['+7', 7], ['0.10', 0.1],
  ])('reads %j', (text, expected) => expect(number(text)).toBe(expected));

  it('asks where a mark can be two things, unless the column decided', () => {
    expect(number('1.234')).toMatch(/can be two numbers/);
    expect(number('1.234', '.')).toBe(1.234);
    expect(number('1.234', ',')).toBe(1234);
    expect(markOf('1.234')).toEqual({ mark: null, unclear: true });
  });
  it.each(['abc', '12 34', '1,23.4,5', '5-3', '--5', '1.2.3', '12 apples', '2017-03-01', '1,2,3'])('refuses %j', (text) => expect(number(text)).toMatch(/is not a number/));
  it('refuses what the column does not allow', () => expect(number('12,34', '.')).toBe('"12,34" is not a number with "." as decimal mark'));
});

const money = (text: string, given: Partial<Parameters<typeof readMoney>[1]> = {}) => {
  const reading = readMoney(text, { decimal: null, stated: null, fallback: 'USD', scale: 1, ...given });
  return 'error' in reading ? reading.error : `${reading.value.minor} ${reading.value.currency}`;
};

describe('money', () => {
  it.each([
    ['$1,234.50', '123450 USD'], ['1.234,50 €', '123450 EUR'], ['EUR 12k', '1200000 EUR'], ['(500)', '-50000 USD'], ["CHF 1'234.–", '123400 CHF'], ['1.234,-- €', '123400 EUR'], ['¥1,200,000', '1200000 JPY'],
    ['JPY 1200', '1200 JPY'], ['KWD 1.5', '1500 KWD'], ['£2.5m', '250000000 GBP'], ['-$5.00', '-500 USD'], ['$ -5.00', '-500 USD'], ['$(1,234.50)', '-123450 USD'], ['US$ 10', '1000 USD'], ['10 k€', '1000000 EUR'],
    ['0.105', '11 USD'], ['R$ 5,50', '550 BRL'], ['12 Mio. EUR', '1200000000 EUR'], ['1 234 567,89 zł', '123456789 PLN'],
  ])('reads %j', (text, expected) => expect(money(text)).toBe(expected));

  it('takes the currency of the row first, then the cell, the header, the default', () => {
    expect(money('5', { stated: 'EUR' })).toBe('500 EUR');
    expect(money('$5', { stated: 'CAD' })).toBe('500 CAD');
    expect(money('$5', { fallback: 'AUD' })).toBe('500 AUD');
    expect(money('€5', { fallback: 'AUD' })).toBe('500 EUR');
    expect(money('€5', { stated: 'USD' })).toBe('"€5" is in EUR, but the currency column says USD. Make them agree');
    expect(moneyHint('Opportunity Amount USD')).toEqual({ currency: 'USD', scale: 1 });
    expect(moneyHint('Umsatz (Mio. €)')).toEqual({ currency: 'EUR', scale: 1e6 });
    expect(moneyHint('Revenue in kEUR')).toEqual({ currency: 'EUR', scale: 1000 });
    expect(moneyHint('All amounts')).toEqual({ currency: null, scale: 1 });
  });
  it.each(['twelve', '5 apples', 'EUR', '5 EUR USD'])('refuses %j', (text) => expect(money(text)).toMatch(/is not an amount/));
  it('refuses what minor units cannot hold exactly', () => expect(money('999999999999999999')).toMatch(/too large/));
  it('is exact for every amount', () => {
    fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.constantFrom('EUR', 'JPY', 'KWD'), (minor, currency) => {
      const places = { EUR: 2, JPY: 0, KWD: 3 }[currency] ?? 2;
      const digits = String(Math.abs(minor)).padStart(places + 1, '0');
      const text = `${minor < 0 ? '-' : ''}${places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits}`;
      expect(money(`${text} ${currency}`, { decimal: '.' })).toBe(`${minor} ${currency}`);
    }));
    expect(toMinorUnits({ digits: -1005n, places: 3 }, 'USD')).toBe(-101);
    expect(currencyOf('kr', 'NOK')?.code).toBe('NOK');
  });
});

it('reads percentages as the column has them', () => {
  expect(readPercent('12,5 %', 'fraction', null)).toEqual({ value: 0.125 });
  expect(readPercent('12', 'percent', null)).toEqual({ value: 0.12 });
  expect(readPercent('0.12', 'fraction', null)).toEqual({ value: 0.12 });
  expect(readPercent('a lot', 'percent', null)).toEqual({ error: '"a lot" is not a percentage' });
});

it('knows empty words from answers', () => {
  expect(['-', 'n/a', 'NULL', 'Select', '-None-', '0000-00-00'].every((word) => isEmptyWord(word, true))).toBe(true);
  expect(['None', 'Unknown', 'NA', 'Selecta', '0'].some((word) => isEmptyWord(word, true))).toBe(false);
  expect(isEmptyWord('NA', false)).toBe(true);
  expect(['Yes', 'WAHR', '0', 'maybe'].map(readBoolean)).toEqual([true, true, false, null]);
});
