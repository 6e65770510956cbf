/** Training data: an operator makes an export, sees it written, and fetches files of which each line is right; others cannot. */
import AxeBuilder from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import { CATALOGUE } from '../lib/training/formats/catalogue';
import { expect, test } from './fixtures';

test('an operator makes an export and downloads what its reader takes', async ({ as }) => {
  const page = await as('operator');
  await page.goto('/w/sample/training');
  await expect(page.getByRole('heading', { name: /fine-tune/ }).first()).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  await page.getByRole('link', { name: 'Exports', exact: true }).click();
  const format = page.getByRole('combobox', { name: 'Format' });
  await expect(page.getByText(/lines for training/)).toBeVisible();
  await format.selectOption({ label: 'Claude on Amazon Bedrock' });
  await page.getByRole('button', { name: 'Make the export' }).click();
  await page.waitForURL(/\/training\/exports\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('link', { name: 'Download train.jsonl' })).toBeVisible({ timeout: 60_000 });
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download train.jsonl' }).click()]);
  expect(download.suggestedFilename()).toMatch(/^winloop-training-v\d+-bedrock-train\.jsonl$/);
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(32);
  for (const line of lines) expect(CATALOGUE.bedrock.check(JSON.parse(line))).toBeNull();
});

test('neither a rep nor a manager downloads or makes one', async ({ as, api }) => {
  const operator = await api('operator');
  const made = await operator.post('/api/v1/training/exports', { data: { format: 'trl' } });
  expect(made.status()).toBe(202);
  const { id } = (await made.json()) as { id: string };
  for (const role of ['rep', 'manager'] as const) {
    const other = await api(role);
    expect((await other.get(`/api/v1/training/exports/${id}/files/train.jsonl`)).status()).toBe(403);
    expect((await other.post('/api/v1/training/exports', { data: { format: 'trl' } })).status()).toBe(403);
  }
  const manager = await as('manager');
  await manager.goto(`/w/sample/training/exports/${id}`);
  await expect(manager.getByText(/or an admin may download/)).toBeVisible({ timeout: 60_000 });
  await expect(manager.getByRole('link', { name: /^Download/ })).toHaveCount(0);
  const rep = await as('rep');
  await rep.goto('/w/sample/training');
  await expect(rep.getByRole('heading', { name: /fine-tune/ })).toHaveCount(0);
});
