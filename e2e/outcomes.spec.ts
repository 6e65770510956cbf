import type { DealInsights } from '../lib/insights/schema';
import { ownDeal, rest, withAdvice } from './deal-actions';
import { expect, test } from './fixtures';

const day = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString();

test('advice is seen, acted on, held against how the deal ends, and open again when the deal is', async ({ as }) => {
  const page = await as('rep');
  // Open for long, nothing said, nobody known: several conditions hold.
  const deal = await ownDeal(page, { name: 'E2E outcome', openedAt: day(-120), expectedCloseAt: day(30) });
  const told = page.waitForResponse((response) => response.url().endsWith('/insights/signals') && response.ok());
  await withAdvice(page, deal);
  await told;
  const read = async () => (await rest<DealInsights>(page, 'get', `/deals/${deal}/insights`)).data;
  const first = page.getByRole('article').first();
  const [insight] = await read();
  await expect.poll(async () => (await read()).find((one) => one.id === insight!.id)?.shownAt).toBeTruthy();

  await first.getByRole('button', { name: 'Helpful', exact: true }).click();
  const acting = page.getByRole('article').filter({ has: page.getByRole('button', { name: /^I did this/ }) }).first();
  await acting.getByRole('button', { name: /^I did this/ }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/^You did:/).first()).toBeVisible();
  await expect(page.getByText('acted within the hour').first()).toBeVisible();

  await page.getByRole('button', { name: 'Close as lost' }).click();
  const close = page.getByRole('dialog', { name: 'Close as lost' });
  await close.getByLabel('Why was it lost?').fill('They chose nobody');
  await close.getByRole('button', { name: 'Close as lost' }).click();

  const said = page.getByRole('region', { name: 'What we said' });
  await expect(said).toBeVisible();
  await expect(said.getByText(/it was lost on/).first()).toBeVisible();
  await expect(page.getByRole('region', { name: /^Lost on/ }).getByText(/days? earlier than expected/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Lost: what did we miss?' })).toBeVisible();
  expect((await read()).filter((one) => one.shownAt !== null && one.resolution === 'pending')).toEqual([]);

  await page.getByRole('button', { name: /Open the deal again/ }).click();
  await page.getByRole('menuitem').first().click();
  await expect(said).toBeHidden();
  await expect.poll(async () => (await read()).every((one) => one.resolution === 'pending')).toBe(true);
});
