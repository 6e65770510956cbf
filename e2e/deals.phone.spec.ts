import AxeBuilder from '@axe-core/playwright';
import { DEALS, ownDeal, withAdvice } from './deal-actions';
import { expect, test } from './fixtures';

test('on a phone: cards, evidence in place, nothing wider than the screen', async ({ as }) => {
  const page = await as('rep');
  const fits = async () => expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  const deal = await ownDeal(page, { name: 'E2E phone' });
  await page.goto(DEALS);
  await fits();
  const card = page.locator('tbody tr').first();
  expect((await card.boundingBox())!.height).toBeGreaterThan(80);

  await withAdvice(page, deal);
  await fits();
  const insight = page.getByRole('article').first();
  await insight.getByRole('list', { name: 'Evidence' }).getByRole('button').first().tap();
  await expect(insight.getByRole('list', { name: /^Evidence for/ }).getByRole('listitem').first()).toBeFocused();
  await fits();
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
});
