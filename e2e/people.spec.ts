/** People: signing in and out, what each role sees, joining by link, removal, keys. */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { SAMPLE_PASSWORD, SAMPLE_SIGN_INS } from '../lib/sample/sign-ins';
import { expect, signIn, test, type Role } from './fixtures';

const GOOD = 'copper lantern thunder';
const emailOf = (role: Role) => SAMPLE_SIGN_INS.find((person) => person.role === role)!.email;
/** Nobody's before: tests run beside each other and again. */
const fresh = (name: string) => `${name}-${randomUUID().slice(0, 8)}@people.test`;

/** The signed-in admin invites an address and gets the link. */
async function invite(admin: Page, email: string, role: Role = 'rep'): Promise<string> {
  await admin.goto('/w/sample/settings/members');
  await admin.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByLabel('Role').selectOption(role);
  await dialog.getByRole('button', { name: 'Make invitation link' }).click();
  return dialog.getByLabel(`Invitation link for ${email}`).inputValue();
}

test.describe('signing in', () => {
  test('says the same for a wrong password and an unknown person, keeps the address, then lets one in where one wanted to go', async ({ page }) => {
    await page.goto('/w/sample/settings/you');
    await expect(page).toHaveURL(/\/sign-in\?to=/);
    const form = page.locator('form');
    const attempt = async (email: string, password: string) => {
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
    };
    await attempt(fresh('nobody'), 'wrong');
    const unknown = await form.getByRole('alert').innerText();
    await attempt(emailOf('manager'), 'wrong');
    await expect(form.getByRole('alert')).toHaveText(unknown.split('\n').filter(Boolean).join(''));
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await expect(page.getByLabel('E-mail')).toHaveValue(emailOf('manager'));
    await attempt(emailOf('manager'), SAMPLE_PASSWORD);
    await expect(page).toHaveURL(/\/w\/sample\/settings\/you$/);
  });

  test('fills in a sample sign-in with one click', async ({ page }) => {
    await page.goto('/sign-in');
    await page.getByRole('button', { name: /^Operator/ }).click();
    await expect(page.getByLabel('E-mail')).toHaveValue(emailOf('operator'));
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/w\/sample/);
  });

  test('never leads to another site', async ({ page }) => {
    await page.goto('/sign-in?to=https://evil.example/');
    await page.getByRole('button', { name: /^Rep/ }).click();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/^http:\/\/localhost:\d+\/w\/sample/);
  });

  test('ends with signing out: the old cookie is refused', async ({ browser, baseURL }) => {
    const state = await signIn(baseURL!, emailOf('rep'), SAMPLE_PASSWORD);
    const open = async () => (await browser.newContext({ baseURL: baseURL!, storageState: state })).newPage();
    const [page, thief] = [await open(), await open()];
    await page.goto('/w/sample/settings/you');
    await thief.goto('/w/sample/settings/you');
    await expect(thief.getByRole('heading', { level: 1 })).toHaveText('Settings: You');
    await page.getByRole('button', { name: /account and theme$/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await thief.goto('/w/sample/settings/you');
    await expect(thief).toHaveURL(/\/sign-in/);
    const answer = await thief.request.get('/api/v1/deals', { headers: { 'x-winloop-workspace': 'sample' } });
    expect(answer.status()).toBe(401);
    await page.context().close();
    await thief.context().close();
  });

  test('ends the session that the browser still carried', async ({ browser, baseURL }) => {
    const state = await signIn(baseURL!, emailOf('rep'), SAMPLE_PASSWORD);
    const [context, old] = [await browser.newContext({ baseURL: baseURL!, storageState: state }), await browser.newContext({ baseURL: baseURL!, storageState: state })];
    const { csrfToken } = (await (await context.request.get('/api/auth/csrf')).json()) as { csrfToken: string };
    await context.request.post('/api/auth/callback/credentials', { form: { csrfToken, email: emailOf('rep'), password: SAMPLE_PASSWORD, json: 'true' } });
    expect((await context.request.get('/w/sample/settings/you', { maxRedirects: 0 })).status()).toBe(200);
    expect((await old.request.get('/w/sample/settings/you', { maxRedirects: 0 })).status()).toBe(307);
    await context.close();
    await old.close();
  });
});

test.describe('members', () => {
  test('join by link, once, and are refused at the next request after their removal', async ({ as, browser, baseURL }) => {
    const admin = await as('admin');
    const email = fresh('joiner');
    const link = await invite(admin, email);

    const context = await browser.newContext({ baseURL: baseURL! });
    const page = await context.newPage();
    await page.goto(link);
    await page.getByLabel('Your name').fill('Jo Joiner');
    await page.getByLabel('Password').fill('password1234');
    await page.getByRole('button', { name: 'Join' }).click();
    await expect(page.getByText('easy to guess')).toBeVisible();
    await expect(page.getByLabel('Your name')).toHaveValue('Jo Joiner');
    await page.getByLabel('Password').fill(GOOD);
    await page.getByRole('button', { name: 'Join' }).click();
    await expect(page).toHaveURL(/\/w\/sample/);
    await page.goto('/w/sample/settings/you');
    await expect(page.getByText(`${email}, rep in`)).toBeVisible();

    const second = await browser.newContext({ baseURL: baseURL! });
    const late = await second.newPage();
    await late.goto(link);
    await expect(late.getByRole('heading', { level: 1 })).toHaveText('This invitation opens nothing');
    await second.close();

    await admin.goto('/w/sample/settings/members');
    const row = admin.getByRole('row').filter({ hasText: email });
    await row.getByRole('button', { name: 'More for Jo Joiner' }).click();
    await admin.getByRole('menuitem', { name: 'Remove from workspace' }).click();
    await admin.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await expect(row).toHaveCount(0);
    expect((await page.goto('/w/sample/settings/you'))?.status()).toBe(404);
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('You belong to no workspace');
    await context.close();
  });

  test('change role at once, with a way back', async ({ as, browser, baseURL }) => {
    const admin = await as('admin');
    const email = fresh('climber');
    const link = await invite(admin, email);
    const context = await browser.newContext({ baseURL: baseURL! });
    const page = await context.newPage();
    await page.goto(link);
    await page.getByLabel('Your name').fill('Cy Climber');
    await page.getByLabel('Password').fill(GOOD);
    await page.getByRole('button', { name: 'Join' }).click();
    await expect(page).toHaveURL(/\/w\/sample/);
    expect((await page.goto('/w/sample/jobs'))?.status()).toBe(404);

    await admin.goto('/w/sample/settings/members');
    const row = admin.getByRole('row').filter({ hasText: email });
    await row.getByLabel('Role of Cy Climber').selectOption('operator');
    // Pointed at, the message stays until it is no longer needed.
    await admin.getByText('Cy Climber is operator now').hover();
    expect((await page.goto('/w/sample/jobs'))?.status()).toBe(200);
    await admin.getByRole('button', { name: 'Undo' }).click();
    await expect(admin.getByText('Cy Climber is rep now')).toBeVisible();
    expect((await page.goto('/w/sample/jobs'))?.status()).toBe(404);
    await context.close();
  });

  test('get back in by a reset link, which works once and ends their sessions', async ({ as, browser, baseURL }) => {
    const admin = await as('admin');
    const email = fresh('forgetful');
    const joined = await browser.newContext({ baseURL: baseURL! });
    const page = await joined.newPage();
    await page.goto(await invite(admin, email));
    await page.getByLabel('Your name').fill('Fay Forgetful');
    await page.getByLabel('Password').fill(GOOD);
    await page.getByRole('button', { name: 'Join' }).click();
    await expect(page).toHaveURL(/\/w\/sample/);

    await admin.goto('/w/sample/settings/members');
    await admin.getByRole('row').filter({ hasText: email }).getByRole('button', { name: 'More for Fay Forgetful' }).click();
    await admin.getByRole('menuitem', { name: 'Make reset link' }).click();
    const link = await admin.getByRole('dialog').getByLabel('Link').inputValue();

    const other = await browser.newContext({ baseURL: baseURL! });
    const reset = await other.newPage();
    await reset.goto(link);
    await reset.getByLabel('New password').fill('another lantern entirely');
    await reset.getByRole('button', { name: 'Set password and sign in' }).click();
    await expect(reset).toHaveURL(/\/w\/sample/);
    await page.goto('/w/sample/settings/you');
    await expect(page).toHaveURL(/\/sign-in/);
    await page.goto(link);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link opens nothing');
    await joined.close();
    await other.close();
  });
});

test('a key is shown once, works, and is dead when revoked', async ({ as, playwright, baseURL }) => {
  const admin = await as('admin');
  const name = `CRM ${randomUUID().slice(0, 8)}`;
  await admin.goto('/w/sample/settings/keys');
  await admin.getByRole('button', { name: 'New key' }).click();
  await admin.getByRole('dialog').getByLabel('Name').fill(name);
  await admin.getByRole('dialog').getByRole('button', { name: 'Create key' }).click();
  const token = await admin.getByRole('dialog').getByLabel('API key').inputValue();
  expect(token).toMatch(/^wl_/);
  const api = await playwright.request.newContext({ baseURL: baseURL!, extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  expect((await api.get('/api/v1/deals?limit=1')).status()).toBe(200);
  await admin.reload();
  expect(await admin.content()).not.toContain(token);
  await admin.getByRole('button', { name: `Revoke key ${name}` }).click();
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Revoke key' }).click();
  await expect(admin.getByRole('row').filter({ hasText: name })).toContainText('Revoked');
  expect((await api.get('/api/v1/deals?limit=1')).status()).toBe(401);
  await api.dispose();
});

test('the audit log tells who did what, and leaves as CSV', async ({ as }) => {
  const admin = await as('admin');
  const team = `Team ${randomUUID().slice(0, 8)}`;
  await admin.goto('/w/sample/settings/teams');
  await admin.getByRole('button', { name: 'New team' }).click();
  await admin.getByRole('dialog').getByLabel('Name').fill(team);
  await admin.getByRole('dialog').getByRole('button', { name: 'Create team' }).click();
  await expect(admin.getByRole('heading', { level: 3, name: team })).toBeVisible();
  await admin.goto('/w/sample/audit?action=team.create');
  const row = admin.getByRole('row').filter({ hasText: team });
  await expect(row).toContainText('Created team');
  const [download] = await Promise.all([admin.waitForEvent('download'), admin.getByRole('link', { name: 'Export CSV' }).click()]);
  expect(download.suggestedFilename()).toBe('winloop-audit.csv');
});
