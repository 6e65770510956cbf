import { expectAccessible } from './accessible';
import { DEALS, ownDeal } from './deal-actions';
import { expect, test } from './fixtures';

test('deals are selected by key and moved together, with undo', async ({ as }) => {
  const page = await as('rep');
  const mark = `E2E bulk ${Date.now()}`;
  for (const name of [`${mark} 1`, `${mark} 2`]) await ownDeal(page, { name });
  await page.goto(`${DEALS}?q=${encodeURIComponent(mark)}&sort=name&dir=asc`);
  await expect(async () => {
    await page.keyboard.press('j');
    await expect(page.getByRole('row', { name: `${mark} 1` })).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press('x');
  await page.getByRole('checkbox', { name: `Select ${mark} 2` }).click({ modifiers: ['Shift'] });
  const bar = page.getByRole('region', { name: 'Selected deals' });
  await expect(bar.getByText('2 deals selected')).toBeVisible();
  await expectAccessible(page, 'selection');
  await bar.getByRole('button', { name: 'Move the selected deals' }).click();
  const stage = (await page.getByRole('menuitem').nth(1).textContent())!;
  await page.getByRole('menuitem').nth(1).click();
  await expect(page.getByText(`2 deals moved to ${stage}`)).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: stage })).toHaveCount(2);
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('2 deals put back')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: stage })).toHaveCount(0);
});

test('a view is saved under a name, opened, and removed', async ({ as }) => {
  const page = await as('rep');
  const name = `E2E view ${Date.now()}`;
  await page.goto(`${DEALS}?attention=1&columns=amount,owner`);
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Save as a view…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as a view' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Save view' }).click();
  await expect(page.getByRole('button', { name: `View ${name}` })).toBeVisible();
  await page.goto(DEALS);
  await page.getByRole('button', { name: 'View All open' }).click();
  await page.getByRole('menuitemradio', { name }).click();
  await expect(page).toHaveURL(/attention=1.*columns=amount(%2C|,)owner/);
  await expect(page.getByRole('columnheader', { name: 'Stage' })).toBeHidden();
  await page.getByRole('button', { name: `View ${name}` }).click();
  await page.getByRole('menuitem', { name: `Remove "${name}"` }).click();
  await expect(page.getByRole('button', { name: 'Views', exact: true })).toBeVisible();
});

test('Ctrl K finds a deal, acts on it and goes places; ? shows the keys', async ({ as }) => {
  const page = await as('rep');
  const name = `E2E palette ${Date.now()}`;
  const id = await ownDeal(page, { name });
  await page.goto(`/w/sample`);
  const palette = page.getByRole('dialog', { name: 'Search and commands' });
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(palette).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await palette.getByRole('combobox').fill(name);
  await palette.getByRole('option', { name }).waitFor();
  await expectAccessible(page, 'palette');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(id));
  await page.keyboard.press('Control+k');
  await palette.getByRole('option', { name: /^Move to/ }).last().click();
  await expect(page.getByRole('status').getByText(`${name} moved to`)).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeHidden();
});

test('J and K walk through the list with the panel open, and Back leads to it', async ({ as }) => {
  const page = await as('rep');
  const mark = `E2E walk ${Date.now()}`;
  for (const name of [`${mark} 1`, `${mark} 2`]) await ownDeal(page, { name });
  await page.goto(`${DEALS}?q=${encodeURIComponent(mark)}&sort=name&dir=asc`);
  await expect(async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('o');
    await expect(page.getByRole('dialog', { name: `${mark} 1` })).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await page.keyboard.press('j');
  await expect(page.getByRole('dialog', { name: `${mark} 2` })).toBeVisible();
  await page.keyboard.press('k');
  await expect(page.getByRole('dialog', { name: `${mark} 1` })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page).toHaveURL(/q=E2E/);
});
