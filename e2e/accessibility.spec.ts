/** Every main screen by axe, in light and in dark. What opens inside a screen is looked at where its journey is. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

const SCREENS = {
  'signed out': ['/sign-in', '/forgot', '/invitation/unknown', '/reset/unknown'],
  work: ['', '/deals', '/deals?new=1', '/accounts', '/accounts?new=1', '/contacts', '/contacts?new=1'],
  running: ['/import', '/jobs', '/audit', '/settings/you', '/settings/members', '/settings/teams'],
  settings: ['/settings/keys', '/settings/rules', '/settings/providers', '/settings/workspace'],
} as const;

async function check(page: Page, path: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const found = [(await new AxeBuilder({ page }).analyze()).violations];
  const ink = () => page.evaluate(() => getComputedStyle(document.body).color);
  const light = await ink();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(ink, 'the page follows the system').not.toBe(light);
  // Only colours are others in the dark.
  found.push((await new AxeBuilder({ page }).withRules(['color-contrast']).analyze()).violations);
  expect(found.map((violations) => violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)), path).toEqual([[], []]);
}

for (const [screens, paths] of Object.entries(SCREENS)) {
  test(`accessible in light and dark: ${screens}`, async ({ as, page: nobody }) => {
    const page = screens === 'signed out' ? nobody : await as('admin');
    for (const path of paths) await check(page, screens === 'signed out' ? path : `/w/sample${path}`);
  });
}
