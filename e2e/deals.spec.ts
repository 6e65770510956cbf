import { expectAccessible } from './accessible';
import { DEALS, ownDeal, withAdvice } from './deal-actions';
import { expect, test } from './fixtures';

test('the list says what is true, and its filters live in the address', async ({ as }) => {
  const page = await as('admin');
  await page.goto(DEALS);
  await expect(page.getByText(/^[\d,]+ open, .*attention$/)).toBeVisible();
  await page.getByRole('link', { name: /^Needs attention/ }).click();
  await expect(page).toHaveURL(/attention=1/);
  await expect(page.getByRole('link', { name: 'Remove filter Only: needing attention' })).toBeVisible();
  await page.getByRole('columnheader', { name: 'Amount' }).getByRole('link').click();
  await expect(page).toHaveURL(/attention=1.*sort=amount/);
  await expect(page.getByRole('columnheader', { name: 'Amount' })).toHaveAttribute('aria-sort', 'descending');
  await page.goBack();
  await expect(page).not.toHaveURL(/sort=/);
  await page.getByRole('link', { name: 'Clear all' }).click();
  await expect(page).toHaveURL(new RegExp(`${DEALS}$`));
});

test('nothing that matches says so and leads back', async ({ as }) => {
  const page = await as('rep');
  await page.goto(`${DEALS}?q=no%20such%20deal%20anywhere`);
  await expect(page.getByText('No deal matches these filters')).toBeVisible();
  await page.getByRole('link', { name: 'Clear filters' }).click();
  await expect(page.getByRole('table', { name: 'Deals' })).toBeVisible();
});

test('a new deal is asked for what is missing, then made, scored and opened', async ({ as }) => {
  const page = await as('rep');
  await page.goto(DEALS);
  await page.getByRole('link', { name: 'New deal' }).click();
  const dialog = page.getByRole('dialog', { name: 'New deal' });
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await dialog.getByRole('button', { name: 'Create deal' }).click();
  await expect(dialog.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.getByText('Please fill this in')).toBeVisible();
  await dialog.getByLabel('Name').fill('E2E made by hand');
  await dialog.getByLabel('Account').fill('E2E Account');
  await dialog.getByLabel('Amount').fill('1250.50');
  await dialog.getByRole('button', { name: 'Create deal' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'E2E made by hand' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Chance to win' })).toContainText('%');
  await expect(page.getByRole('link', { name: 'E2E Account' })).toBeVisible();
});

test('a click opens the panel, Back closes it, and it leads to the page', async ({ as }) => {
  const page = await as('rep');
  await ownDeal(page, { name: 'E2E panel' });
  await page.goto(`${DEALS}?q=${encodeURIComponent('E2E panel')}`);
  await page.getByRole('row', { name: /E2E panel/ }).first().getByRole('cell').first().click();
  const panel = page.getByRole('dialog', { name: 'E2E panel' });
  await expect(panel.getByRole('region', { name: 'Chance to win' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(page).not.toHaveURL(/deal=/);
  await page.goBack();
  await expect(panel).toBeVisible();
  await panel.getByRole('link', { name: 'Open full page' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'E2E panel' })).toBeVisible();
});

test('a deal moves with undo, is edited, closed with a reason, and opened again', async ({ as }) => {
  const page = await as('rep');
  const deal = await ownDeal(page, { name: 'E2E course' });
  await page.goto(`${DEALS}/${deal}`);
  const stages = page.getByRole('list', { name: 'Stages' });
  const begun = await stages.locator('[aria-current=step]').textContent();
  await stages.getByRole('button', { name: /^Move to/ }).last().click();
  await expect(page.getByRole('status').getByText(/^Moved to/)).toBeVisible();
  await expect(stages.locator('[aria-current=step]')).not.toHaveText(begun!);
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).first().click();
  await expect(stages.locator('[aria-current=step]')).toHaveText(begun!);

  await page.getByRole('button', { name: 'Edit' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit deal' });
  await edit.getByLabel('Amount').fill('60000');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('60,000')).toBeVisible();

  await page.getByRole('button', { name: 'Close as lost' }).click();
  const close = page.getByRole('dialog', { name: 'Close as lost' });
  await close.getByRole('button', { name: 'Close as lost' }).click();
  await expect(close.getByText('Please fill this in')).toBeVisible();
  await close.getByLabel('Why was it lost?').fill('Chose a cheaper one');
  await close.getByRole('button', { name: 'Close as lost' }).click();
  await expect(page.getByText('Chose a cheaper one')).toBeVisible();
  await expect(page.getByRole('button', { name: /Get advice|Look again/ })).toBeHidden();

  await page.getByRole('button', { name: /Open the deal again/ }).click();
  await page.getByRole('menuitem').first().click();
  await expect(page.getByRole('button', { name: 'Get advice' })).toBeVisible();
});

test('a note is kept, and counts at once', async ({ as }) => {
  const page = await as('rep');
  const deal = await ownDeal(page, { name: 'E2E note' });
  await page.goto(`${DEALS}/${deal}?tab=notes`);
  await page.getByLabel('Add a note').fill('Budget is approved for June');
  await page.getByLabel('Add a note').press('Control+Enter');
  await expect(page.getByRole('listitem').filter({ hasText: 'Budget is approved for June' })).toBeVisible();
  await page.getByRole('link', { name: 'Timeline' }).click();
  await expect(page.getByRole('list', { name: /What happened/ })).toContainText('Budget is approved for June');
});

test('someone else’s deal is not there', async ({ as }) => {
  const admin = await as('admin');
  const deal = await ownDeal(admin, { name: 'E2E of the admin' });
  const rep = await as('rep');
  expect((await rep.goto(`${DEALS}/${deal}`))?.status()).toBe(404);
  await rep.goto(`${DEALS}?deal=${deal}`);
  await expect(rep.getByRole('dialog')).toBeHidden();
});

test('the list and what opens over it are accessible in light and dark', async ({ as }) => {
  const page = await as('rep');
  const deal = await ownDeal(page, { name: 'E2E axe' });
  await page.goto(DEALS);
  await expectAccessible(page, 'list');
  for (const dialog of [`deal=${deal}`, 'new=1']) {
    await page.goto(`${DEALS}?${dialog}`);
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page, dialog);
  }
});

test('the page of a deal is accessible in light and dark', async ({ as }) => {
  const page = await as('rep');
  const deal = await ownDeal(page, { name: 'E2E axe page' });
  await withAdvice(page, deal);
  await page.getByRole('button', { name: 'Score over time' }).or(page.getByText('How good are we?')).first().click();
  await expectAccessible(page, 'deal');
  for (const tab of ['similar', 'timeline', 'notes']) {
    await page.goto(`${DEALS}/${deal}?tab=${tab}`);
    await expectAccessible(page, tab);
  }
});
