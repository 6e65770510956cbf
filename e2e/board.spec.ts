import { expectAccessible } from './accessible';
import { DEALS, ownDeal } from './deal-actions';
import { expect, test } from './fixtures';

test('a deal is moved on the board by keyboard, by menu and by hand, and back', async ({ as }) => {
  const page = await as('rep');
  await ownDeal(page, { name: 'E2E board' });
  await page.goto(`${DEALS}?view=board&q=${encodeURIComponent('E2E board')}`);
  const board = page.getByRole('group', { name: 'Deals by stage' });
  const card = board.getByRole('article', { name: 'E2E board' });
  const lane = (name: string) => board.getByRole('region', { name, exact: true });
  const names = await board.getByRole('region').evaluateAll((lanes) => lanes.map((one) => one.getAttribute('aria-label')!));
  const [first, second] = names as [string, string];
  await expect(lane(first).getByRole('article', { name: 'E2E board' })).toBeVisible();

  await expect(async () => {
    await page.keyboard.press('j');
    await expect(card).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(lane(second).getByRole('article', { name: 'E2E board' })).toBeFocused();
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(lane(first).getByRole('article', { name: 'E2E board' })).toBeVisible();

  await card.dragTo(lane(second));
  await expect(lane(second).getByRole('article', { name: 'E2E board' })).toBeVisible();
  await expect(page.getByRole('status').getByText(`E2E board moved to ${second}`).first()).toBeVisible();

  await card.getByRole('button', { name: 'Move E2E board to' }).click();
  await page.getByRole('menuitem', { name: 'Close as lost' }).click();
  const close = page.getByRole('dialog', { name: 'Close as lost' });
  await close.getByLabel('Why was it lost?').fill('Chose a cheaper one');
  await close.getByRole('button', { name: 'Close as lost' }).click();
  await expect(card).toBeHidden();
});

test('board and forecast are accessible, and a month opens its deals', async ({ as }) => {
  const page = await as('manager');
  await page.goto(`${DEALS}?view=board`);
  await expect(page.getByRole('group', { name: 'Deals by stage' })).toBeVisible();
  await expectAccessible(page, 'board');
  await expect(async () => {
    await page.keyboard.press('3');
    await expect(page).toHaveURL(/view=forecast/, { timeout: 2_000 });
  }).toPass();
  const months = page.getByRole('table', { name: 'Forecast by month' });
  await expect(months).toBeVisible();
  await expectAccessible(page, 'forecast');
  const row = months.getByRole('row').nth(2);
  const deals = (await row.getByRole('cell').first().textContent())!;
  await row.getByRole('link').click();
  await expect(page).toHaveURL(/month=/);
  await expect(page.getByText(new RegExp(`^${deals === '0' ? 'No open' : `${deals} open`}`))).toBeVisible();
});
