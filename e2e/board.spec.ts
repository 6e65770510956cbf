import { expectAccessible } from './accessible';
import { DEALS, ownDeal } from './deal-actions';
import { expect, test } from './fixtures';

test('a deal is moved on the board by keyboard, by menu and by hand, and back', async ({ as }) => {
  const page = await as('rep');
  const name = `E2E board ${Date.now()}`;
  await ownDeal(page, { name });
  await page.goto(`${DEALS}?view=board&q=${encodeURIComponent(name)}`);
  const board = page.getByRole('group', { name: 'Deals by stage' });
  const card = board.getByRole('article', { name });
  const lane = (stage: string) => board.getByRole('region', { name: stage, exact: true });
  const stages = await board.getByRole('region').evaluateAll((lanes) => lanes.map((one) => one.getAttribute('aria-label')!));
  const [first, second] = stages as [string, string];
  await expect(lane(first).getByRole('article', { name })).toBeVisible();

  await expect(async () => {
    await page.keyboard.press('j');
    await expect(card).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(lane(second).getByRole('article', { name })).toBeFocused();
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(lane(first).getByRole('article', { name })).toBeVisible();

  // A card that is drawn anew under the pointer, because the answer to Undo has just come, is no longer held: one tries again.
  await expect(async () => {
    await card.dragTo(lane(second), { timeout: 10_000 });
    await expect(lane(second).getByRole('article', { name })).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await expect(page.getByRole('status').getByText(`${name} moved to ${second}`).first()).toBeVisible();

  // The answer to the move draws the card anew and closes a menu that was just opened: one opens it again.
  await expect(async () => {
    await card.getByRole('button', { name: `Move ${name} to` }).click({ timeout: 5_000 });
    await page.getByRole('menuitem', { name: 'Close as lost' }).click({ timeout: 3_000 });
  }).toPass();
  const close = page.getByRole('dialog', { name: 'Close as lost' });
  await close.getByLabel('Why was it lost?').fill('Chose a cheaper one');
  await close.getByRole('button', { name: 'Close as lost' }).click();
  await expect(card).toBeHidden();
});

test('board and forecast are accessible, and a month opens its deals', async ({ as }) => {
  const page = await as('manager');
  await page.goto(`${DEALS}?view=board&attention=1`);
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
