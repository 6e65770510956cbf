/** An experiment from an empty place to the kill switch, by an operator; read by a manager; closed to a rep. */
import { randomUUID } from 'node:crypto';
import { expectAccessible } from './accessible';
import { DEALS, ownDeal, rest, withAdvice } from './deal-actions';
import { expect, test } from './fixtures';

// One after the other: experiments on how advice is shown share the deals of the sample.
test.describe.configure({ mode: 'default' });

test('an operator starts a test of brief wording from a template, sees it run, and stops it at once', async ({ as, api }) => {
  const page = await as('operator');
  const name = `Brief wording ${Date.now()}`;
  const program = await api('operator');
  // An earlier try that broke off holds all deals of the subject.
  const { data: running } = (await (await program.get('/api/v1/experiments?status=running')).json()) as { data: { id: string; name: string }[] };
  for (const old of running.filter((one) => one.name.startsWith('Brief wording'))) await program.post(`/api/v1/experiments/${old.id}/stop`, { data: { reason: 'An earlier try' } });
  await page.goto('/w/sample/experiments');
  await expect(page.getByRole('heading', { level: 1, name: 'Experiments' })).toBeVisible();
  await expectAccessible(page, 'experiments');
  await page.getByRole('link', { name: 'New experiment' }).click();
  await page.getByRole('button', { name: /^Brief wording/ }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Variants', exact: true })).toBeVisible();
  await expectAccessible(page, 'variants of a new experiment');

  // What was typed survives a reload, and back goes a step back.
  await page.getByRole('button', { name: 'Hypothesis' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.reload();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 2, name: 'Variants', exact: true })).toBeVisible();
  // The page asks the server once more after Back; a step pressed within that moment would be undone by its answer.
  await page.waitForLoadState('networkidle');

  for (const step of ['Who', 'Metrics', 'Design', 'Review']) {
    await page.getByRole('button', { name: 'Continue' }).click();
    await expect(page.getByRole('heading', { level: 2, name: step, exact: true })).toBeVisible();
  }
  await expect(page.getByText('Nothing is missing.')).toBeVisible();
  await expectAccessible(page, 'review of a new experiment');
  await page.getByRole('button', { name: 'Start now' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByText('Running', { exact: true })).toBeVisible();
  await expectAccessible(page, 'a running experiment');
  const id = page.url().split('/').pop()!;

  await page.goto('/w/sample/experiments');
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText('Running');

  // A manager reads it, and has no button.
  const manager = await as('manager');
  await manager.goto(`/w/sample/experiments/${id}`);
  await expect(manager.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(manager.getByRole('button', { name: 'Stop' })).toHaveCount(0);
  await expect(manager.getByRole('button', { name: 'Pause' })).toHaveCount(0);
  expect((await manager.goto('/w/sample/experiments/new'))?.status()).toBe(404);
  expect((await manager.goto(`/w/sample/experiments/${id}/edit`))?.status()).toBe(404);

  await page.goto(`/w/sample/experiments/${id}`);
  await page.getByRole('button', { name: 'Stop' }).click();
  const asking = page.getByRole('dialog');
  await asking.getByRole('button', { name: 'Stop now' }).click();
  await expect(asking.getByText('Say why, in a few words.').first()).toBeVisible();
  await asking.getByLabel('Why').fill('Only to try the switch');
  await expectAccessible(page, 'the question before stopping');
  const pressed = Date.now();
  await asking.getByRole('button', { name: 'Stop now' }).click();
  await expect(page.getByText('Stopped', { exact: true })).toBeVisible();
  expect(Date.now() - pressed, 'a stop is seen soon').toBeLessThan(5_000);
  expect(await (await program.get(`/api/v1/experiments/${id}`)).json()).toMatchObject({ status: 'stopped' });
  await expect(page.getByText('Only to try the switch')).toBeVisible();

  // Decided with what was learned, put away, and found by it.
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.getByRole('dialog').getByLabel(/Learned/).fill(`Nothing was shown yet ${name}`);
  await page.getByRole('dialog').getByRole('button', { name: 'Decide' }).click();
  await expect(page.getByRole('heading', { name: 'Decided without a winner' })).toBeVisible();
  await page.getByRole('button', { name: 'Archive' }).click();
  await expect(page.getByText('Archived', { exact: true })).toBeVisible();
  await page.goto(`/w/sample/experiments?tab=archive&q=${encodeURIComponent(`yet ${name}`)}`);
  await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible();
  await page.goto('/w/sample/experiments?tab=archive&q=nobody+wrote+this');
  await expect(page.getByText('No experiment says that')).toBeVisible();
});

test('what is wrong with a design is said on its step, and a draft can be kept and changed', async ({ as }) => {
  const page = await as('operator');
  const name = `Subject line ${Date.now()}`;
  await page.goto('/w/sample/experiments/new');
  await page.getByRole('button', { name: /^Something my own program sends/ }).click();
  await page.getByLabel('Key').nth(1).fill('Not A Key');
  await page.getByRole('button', { name: 'Review', exact: true }).first().click();
  await expect(page.getByText('Small letters, digits, hyphens and underscores')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start now' })).toBeDisabled();
  await page.getByRole('main').getByRole('listitem').getByRole('button', { name: 'Variants' }).last().click();
  await page.getByLabel('Key').nth(1).fill('short');
  await page.getByRole('button', { name: 'Hypothesis' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Save as draft' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'From your program' })).toBeVisible();
  await expect(page.getByText('/assignments')).toBeVisible();
  await expectAccessible(page, 'a draft about what a program does');

  // Results of what ran elsewhere, read like any other.
  const rows = Array.from({ length: 400 }, (_, i) => `u${i},${i % 2 === 0 ? 'control' : 'short'},${i % (i % 2 === 0 ? 10 : 6) < 2 ? 1 : 0},0`);
  await page.locator('input[type=file]').setInputFiles({ name: 'results.csv', mimeType: 'text/csv', buffer: Buffer.from(`unit,variant,replied,opted_out\n${rows.join('\n')}\n`) });
  await expect(page.getByText(/400 units are in/)).toBeVisible();
  await expect(page.getByRole('table', { name: 'Replied by variant' })).toBeVisible();
  await expectAccessible(page, 'results of an experiment');
});

test('a rep finds no experiments', async ({ as }) => {
  const rep = await as('rep');
  expect((await rep.goto('/w/sample/experiments'))?.status()).toBe(404);
  await rep.goto('/w/sample');
  await expect(rep.getByRole('link', { name: 'Experiments' })).toHaveCount(0);
});

test('an experiment says one sentence at first sight, and the rest on asking', async ({ as }) => {
  const page = await as('operator');
  const leadSource = `Fair ${randomUUID().slice(0, 8)}`;
  const { id } = await rest<{ id: string }>(page, 'post', '/experiments', {
    name: 'Short advice', type: 'AB_TEST', allocation: 'EQUAL', unit: 'deal', subject: { kind: 'presentation' }, targeting: [{ attribute: 'leadSource', op: 'is', values: [leadSource] }],
    variants: (['severity', 'confidence'] as const).map((order) => ({ key: order, name: order, payload: { kind: 'presentation', order, wording: 'brief' } })),
    metrics: [{ key: 'helpful', name: 'Helpful', kind: 'ratio', role: 'primary', measure: 'helpful' }],
  });
  await rest(page, 'post', `/experiments/${id}/start`, {});
  const inside = await ownDeal(page, { name: 'Met at the fair', leadSource, openedAt: '2026-01-05T09:00:00Z', expectedCloseAt: '2026-02-05T09:00:00Z' });
  try {
    await withAdvice(page, inside);
    const advice = page.getByRole('article');
    await expect(advice.first()).toBeVisible();
    const shown = async () => (await advice.allInnerTexts()).join('').length;
    const brief = await shown();
    await page.getByRole('button', { name: /^more of what/ }).first().focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^less of what/ })).toBeFocused();
    expect(await shown()).toBeGreaterThan(brief);
    await expectAccessible(page, 'a deal with short advice');
    const outside = await ownDeal(page, { name: 'Met elsewhere', openedAt: '2026-01-05T09:00:00Z', expectedCloseAt: '2026-02-05T09:00:00Z' });
    await withAdvice(page, outside);
    await expect(page.getByRole('button', { name: /^more of what/ })).toHaveCount(0);
  } finally {
    await rest(page, 'post', `/experiments/${id}/stop`, {});
  }
  // From the stop on it is as everywhere.
  await page.goto(`${DEALS}/${inside}`);
  await expect(page.getByRole('article').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^more of what/ })).toHaveCount(0);
});
