/** The inbox: told of a deal that was given to one, read by keyboard, the bell that follows, a kind that is silenced. */
import { expectAccessible } from './accessible';
import { rest } from './deal-actions';
import { expect, test } from './fixtures';

test('a deal given to a rep is told once, and read', async ({ as, api }) => {
  const [rep, operator] = [await as('rep'), await api('operator')];
  const name = `Handed over ${Date.now()}`;
  const { owner } = await rest<{ owner: { id: string } }>(rep, 'post', '/deals', { name: `Own ${Date.now()}` });
  const give = async (deal: string) => expect((await operator.post('/api/v1/deals', { data: { name: deal, ownerId: owner.id } })).ok()).toBe(true);
  await give(name);

  await rep.goto('/w/sample/inbox?show=unread');
  const row = rep.getByRole('listitem').filter({ hasText: `${name} is yours now` });
  await expect(row).toBeVisible();
  await expectAccessible(rep, 'inbox');
  const bell = rep.getByRole('link', { name: /^Inbox, \d+ unread$/ });
  const unread = Number((await bell.getAttribute('aria-label'))!.replace(/\D/g, ''));

  // What is new stands first.
  await rep.keyboard.press('j');
  await expect(row.getByRole('link')).toBeFocused();
  await rep.keyboard.press('e');
  await expect(row).toHaveCount(0);
  await expect(rep.getByRole('link', { name: unread === 1 ? 'Inbox, nothing unread' : `Inbox, ${unread - 1} unread` })).toBeVisible();

  await rep.goto('/w/sample/inbox');
  await row.getByRole('link').click();
  await expect(rep.getByRole('heading', { level: 1 })).toHaveText(name);

  await rep.goto('/w/sample/settings/notifications');
  await rep.getByLabel('A deal is yours').uncheck();
  await expect(rep.getByText(/of \d+ kinds reach your inbox/)).toBeVisible();
  await give(`${name} silenced`);
  await rep.goto('/w/sample/inbox');
  await expect(row.first()).toBeVisible();
  await expect(rep.getByText(`${name} silenced is yours now`)).toHaveCount(0);
  await rep.goto('/w/sample/settings/notifications');
  await rep.getByLabel('A deal is yours').check();
  await expect(rep.getByText(/^All \d+ kinds reach your inbox$/)).toBeVisible();
});
