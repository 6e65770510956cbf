/** A screen by axe, in light and in dark. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures';

/** Everything in light; in the dark only what is other there: the colours. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const found = [(await new AxeBuilder({ page }).analyze()).violations];
  const ink = () => page.evaluate(() => getComputedStyle(document.body).color);
  const light = await ink();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(ink, 'the page follows the system').not.toBe(light);
  found.push((await new AxeBuilder({ page }).withRules(['color-contrast']).analyze()).violations);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(found.map((violations) => violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)), what).toEqual([[], []]);
}
