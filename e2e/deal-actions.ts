/** What the journeys around deals have in common: a deal of one's own, made without clicking, and the advice on it. */
import type { Page } from '@playwright/test';
import { expect } from './fixtures';

export const DEALS = '/w/sample/deals';

/** REST in the name of the person whose page it is. */
export async function rest<T>(page: Page, method: 'get' | 'post' | 'put', path: string, data?: object): Promise<T> {
  // The page's own address as Origin: a cookie without it is refused.
  if (!page.url().startsWith('http')) await page.goto(DEALS);
  const { origin } = new URL(page.url());
  const answer = await page.request[method](`/api/v1${path}`, { headers: { 'x-winloop-workspace': 'sample', origin }, ...(data ? { data } : {}) });
  expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
  return (await answer.json()) as T;
}

/** A fresh open deal of the person whose page it is; gives its id. */
export const ownDeal = async (page: Page, deal: { name: string } & Record<string, unknown>): Promise<string> =>
  (await rest<{ id: string }>(page, 'post', '/deals', { amount: 48_200, ...deal })).id;

/** Opens the deal, asks for advice as a person would, and waits for it. */
export async function withAdvice(page: Page, dealId: string): Promise<void> {
  await page.goto(`${DEALS}/${dealId}`);
  await page.getByRole('button', { name: 'Get advice' }).click();
  await expect(page.getByRole('article').first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('button', { name: 'Look again' })).toBeVisible({ timeout: 30_000 });
}
