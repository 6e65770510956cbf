/** A lead from the first word to the deal that follows, and a file of leads in and out again. */
import { expectAccessible } from './accessible';
import { expect, test } from './fixtures';

const LEADS = '/w/sample/leads';
const headers = { 'x-winloop-workspace': 'sample' };

test('a lead is entered, moved on, put back, and converted into a deal', async ({ as }) => {
  test.setTimeout(90_000);
  const page = await as('rep');
  const mark = Date.now().toString(36);
  const [name, company] = [`Lea Probe ${mark}`, `Probe Works ${mark}`];
  await page.goto(LEADS);
  await expect(page.getByText(/ended leads/).first()).toBeVisible();
  await page.getByRole('link', { name: 'New lead' }).first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Company').fill(company);
  await dialog.getByRole('button', { name: 'Create lead' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page.getByRole('region', { name: 'Chance to convert' })).toBeVisible();
  await expectAccessible(page, 'lead');

  const states = page.getByRole('list', { name: 'States' });
  const stands = (state: string) => expect(states.getByRole('button', { name: state, exact: true })).toHaveAttribute('aria-current', 'step');
  await expect(async () => {
    await states.getByRole('button', { name: 'Mark as working' }).click();
    await expect(page.getByText(`${name} is working now`)).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await stands('Working');
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).first().click();
  await stands('New');
  await page.getByRole('button', { name: 'Disqualify' }).click();
  await expect(page.getByRole('button', { name: 'Open the lead again' })).toBeVisible();
  await page.getByRole('button', { name: 'Open the lead again' }).click();
  await page.getByRole('menuitem', { name: 'Qualified' }).click();
  await stands('Qualified');

  await page.getByRole('button', { name: 'Convert' }).click();
  await expect(dialog.getByLabel('Name of the deal')).toHaveValue(company);
  await expectAccessible(page, 'conversion');
  await dialog.getByRole('button', { name: 'Convert' }).click();
  await expect(page.getByRole('list', { name: 'Deals' }).getByRole('link', { name: company, exact: true })).toBeVisible();
  await expect(page.getByText('Converted', { exact: true }).first()).toBeVisible();
  await page.goto(`${LEADS}?state=converted&q=${mark}`);
  await expect(page.getByRole('row', { name: new RegExp(name) })).toContainText('Converted');
});

test('a file of leads comes in with the columns that are wanted, and is taken back', async ({ as }) => {
  test.setTimeout(120_000);
  const page = await as('manager');
  const mark = Date.now().toString(36);
  const file = ['Lead Number,Full Name,Lead Source,Converted,Visits,Internal Tag', `${mark}1,Ana ${mark},Web,1,12,secret`, `${mark}2,Ben ${mark},Fair,0,Select,secret`].join('\n');
  await page.goto('/w/sample/import?entity=leads');
  await expect(page.getByLabel('What is in the file?')).toHaveValue('leads');
  const button = page.getByRole('button', { name: 'Choose a file' });
  await expect(async () => {
    await button.focus();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser', { timeout: 2_000 }), page.keyboard.press('Enter')]);
    await chooser.setFiles({ name: 'leads.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
  }).toPass();
  await page.waitForURL(/\/import\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('combobox', { name: 'Field for Converted' })).toHaveValue('converted');
  await page.getByRole('combobox', { name: 'Field for Internal Tag' }).selectOption({ label: 'Leave out' });
  await expect(page.getByText('1 left out, the others kept with each record as they are')).toBeVisible();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByText('The import is done')).toBeVisible({ timeout: 30_000 });

  const found = async () => ((await (await page.request.get(`/api/v1/leads?q=${mark}`, { headers })).json()) as { data: { id: string; name: string; state: string; leadAt: string | null }[] }).data;
  const [ben, ana] = await found();
  expect([ana, ben]).toMatchObject([{ state: 'converted', leadAt: null }, { state: 'disqualified', leadAt: null }]);
  const facts = async (id: string) => ((await (await page.request.get(`/api/v1/leads/${id}`, { headers })).json()) as { facts: object }).facts;
  expect([await facts(ana!.id), await facts(ben!.id)]).toEqual([{ Visits: '12' }, {}]);
  await page.getByRole('button', { name: /Undo/ }).first().click();
  await page.getByRole('alertdialog').getByRole('button', { name: /Undo/ }).click();
  await expect(page.getByText('The import was taken back')).toBeVisible({ timeout: 30_000 });
  expect(await found()).toEqual([]);
});

test('a rep sees their own leads and nobody\'s, takes one, and fits a phone', async ({ as, baseURL }) => {
  const [rep, operator] = [await as('rep'), await as('operator')];
  const leads = async (page: typeof rep) => {
    const all: { id: string; owner: { name: string } | null }[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const answer = (await (await page.request.get(`/api/v1/leads?state=all&limit=200${cursor && `&cursor=${cursor}`}`, { headers })).json()) as { data: typeof all; nextCursor: string | null };
      all.push(...answer.data);
      cursor = answer.nextCursor;
    }
    return all;
  };
  const [own, all] = [await leads(rep), await leads(operator)];
  expect(new Set(own.flatMap((lead) => lead.owner?.name ?? [])).size).toBe(1);
  expect(own.filter((lead) => lead.owner === null)).toHaveLength(all.filter((lead) => lead.owner === null).length);
  const hidden = all.find((lead) => !own.some(({ id }) => id === lead.id))!;
  expect((await rep.goto(`${LEADS}/${hidden.id}`))?.status()).toBe(404);

  const free = (await (await operator.request.post('/api/v1/leads', { headers: { ...headers, origin: baseURL! }, data: { name: `Free ${Date.now()}`, ownerId: null } })).json()) as { id: string; name: string };
  await rep.setViewportSize({ width: 390, height: 844 });
  await rep.goto(LEADS);
  await expectAccessible(rep, 'leads on a phone');
  await rep.goto(`${LEADS}/${free.id}`);
  await expect(async () => {
    await rep.getByRole('button', { name: 'Take it' }).click();
    await expect(rep.getByText(`${free.name} is yours`)).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(rep.getByRole('button', { name: 'Take it' })).toHaveCount(0);
});
