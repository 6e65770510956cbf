/** A model from its registry through a training that somebody asked for to another version in use and back, by who may; read by who may read; not there for the others. */
import { expect, test } from './fixtures';
import { expectAccessible } from './accessible';

test('an operator has the win model trained, sees it at work, puts the new version in use, goes back, and finds who did it and why', async ({ as }) => {
  test.setTimeout(240_000);
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
  await expect(dialog.getByText('Say in a few words why', { exact: true })).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Why' }).fill(`Prices changed ${mark}`);
  await dialog.getByRole('button', { name: 'Check now' }).click();
  const atWork = page.getByRole('heading', { name: 'Win predictor: being trained' });
  await expect(atWork).toBeVisible();
  await expect(page.getByText(`Prices changed ${mark}`).first()).toBeVisible();
  await expect(atWork).toBeHidden({ timeout: 150_000 });
  await page.getByRole('link', { name: 'History' }).click();
  const training = page.getByRole('list', { name: 'Trainings' }).getByRole('listitem').filter({ hasText: mark });
  await expect(training).toContainText('Done');
  const version = /v_\d{8}_\d{6}/.exec((await training.textContent())!)![0];

  // What it would have said beside the one in use; then in use by hand, and back.
  await page.goto(`/w/sample/models/win_predictor?tab=compare&a=${version}`);
  await expect(page.getByRole('table', { name: 'Figures side by side' })).toContainText(version);
  await expectAccessible(page, 'two versions of a model');
  await page.getByRole('button', { name: 'Put in use' }).click();
  await dialog.getByRole('textbox', { name: 'Why' }).fill(`To try it ${mark}`);
  await dialog.getByRole('button', { name: `Put ${version} in use` }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'Roll back' }).click();
  await expect(dialog.getByText('judged again')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Why' }).fill(`It was only a trial ${mark}`);
  await dialog.getByRole('button', { name: /^Roll back to v_/ }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('link', { name: 'History' }).click();
  const moves = page.getByRole('list', { name: 'Moves' });
  await expect(moves.getByRole('listitem').filter({ hasText: `It was only a trial ${mark}` })).toContainText(`Rolled back from ${version}`);
  await expect(moves.getByRole('listitem').filter({ hasText: `To try it ${mark}` })).toContainText(`${version} put in use`);
});

test('a manager reads models and moves none; a rep does not find them', async ({ as }) => {
  const manager = await as('manager');
  await manager.goto('/w/sample/models/win_predictor?tab=schedule');
  await expect(manager.getByRole('heading', { name: 'When it is looked at' })).toBeVisible();
  for (const name of ['Check and update now', 'Roll back', 'Save']) await expect(manager.getByRole('button', { name })).toHaveCount(0);
  const rep = await as('rep');
  for (const path of ['models', 'models/win_predictor']) expect((await rep.goto(`/w/sample/${path}`))?.status(), path).toBe(404);
});
