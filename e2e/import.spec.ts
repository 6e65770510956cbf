/** Getting deals in: columns settled, a trial, the import, its errors, undo; and cells that mean harm. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { SAMPLE_SIGN_INS } from '../lib/sample/sign-ins';
import { expect, test } from './fixtures';

const SCRIPT = '<script>window.ran = true</script>';
const IMAGE = '<img src=x onerror="window.ran = true">';
const FORMULA = '=HYPERLINK("http://127.0.0.1/x";"open")';

/** Whose the deals are: the manager who imports them. */
const MANAGER = SAMPLE_SIGN_INS.find(({ role }) => role === 'manager')!.name;

/** Some fifty columns as a German CRM writes them: semicolons, Windows-1252, decimal commas; row 4 cannot be read. */
function germanFile(mark: string): Buffer {
  const more = Array.from({ length: 42 }, (_, i) => `Zusatzfeld ${i + 1}`);
  const row = (name: string, amount: string, closes: string, stage: string) =>
    [name, 'Müller GmbH', amount, closes, '05.01.2026', stage, `K-${mark}-${name}`, 'Messe', MANAGER, ...more.map((_, i) => (i === 0 ? IMAGE : ''))].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';');
  const lines = [
    ['Verkaufschance', 'Kunde', 'Betrag', 'Abschlussdatum', 'Erstellt am', 'Phase', 'Externe ID', 'Lead-Quelle', 'Besitzer', ...more].join(';'),
    row(`Rahmenvertrag ${mark}`, '1.234,50 €', '31.12.2026', 'Angebot'),
    row(`${SCRIPT} ${mark}`, '12.000,00 €', '15.12.26', 'Verhandlung'),
    row(`Defekt ${mark}`, 'viel', '31.02.2026', 'Angebot'),
    row(`${FORMULA} ${mark}`, '8500', '2026-11-30', 'Rechtsprüfung'),
  ];
  return Buffer.from(lines.join('\r\n').replaceAll('€', '\x80'), 'latin1');
}

async function choose(page: Page, name: string, buffer: Buffer, mimeType = 'text/csv') {
  await page.goto('/w/sample/import');
  const button = page.getByRole('button', { name: 'Choose a file' });
  await expect(async () => {
    await button.focus();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser', { timeout: 2_000 }), page.keyboard.press('Enter')]);
    await chooser.setFiles({ name, mimeType, buffer });
  }).toPass();
}

const accessible = async (page: Page) => expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
const nothingRan = async (page: Page) => expect(await page.evaluate(() => 'ran' in window)).toBe(false);
const count = (page: Page, label: string) => page.locator('dt', { hasText: label }).locator('xpath=following-sibling::dd[1]');

test('a messy file is settled, tried, imported and taken back', async ({ as }) => {
  test.setTimeout(120_000);
  const page = await as('manager');
  const mark = Date.now().toString(36);
  await choose(page, 'verkaufschancen.csv', germanFile(mark));
  await page.waitForURL(/\/import\/[0-9a-f-]{36}$/);

  await expect(page.getByRole('combobox', { name: 'Field for Betrag' })).toHaveValue('amount');
  await expect(page.getByRole('combobox', { name: 'Field for Abschlussdatum' })).toHaveValue('closedAt');
  await expect(page.getByText(/42 columns that are no field/)).toBeVisible();
  await expect(page.getByText('Of the first 4 rows 3 can be read, 1 would be left out.').first()).toBeVisible();
  await accessible(page);

  // "Rechtsprüfung" is a stage of this file only: it stands for one of ours, and the answer stays in sight.
  const stage = page.getByRole('combobox', { name: /Rechtsprüfung/ });
  await stage.selectOption({ label: 'Proposal' });
  await expect(page.getByText('What you decided about this file')).toBeVisible();
  await expect(stage).toHaveValue('is:Proposal');
  // A column given up stays given up after the trial.
  await page.getByRole('combobox', { name: 'Field for Lead-Quelle' }).selectOption({ label: 'Keep as it is' });

  await page.getByRole('button', { name: 'Try without changes' }).click();
  await expect(page.getByText('A trial: nothing was changed')).toBeVisible({ timeout: 30_000 });
  await expect(count(page, 'Would be created')).toHaveText('3');
  const errors = page.getByRole('region', { name: 'Reasons by row' });
  await expect(errors.getByRole('row').filter({ hasText: 'Betrag' })).toContainText('4');
  await expect(errors).toContainText('31.02.2026');
  await expect(page.getByRole('combobox', { name: 'Field for Lead-Quelle' })).toHaveValue('');
  await expect(stage).toHaveValue('is:Proposal');

  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('The import is done')).toBeVisible({ timeout: 30_000 });
  await expect(count(page, 'Created')).toHaveText('3');
  await accessible(page);
  await nothingRan(page);

  const address = page.url();
  await page.goto(`/w/sample/deals?q=${mark}`);
  await expect(page.getByText(`${SCRIPT} ${mark}`).first()).toBeVisible();
  await expect(page.getByText(`${FORMULA} ${mark}`).first()).toBeVisible();
  await nothingRan(page);
  await page.getByRole('link', { name: `${SCRIPT} ${mark}` }).first().click();
  await page.waitForLoadState();
  await nothingRan(page);

  // What leaves for a spreadsheet cannot run there.
  const csv = await (await page.request.get('/api/v1/exports/deals?workspace=sample')).text();
  expect(csv).toContain(mark);
  expect(csv).not.toMatch(/(^|,|")=HYPERLINK/m);

  await page.goto(address);
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await page.getByRole('button', { name: 'Undo the import' }).click();
  await expect(page.getByText('The import was taken back')).toBeVisible({ timeout: 30_000 });
  await page.goto(`/w/sample/deals?q=${mark}`);
  await expect(page.getByText(mark, { exact: false }).and(page.getByRole('link'))).toHaveCount(0);
});

test('what cannot be imported is said in a sentence', async ({ as }) => {
  const page = await as('manager');
  await choose(page, 'logo.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), 'image/png');
  await expect(page.getByRole('alert').filter({ hasText: 'The file was not taken' })).toContainText('This is a picture');
  await accessible(page);

  await choose(page, 'header.csv', Buffer.from('Deal name,Stage,Amount\n'));
  await page.waitForURL(/\/import\/[0-9a-f-]{36}$/);
  await expect(page.getByText('The file has a header and no rows under it.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();

  await choose(page, 'companies.csv', Buffer.from('Company,Industry,Employees,Website\nAcme,Retail,12,acme.test\n'));
  await page.waitForURL(/\/import\/[0-9a-f-]{36}$/);
  await page.getByRole('button', { name: 'Read as accounts' }).click();
  await expect(page.getByRole('combobox', { name: 'Field for Employees' })).toHaveValue('employees');
});

test('a date that can be two is asked about, not guessed', async ({ as }) => {
  const page = await as('manager');
  await choose(page, 'dates.csv', Buffer.from('Deal name;Created date;Amount\nOne;03/04/2026;1,5\nTwo;05/06/2026;2\nThree;2026-13-01;x\n'));
  await page.waitForURL(/\/import\/[0-9a-f-]{36}$/);
  const order = page.getByRole('combobox', { name: /Is the day or the month first in "03\/04\/2026/ });
  await expect(order).toHaveValue('');
  const rows = page.getByRole('region', { name: 'The first rows' });
  await expect(rows).toContainText('"03/04/2026" can be 3 April 2026 or 4 March 2026: choose the date order');
  await order.selectOption({ label: 'Day, month, year' });
  await expect(rows.getByRole('row', { name: /^2/ })).toContainText(/3 Apr(il)? 2026|2026-04-03/);
  await expect(rows.getByRole('row', { name: /^4/ })).toContainText('left out');
  await expect(rows.getByRole('row', { name: /^4/ })).toContainText('"2026-13-01" is not a date that exists');
});
