/** A model from its registry through a training that somebody asked for to going back, by who may; read by who may read; not there for the others. */
import { expect, test } from './fixtures';
import { expectAccessible } from './accessible';

test('an operator has the win model trained, sees it at work, goes back, and finds who did it and why', async ({ as }) => {
  const page = await as('operator');
  const mark = String(Date.now());
  await page.goto('/w/sample/models');
  await expect(page.getByRole('row', { name: /Win predictor/ })).toContainText('v_');
  await expect(page.getByRole('list', { name: 'Models that are not trained yet' })).toContainText('Tone classifier');
  await expectAccessible(page, 'models');
  await page.getByRole('link', { name: 'Win predictor' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Win predictor' })).toBeVisible();
  await expectAccessible(page, 'a model');

  // Asked for, with a reason.
  await page.getByRole('button', { name: 'Check and update now' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'Train it anew in any case' }).check();
  await dialog.getByRole('button', { name: 'Check now' }).click();
  await expect(dialog.getByText('Say in a few words why')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Why' }).fill(`Prices changed ${mark}`);
  await dialog.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByRole('heading', { name: 'Win predictor: being trained' })).toBeVisible();
  await expect(page.getByText(`Prices changed ${mark}`)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Win predictor: being trained' })).toBeHidden({ timeout: 120_000 });
  await page.getByRole('link', { name: 'History' }).click();
  const training = page.getByRole('list', { name: 'Trainings' }).getByRole('listitem').filter({ hasText: mark });
  await expect(training).toContainText('Done');

  // What it would have said beside the one in use, before anything changes.
  await page.getByRole('link', { name: /^Versions/ }).click();
  const trained = (await training.count()) === 0 ? page.getByRole('table', { name: 'Versions' }).getByRole('row').nth(1) : training;
  await expect(trained).toContainText('v_');
  await page.goto('/w/sample/models/win_predictor?tab=compare');
  await expect(page.getByRole('table', { name: 'Figures side by side' })).toBeVisible();
  await expectAccessible(page, 'two versions of a model');
});
