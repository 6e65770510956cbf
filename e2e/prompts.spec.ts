/** A prompt from a new version to production and back, by who may; read by who may read; not there for the others. */
import { expect, test } from './fixtures';
import { expectAccessible } from './accessible';

test('an operator makes a version, sees what differs, puts it in production with a reason, and rolls it back', async ({ as }) => {
  const page = await as('operator');
  await page.goto('/w/sample/prompts');
  await page.getByRole('link', { name: 'Advise on a deal' }).click();
  await expect(page.getByRole('heading', { name: 'Advise on a deal' })).toBeVisible();
  await page.getByRole('link', { name: 'New version' }).click();

  const mark = `Begin with what changed last week (${Date.now()}).`;
  const instructions = page.getByRole('textbox', { name: 'Instructions' });
  const present = await instructions.inputValue();
  await instructions.fill(`${present}\n${mark}`);
  const request = page.getByRole('textbox', { name: 'Request' });
  const asked = await request.inputValue();
  await request.fill('No data at all');
  await expect(page.getByText('{{context}} is missing')).toBeVisible();
  await request.fill(asked);
  await page.getByRole('textbox', { name: 'Why' }).fill('People ask what is new first.');
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  await expect(page.getByText('Nothing uses it until')).toBeVisible();
  const heading = page.getByRole('heading', { name: /^Version \d+$/ });
  await expect(heading).toBeVisible();
  const version = (await heading.textContent())!;
  await expect(page.getByText('People ask what is new first.')).toBeVisible();
  await expectAccessible(page, 'a version of a prompt');

  await page.getByRole('button', { name: 'Put in production' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(mark)).toBeVisible();
  const put = dialog.getByRole('button', { name: `Put ${version.toLowerCase()} in production` });
  await put.click();
  await expect(dialog.getByText('Say why the version in production changes.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Why' }).fill('To try it');
  await expectAccessible(page, 'the question before production');
  await put.click();
  await expect(page.getByRole('heading', { name: `${version}, in production` })).toBeVisible();

  await page.getByRole('button', { name: /^Roll back to version/ }).click();
  await expect(page.getByRole('heading', { name: version, exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'History' }).click();
  await expect(page.getByText('To try it')).toBeVisible();
  await expect(page.getByText(`Rolled back from ${version.toLowerCase()}`)).toBeVisible();
});

test('a manager reads prompts and changes none; a rep does not find them', async ({ as }) => {
  const manager = await as('manager');
  await manager.goto('/w/sample/prompts/analyse_deal');
  await expect(manager.getByRole('heading', { name: 'Advise on a deal' })).toBeVisible();
  await expect(manager.getByText('No language model has a key')).toBeVisible();
  await expect(manager.getByRole('link', { name: 'New version' })).toHaveCount(0);
  await manager.getByRole('link', { name: 'Improvements' }).click();
  await expect(manager.getByText('Nothing goes live by itself')).toBeVisible();
  await expect(manager.getByRole('button', { name: 'Look for improvements now' })).toHaveCount(0);
  await expectAccessible(manager, 'improvements of a prompt, read only');
  await manager.goto('/w/sample/prompts/analyse_deal/new');
  await expect(manager.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible();

  const rep = await as('rep');
  await rep.goto('/w/sample/prompts');
  await expect(rep.getByRole('heading', { name: 'Prompts' })).toHaveCount(0);
  await rep.goto('/w/sample');
  await expect(rep.getByRole('link', { name: 'Prompts' })).toHaveCount(0);
});
