import { expect, it } from 'vitest';
import { byDay } from './days';

const at = (createdAt: string) => ({ createdAt });

it('days are the reader’s, not the machine’s', () => {
  const items = ['2026-11-24T23:30:00Z', '2026-11-24T10:00:00Z', '2026-11-23T23:30:00Z', '2026-11-20T12:00:00Z'].map(at);
  const days = (timeZone: string) => byDay(items, '2026-11-24T23:45:00Z', { locale: 'en-IE', timeZone }).map(({ day, items: of }) => [day, of.length]);
  expect(days('UTC')).toEqual([['Today', 2], ['Yesterday', 1], ['20 Nov 2026', 1]]);
  expect(days('Europe/Berlin')).toEqual([['Today', 1], ['Yesterday', 2], ['20 Nov 2026', 1]]);
});
