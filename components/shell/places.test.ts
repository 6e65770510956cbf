import { describe, expect, it } from 'vitest';
import { bottomBar, isCurrent, navigation, type PlaceKey } from './places';

const all = new Set<PlaceKey>(['home', 'deals', 'leads', 'inbox', 'accounts', 'contacts', 'learning', 'models', 'training', 'experiments', 'plans', 'prompts', 'import', 'jobs', 'audit', 'settings']);

describe('navigation', () => {
  it('shows only what is allowed, and no heading over nothing', () => {
    const sections = navigation('acme', new Set<PlaceKey>(['settings', 'deals', 'home']));
    expect(sections.map(({ label, items }) => [label, items.map(({ href }) => href)])).toEqual([
      [null, ['/w/acme', '/w/acme/deals']],
      [null, ['/w/acme/settings']],
    ]);
  });

  it('counts what waits, and says nothing of zero', () => {
    const items = navigation('acme', all, { deals: 3, jobs: 0 }).flatMap((section) => section.items);
    expect(items.find(({ key }) => key === 'deals')?.count).toBe(3);
    expect(items.find(({ key }) => key === 'jobs')?.count).toBeNull();
  });

  it('gives the phone four places and the sheet the rest, losing none', () => {
    const { bar, rest } = bottomBar(navigation('acme', all));
    expect(bar.map(({ key }) => key)).toEqual(['home', 'deals', 'leads', 'inbox']);
    expect(new Set([...bar, ...rest].map(({ key }) => key))).toEqual(all);
  });
});

it('knows where one is', () => {
  expect(isCurrent('/w/acme/deals/42', '/w/acme/deals')).toBe(true);
  expect(isCurrent('/w/acme/deals-archive', '/w/acme/deals')).toBe(false);
  expect(isCurrent('/w/acme/deals', '/w/acme')).toBe(false);
  expect(isCurrent('/w/acme', '/w/acme')).toBe(true);
});
