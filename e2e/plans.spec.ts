/** A change on its way: proposed by an operator, edited and approved by a manager with the keyboard, applied, told of, taken back. */
import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible';
import { expect, test } from './fixtures';

/** The number of a rule as the settings show it. */
const numberOf = (page: Page) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Value lowered', exact: true }) });

test('a rule change waits for a manager, is applied once approved, and can be taken back', async ({ as }) => {
  const [operator, manager] = [await as('operator'), await as('manager')];
  const why = `Small changes mean little here ${Date.now()}`;

  await operator.goto('/w/sample/settings/rules');
  const field = numberOf(operator).getByRole('spinbutton').first();
  const before = await field.inputValue();
  const proposed = String(Number(before) + 1);
  await field.fill(proposed);
  await numberOf(operator).getByRole('button', { name: 'Propose' }).click();
  const asking = operator.getByRole('dialog');
  await asking.getByRole('button', { name: 'Propose' }).click();
  await expect(asking.getByText('Say why in a sentence').first()).toBeVisible();
  await asking.getByLabel('Why should it change?').fill(why);
  await asking.getByRole('button', { name: 'Propose' }).click();
  await expect(operator.getByText('Proposed: it waits for approval under Plans')).toBeVisible();
  await operator.reload();
  await expect(field).toHaveValue(before);

  await manager.goto('/w/sample/plans');
  const item = manager.getByRole('article').filter({ hasText: why });
  await expect(item).toContainText('Waiting');
  await expectAccessible(manager, 'plans');
  // One's own proposal is somebody else's to approve.
  await operator.goto('/w/sample/plans');
  await expect(operator.getByRole('article').filter({ hasText: why })).toContainText('somebody else approves it');

  await item.focus();
  await manager.keyboard.press('e');
  const editing = manager.getByRole('dialog');
  await editing.getByRole('spinbutton').first().fill(String(Number(before) + 2));
  await editing.getByRole('spinbutton').first().press('Enter');
  await expect(editing).toHaveCount(0);
  await expect(item).toContainText(`${Number(before) + 2}%`);
  await item.focus();
  await manager.keyboard.press('a');
  await expect(item).toHaveCount(0);

  await manager.goto('/w/sample/plans?tab=decided');
  await expect(item).toContainText('Applied');
  await operator.goto('/w/sample/settings/rules');
  await expect(field).toHaveValue(String(Number(before) + 2));
  await operator.goto('/w/sample/inbox');
  await expect(operator.getByRole('link', { name: /Applied: Other numbers for the rule “Value lowered”/ }).first()).toBeVisible();

  await item.getByRole('button', { name: 'Revert' }).click();
  await manager.getByRole('dialog').getByRole('button', { name: 'Revert' }).click();
  await expect(item).toContainText('Taken back');
  await operator.goto('/w/sample/settings/rules');
  await expect(field).toHaveValue(before);
});

test('a rep sees no plans and proposes nothing', async ({ as }) => {
  const rep = await as('rep');
  expect((await rep.goto('/w/sample/plans'))?.status()).toBe(404);
  await rep.goto('/w/sample/settings/rules');
  await expect(rep.getByRole('button', { name: 'Propose' })).toHaveCount(0);
  await expect(rep.getByRole('spinbutton').first()).toBeDisabled();
});
