/** What a rep clicks is what a manager sees: the learning page counts what is there, and shows nobody what is not theirs. */
import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible';
import { ownDeal, withAdvice } from './deal-actions';
import { expect, test } from './fixtures';

const LEARNING = '/w/sample/learning?period=30';
const figure = (page: Page, label: string) => page.getByRole('main').locator('dl > div').filter({ has: page.getByRole('term').filter({ hasText: label }) });
/** "1,280 answers" gives 1280; without any there is none. */
const counted = async (page: Page, label: string, of: string): Promise<number> =>
  Number((new RegExp(`([\\d,]+) ${of}`).exec(await figure(page, label).innerText())?.[1] ?? '0').replaceAll(',', ''));

test('a click on Helpful moves the manager\'s page', async ({ as }) => {
  const manager = await as('manager');
  await manager.goto(LEARNING);
  await expect(manager.getByRole('heading', { level: 1 })).toHaveText('Learning');
  const before = await counted(manager, 'Called helpful', 'answers?');

  const rep = await as('rep');
  await withAdvice(rep, await ownDeal(rep, { name: 'E2E learning' }));
  const stored = rep.waitForResponse((response) => response.url().includes('/feedback') && response.ok());
  await rep.getByRole('article').first().getByRole('button', { name: 'Helpful', exact: true }).click();
  await stored;

  await manager.reload();
  await expect.poll(async () => { await manager.reload(); return counted(manager, 'Called helpful', 'answers?'); }).toBe(before + 1);
});

test('filters are in the address, charts have their table, and a rep finds no such page', async ({ as }) => {
  const page = await as('manager');
  await page.goto('/w/sample/learning');
  await page.getByRole('button', { name: 'Period' }).click();
  await page.getByRole('menuitemradio', { name: 'All time' }).click();
  await expect(page).toHaveURL(/period=all/);
  await page.getByRole('button', { name: 'Show as table' }).first().click();
  await expect(page.getByRole('button', { name: 'Show as chart' })).toBeVisible();
  await expectAccessible(page, 'learning');
  const rep = await as('rep');
  expect((await rep.goto('/w/sample/learning'))?.status()).toBe(404);
  await expect(rep.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Learning' })).toHaveCount(0);
});
