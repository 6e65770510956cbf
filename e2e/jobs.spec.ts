/** Work in the background as an operator sees it: a run with its steps and times, the event that made it, the same again, and one that is ended. */
import { ownDeal, rest } from './deal-actions';
import { expectAccessible } from './accessible';
import { expect, test } from './fixtures';

const JOBS = '/w/sample/jobs';
const DAY = 86_400_000;

test('a finished run shows its steps in time, comes from an event, and can be run again', async ({ as }) => {
  const operator = await as('operator');
  const dealId = await ownDeal(operator, { name: `Watched at work ${Date.now()}` });
  const { run } = await rest<{ run: { id: string } }>(operator, 'post', `/deals/${dealId}/insights`);

  await operator.goto(`${JOBS}?function=generate-insights`);
  const newest = operator.getByRole('row').filter({ hasText: 'insights/requested' }).first();
  await newest.getByRole('link').first().click();
  await expect(operator.getByText('Completed').first()).toBeVisible({ timeout: 30_000 });
  await expect(operator.getByText(run.id)).toBeVisible();
  // What waited and what worked, each with its length.
  const steps = operator.getByRole('listitem').filter({ hasText: 'Done' });
  await expect(operator.getByRole('listitem').filter({ hasText: 'In the queue' })).toContainText(/\d+(\.\d+)? (ms|s|min)/);
  await expect(steps.first()).toContainText(/\d+(\.\d+)? (ms|s|min)/);
  await expect(operator.getByText('waited or slept')).toBeVisible();
  await expectAccessible(operator, 'job run');
  const first = operator.url();

  await operator.getByRole('link', { name: 'All jobs' }).click();
  await operator.getByRole('link', { name: 'Events' }).click();
  const event = operator.getByRole('row').filter({ hasText: run.id });
  await event.getByText('What it carries').click();
  await expect(event).toContainText('insights/requested');
  await expect(event.getByRole('link', { name: 'Generate insights' })).toHaveAttribute('href', new URL(first).pathname);

  await operator.goto(first);
  await operator.getByRole('button', { name: /again from its beginning/ }).click();
  await expect(operator).not.toHaveURL(first);
  const repeats = operator.getByText('Repeats', { exact: true }).locator('..');
  await expect(repeats.getByRole('link', { name: 'Generate insights' })).toHaveAttribute('href', new URL(first).pathname);
  await expect(operator.getByText('Completed').first()).toBeVisible({ timeout: 30_000 });
  const second = new URL(operator.url()).pathname;
  await operator.goto(first);
  await expect(operator.getByText('Repeated by', { exact: true }).locator('..').getByRole('link')).toHaveAttribute('href', second);
});

test('a sleeping run can be cancelled, and what it slept for does not happen', async ({ as }) => {
  const [operator, manager] = [await as('operator'), await as('manager')];
  // A rule that an operator proposes to change, and a manager approves for a day.
  await operator.goto('/w/sample/settings/rules');
  const rule = operator.getByRole('listitem').filter({ has: operator.getByRole('heading', { name: 'Ghosted', exact: true }) });
  const field = rule.getByRole('spinbutton').first();
  const before = await field.inputValue();
  await field.fill(String(Number(before) + 1));
  await rule.getByRole('button', { name: 'Propose' }).click();
  const why = `Looked at on its day ${Date.now()}`;
  await operator.getByLabel('Why should it change?').fill(why);
  await operator.getByRole('dialog').getByRole('button', { name: 'Propose' }).click();
  await expect(operator.getByText('Proposed: it waits for approval under Plans')).toBeVisible();

  await manager.goto('/w/sample/plans');
  const item = manager.getByRole('article').filter({ hasText: why });
  await item.getByRole('button', { name: 'Schedule' }).click();
  await manager.getByLabel('Apply on').fill(new Date(Date.now() + 3 * DAY).toISOString().slice(0, 10));
  await manager.getByRole('button', { name: 'Approve for this day' }).click();
  await expect(item).toContainText('Scheduled');

  await operator.goto(`${JOBS}?function=apply-plan-item&status=sleeping`);
  await operator.getByRole('row').filter({ hasText: 'plan/item.approved' }).first().getByRole('link').first().click();
  await expect(operator.getByRole('listitem').filter({ hasText: 'its-day' })).toContainText('Sleeping');
  await operator.getByRole('button', { name: 'Cancel Apply plan item' }).click();
  await expect(operator.getByText('Cancelled', { exact: true }).first()).toBeVisible();

  await manager.reload();
  await item.getByRole('button', { name: 'Reject' }).click();
  await manager.getByLabel('Reason').fill('Not this quarter');
  await manager.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
  await expect(item).toHaveCount(0);
  await operator.goto('/w/sample/settings/rules');
  await expect(field).toHaveValue(before);
});
