import type { Locator, Page } from '@playwright/test';
import type { DealInsights } from '../lib/insights/schema';
import { DEALS, ownDeal, rest, withAdvice } from './deal-actions';
import { expect, test } from './fixtures';

const first = (page: Page) => page.getByRole('article').first();
const answersOf = async (page: Page, dealId: string) => (await rest<DealInsights>(page, 'get', `/deals/${dealId}/insights`)).data.map((insight) => insight.answer?.kind ?? null);

test('a rep gets advice, opens its evidence, answers, and finds the answer again', async ({ as }) => {
  const page = await as('rep');
  const deal = await ownDeal(page, { name: 'E2E advice' });
  await withAdvice(page, deal);

  await first(page).getByRole('list', { name: 'Evidence' }).getByRole('button').first().click();
  const evidence = page.getByRole('complementary', { name: 'What is known of this deal' }).getByRole('list', { name: /^Evidence for/ });
  await expect(evidence.getByRole('listitem').first()).toBeFocused();
  expect(new URL(page.url()).searchParams.get('insight'), 'the address can be sent to a colleague').toBeTruthy();

  const helpful = first(page).getByRole('button', { name: 'Helpful', exact: true });
  const incorrect = first(page).getByRole('button', { name: 'Incorrect' });
  const stored = page.waitForResponse((response) => response.url().includes('/feedback') && response.ok());
  await helpful.click();
  await expect(helpful).toHaveAttribute('aria-pressed', 'true');
  await stored;
  await page.reload();
  await expect(helpful).toHaveAttribute('aria-pressed', 'true');
  await expect(evidence.getByRole('listitem').first()).toBeVisible();

  await incorrect.click();
  await expect(incorrect).toHaveAttribute('aria-pressed', 'true');
  await expect(helpful).toHaveAttribute('aria-pressed', 'false');
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(helpful).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(async () => (await answersOf(page, deal))[0]).toBe('helpful');
});

test('a double click is one answer', async ({ as }) => {
  const page = await as('rep');
  const deal = await ownDeal(page, { name: 'E2E double click' });
  await withAdvice(page, deal);
  let sent = 0;
  page.on('request', (request) => { if (request.url().includes('/feedback')) sent++; });
  const button = first(page).getByRole('button', { name: 'Not helpful' });
  await button.dblclick();
  await button.click();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(async () => (await answersOf(page, deal))[0]).toBe('not_helpful');
  expect(sent).toBe(1);
});

test('an answer given while the connection is away is stored when it is back', async ({ as }) => {
  const page = await as('rep');
  const deal = await ownDeal(page, { name: 'E2E connection' });
  await withAdvice(page, deal);
  await page.context().setOffline(true);
  await first(page).getByRole('button', { name: 'Helpful', exact: true }).click();
  await expect(first(page).getByRole('button', { name: 'Helpful', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await page.context().setOffline(false);
  await expect.poll(async () => (await answersOf(page, deal))[0], { timeout: 20_000 }).toBe('helpful');
});

test('an answer that the server refuses is taken back on the screen', async ({ as }) => {
  const page = await as('rep');
  await withAdvice(page, await ownDeal(page, { name: 'E2E refused' }));
  await page.route('**/feedback', (route) => route.fulfill({ status: 404, contentType: 'application/problem+json', body: JSON.stringify({ title: 'There is no such insight here.' }) }));
  const helpful = first(page).getByRole('button', { name: 'Helpful', exact: true });
  await helpful.click();
  await expect(page.getByText('Not stored: There is no such insight here.')).toBeVisible();
  await expect(helpful).toHaveAttribute('aria-pressed', 'false');
});

test('what was dismissed folds away, and what was done is noted', async ({ as }) => {
  const page = await as('rep');
  const deal = await ownDeal(page, { name: 'E2E dismiss' });
  await withAdvice(page, deal);
  const title = (await first(page).getByRole('heading').textContent())!;
  await first(page).getByRole('button', { name: 'More answers' }).click();
  await page.getByRole('menuitem', { name: 'Dismiss' }).click();
  await expect(page.getByRole('article', { name: title })).toBeHidden();
  await page.getByRole('button', { name: 'Show dismissed (1)' }).click();
  await expect(page.getByRole('article', { name: title })).toBeVisible();
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: /dismissed/ })).toBeHidden();

  const action = page.getByRole('button', { name: /^I did this/ }).first();
  await action.click();
  const dialog = page.getByRole('dialog', { name: 'I did this' });
  await dialog.getByLabel('Note').fill('They answer on Thursday');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('They answer on Thursday')).toBeVisible();
  await page.reload();
  await expect(page.getByText('They answer on Thursday')).toBeVisible();
});

test('by keyboard alone: from the list to an answer', async ({ as }) => {
  const page = await as('rep');
  const deal = await ownDeal(page, { name: `E2E keyboard ${Date.now()}` });
  await withAdvice(page, deal);
  await page.goto(`${DEALS}?q=${encodeURIComponent('E2E keyboard')}`);
  // Until the page listens, a key is lost: a person presses it again.
  await expect(async () => {
    await page.keyboard.press('j');
    await expect(page.locator('tr:focus')).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/deals\/[0-9a-f-]{36}$/);

  const reach = async (target: Locator) => {
    await expect(target).toBeVisible();
    for (let i = 0; i < 80 && !(await target.evaluate((element) => element === document.activeElement)); i++) await page.keyboard.press('Tab');
    await expect(target).toBeFocused();
    return target;
  };
  const chip = await reach(first(page).getByRole('list', { name: 'Evidence' }).getByRole('button').first());
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-citation]:focus')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(chip).toBeFocused();
  const helpful = await reach(first(page).getByRole('button', { name: 'Helpful', exact: true }));
  await page.keyboard.press('Space');
  await expect(helpful).toHaveAttribute('aria-pressed', 'true');
});

test('what people write never runs and fetches nothing', async ({ as }) => {
  const page = await as('rep');
  const asked: string[] = [];
  page.on('request', (request) => { if (new URL(request.url()).hostname.endsWith('evil.test')) asked.push(request.url()); });
  const hostile = '<img src="https://evil.test/a.png" onerror="window.planted=1"><script>window.planted=1</script>';
  const deal = await ownDeal(page, { name: `E2E ${hostile}`, competitor: '"><svg onload=window.planted=1>' });
  await rest(page, 'post', `/deals/${deal}/notes`, { text: `${hostile}\n![x](https://evil.test/b.png) [click](javascript:window.planted=1) https://evil.test/c` });

  const untouched = async () => {
    expect(await page.evaluate(() => 'planted' in window)).toBe(false);
    expect(asked).toEqual([]);
  };
  await withAdvice(page, deal);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('<script>window.planted=1</script>');
  await untouched();
  for (const tab of ['similar', 'timeline', 'notes']) {
    await page.goto(`${DEALS}/${deal}?tab=${tab}`);
    if (tab !== 'similar') await expect(page.getByText('![x](https://evil.test/b.png)')).toBeVisible();
    await expect(page.locator('main a[href*="evil.test"], main a[href^="javascript:"]')).toHaveCount(0);
    await untouched();
  }
  await page.goto(`${DEALS}?q=E2E&deal=${deal}`);
  await expect(page.getByRole('dialog')).toContainText('<img src=');
  await untouched();
});
