import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { NEEDS_ATTENTION } from '../lib/deals/schema';
import { expect, test } from './fixtures';

const home = '/w/sample';
const headers = { 'x-winloop-workspace': 'sample' };

/** How many open deals need attention, out of how many, as the page's first line says it; zero of them when nothing does. */
async function attentionOf(page: Page): Promise<{ attention: number; open: number }> {
  const line = await page.getByRole('main').locator('header').innerText();
  const counted = /([\d,]+) of ([\d,]+) open deals? needs? attention/.exec(line);
  const number = (text: string | undefined) => Number((text ?? '0').replaceAll(',', ''));
  return counted ? { attention: number(counted[1]), open: number(counted[2]) } : { attention: 0, open: number(/([\d,]+) open deals? (?:is|are) on track/.exec(line)?.[1]) };
}

/** What REST shows the same person, page by page. */
async function openDeals(page: Page): Promise<{ id: string; attention: number; owner: { name: string } | null }[]> {
  const found: { id: string; attention: number; owner: { name: string } | null }[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await page.request.get(`/api/v1/deals?status=open&limit=200${cursor && `&cursor=${cursor}`}`, { headers });
    expect(answer.status()).toBe(200);
    const { data, nextCursor } = (await answer.json()) as { data: typeof found; nextCursor: string | null };
    found.push(...data);
    cursor = nextCursor;
  }
  return found;
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude('nextjs-portal').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 'nothing scrolls sideways').toBe(0);
}

test.describe('Home', () => {
  test('tells a rep first what needs them, over their own deals only', async ({ as }) => {
    const page = await as('rep');
    await page.goto(home);
    const deals = await openDeals(page);
    expect(new Set(deals.map((deal) => deal.owner?.name)).size, 'a rep sees their own').toBe(1);
    const urgent = deals.filter((deal) => deal.attention >= NEEDS_ATTENTION).length;
    expect(urgent, 'the sample has deals that need attention').toBeGreaterThan(0);
    expect(await attentionOf(page)).toEqual({ attention: urgent, open: deals.length });

    // The sentence and the first of the deals are there without scrolling.
    const first = page.getByRole('list', { name: 'Deals that need attention' }).getByRole('link').first();
    await expect(first).toBeInViewport();
    await expectAccessible(page);
    const name = await first.innerText();
    await first.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    expect(deals.map((deal) => deal.id)).toContain(new URL(page.url()).pathname.split('/').at(-1));
  });

  test('shows a manager the team, each row with its owner, and what failed only to those who may see it', async ({ as }) => {
    const [rep, manager] = [await as('rep'), await as('manager')];
    await rep.goto(home);
    await manager.goto(home);
    const team = await openDeals(manager);
    expect(new Set(team.map((deal) => deal.owner?.name)).size).toBeGreaterThan(1);
    expect(await attentionOf(manager)).toEqual({ attention: team.filter((deal) => deal.attention >= NEEDS_ATTENTION).length, open: team.length });
    const row = manager.getByRole('list', { name: 'Deals that need attention' }).getByRole('listitem').first();
    await expect(row).toContainText(new RegExp([...new Set(team.flatMap((deal) => deal.owner?.name ?? []))].join('|')));
    await expect(rep.getByRole('region', { name: 'Failed' })).toHaveCount(0);
    await expectAccessible(manager);
  });

  test('fits a phone', async ({ as }) => {
    const page = await as('rep');
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of [home, `${home}/accounts`, `${home}/contacts`]) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(page);
    }
  });
});

test.describe('Accounts and contacts', () => {
  test('are made, found and put on deals; names are text whatever they hold', async ({ as }) => {
    const page = await as('rep');
    const mark = `${Date.now()}`;
    const planted = `Probe ${mark} <img src=x onerror="window.planted=1">`;

    await page.goto(`${home}/accounts`);
    await page.getByRole('link', { name: 'New account' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByLabel('Name')).toBeFocused();
    await dialog.getByLabel('Website').fill('javascript:alert(1)');
    await dialog.getByLabel('Name').fill(planted);
    await page.keyboard.press('Enter');
    await expect(dialog.getByLabel('Website')).toHaveAccessibleDescription(/acme\.com/);
    await dialog.getByLabel('Website').fill('probe.example');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(planted);
    await expect(page.getByRole('link', { name: /^probe\.example/ })).toHaveAttribute('rel', /noopener/);
    await expectAccessible(page);

    await page.getByRole('link', { name: 'New contact' }).click();
    await expect(dialog.getByLabel('Account')).toHaveValue(planted);
    await dialog.getByLabel('Name').fill(`Dana ${mark}`);
    await dialog.getByLabel('Role in buying').selectOption({ label: 'Economic buyer' });
    await dialog.getByRole('button', { name: 'Create contact' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Dana ${mark}`);

    const choice = page.getByLabel('Put on a deal');
    const dealId = (await choice.locator('option').nth(1).getAttribute('value'))!;
    const dealName = await choice.locator('option').nth(1).innerText();
    await choice.selectOption(dealId);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const linked = page.getByRole('list', { name: 'Deals' }).getByRole('link', { name: dealName, exact: true });
    await expect(linked).toBeVisible();
    const cause = async () => {
      const report = (await (await page.request.get(`/api/v1/deals/${dealId}/score`, { headers })).json()) as { history: { cause: string }[] };
      return report.history.at(-1)?.cause;
    };
    expect(await cause()).toBe('contact added');
    await expectAccessible(page);
    await page.getByRole('button', { name: `Take off ${dealName}` }).click();
    await expect(linked).toHaveCount(0);
    expect(await cause()).toBe('contact removed');

    await page.goto(`${home}/contacts?q=${mark}`);
    await expect(page.getByRole('row')).toHaveCount(2);
    // J to the row, Enter to the record. Until the page listens, a key is lost: a person presses it again.
    await expect(async () => {
      await page.keyboard.press('j');
      await expect(page.locator('tr:focus')).toBeVisible({ timeout: 500 });
    }).toPass();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Dana ${mark}`);
    await page.getByRole('link', { name: 'Edit' }).click();
    await expect(dialog.getByLabel('Name')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    expect(await page.evaluate(() => 'planted' in window)).toBe(false);
  });

  test('that are not there are not found', async ({ as }) => {
    const page = await as('rep');
    for (const id of ['not-an-id', '00000000-0000-4000-8000-000000000000']) {
      for (const place of ['accounts', 'contacts']) expect((await page.goto(`${home}/${place}/${id}`))?.status(), `${place}/${id}`).toBe(404);
    }
  });
});
