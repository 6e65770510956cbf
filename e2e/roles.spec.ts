/** Each of the four roles signs in, finds what it may use, and finds nothing of what it may not: no link, no button, no page, no REST. */
import { SAMPLE_PASSWORD, SAMPLE_SIGN_INS } from '../lib/sample/sign-ins';
import { expect, test, type Role } from './fixtures';

type View = { places: string[]; settings: string[]; closed: string[]; refused: string[] };
const EVERYBODY = ['Home', 'Deals', 'Leads', 'Inbox', 'Accounts', 'Contacts'];
const LEADING = ['Learning', 'Experiments', 'Models', 'Training data', 'Plans', 'Prompts'];
const SETTINGS = ['You', 'Notifications', 'Members', 'Teams', 'Rules', 'Workspace'];
const VIEWS: Record<Role, View> = {
  rep: {
    places: [...EVERYBODY, 'Settings'], settings: SETTINGS,
    closed: ['import', 'learning', 'experiments', 'experiments/new', 'models', 'models/win_predictor', 'training', 'plans', 'prompts', 'jobs', 'audit', 'settings/keys', 'settings/providers'], refused: ['/imports', '/exports/deals', '/exports/audit', '/learning/metrics', '/experiments'],
  },
  manager: {
    places: [...EVERYBODY, ...LEADING, 'Import', 'Settings'], settings: SETTINGS,
    closed: ['experiments/new', 'jobs', 'audit', 'settings/keys', 'settings/providers', 'settings/learning'], refused: ['/exports/audit'],
  },
  operator: {
    places: [...EVERYBODY, ...LEADING, 'Import', 'Jobs', 'Settings'], settings: ['You', 'Notifications', 'Members', 'Teams', 'Rules', 'Providers', 'Learning', 'Workspace'],
    closed: ['audit', 'settings/keys'], refused: ['/exports/audit'],
  },
  admin: { places: [...EVERYBODY, ...LEADING, 'Import', 'Jobs', 'Audit', 'Settings'], settings: ['You', 'Notifications', 'Members', 'Teams', 'Keys', 'Rules', 'Providers', 'Learning', 'Workspace'], closed: [], refused: [] },
};
const PATHS: Record<string, string> = { Leads: 'leads', Inbox: 'inbox', Learning: 'learning', Experiments: 'experiments', Models: 'models', 'Training data': 'training', Plans: 'plans', Prompts: 'prompts', Import: 'import', Jobs: 'jobs', Audit: 'audit' };
const headers = { 'x-winloop-workspace': 'sample' };

for (const { role, email, name } of SAMPLE_SIGN_INS) {
  test(`${role}: signs in, and sees what the role is for`, async ({ page }) => {
    const { places, settings, closed, refused } = VIEWS[role];
    const admin = role === 'admin', leads = role !== 'rep';
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(SAMPLE_PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page).toHaveURL(/\/w\/sample$/);
    await expect(page.getByRole('button', { name: new RegExp(`^${name}`) })).toBeVisible();

    // Every place that is shown opens, and every one that is not shown is not there.
    await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link')).toHaveText(places.map((one) => new RegExp(`^${one}(\\d+ waiting)?$`)));
    for (const place of places.filter((one) => PATHS[one])) {
      await page.goto(`/w/sample/${PATHS[place]!}`);
      await expect(page.getByRole('heading', { level: 1 }), place).toContainText(place);
    }
    for (const path of closed) expect((await page.goto(`/w/sample/${path}`))?.status(), path).toBe(404);
    for (const path of refused) expect((await page.request.get(`/api/v1${path}`, { headers })).status(), path).toBe(403);

    await page.goto('/w/sample/deals');
    await expect(page.getByRole('link', { name: 'New deal' }).first()).toBeVisible();
    await expect(page.getByRole('main').getByRole('link', { name: 'Import' })).toHaveCount(leads ? 1 : 0);
    await expect(page.getByRole('button', { name: 'Export CSV' })).toHaveCount(leads ? 1 : 0);

    await page.goto('/w/sample/settings');
    await expect(page.getByRole('navigation', { name: 'Settings' }).getByRole('link')).toHaveText(settings);
    await page.goto('/w/sample/settings/members');
    await expect(page.getByRole('button', { name: 'Invite', exact: true })).toHaveCount(admin ? 1 : 0);
    await expect(page.getByText('@sample.test')).toHaveCount(admin ? SAMPLE_SIGN_INS.length : 0);
    await page.goto('/w/sample/settings/rules');
    await expect(page.getByRole('heading', { name: 'Rules in your own words' })).toBeVisible();
    await expect(page.getByLabel('New rule')).toHaveCount(admin ? 1 : 0);
  });
}

test('a rep sees their own deals, a manager the team\'s, operator and admin all', async ({ as }) => {
  const owners = async (role: Role): Promise<Set<string>> => {
    const page = await as(role);
    const names = new Set<string>();
    for (let cursor: string | null = ''; cursor !== null; ) {
      const answer = await page.request.get(`/api/v1/deals?status=open&limit=200${cursor && `&cursor=${cursor}`}`, { headers });
      const { data, nextCursor } = (await answer.json()) as { data: { owner: { name: string } | null }[]; nextCursor: string | null };
      for (const { owner } of data) if (owner) names.add(owner.name);
      cursor = nextCursor;
    }
    return names;
  };
  const [rep, manager, operator, admin] = [await owners('rep'), await owners('manager'), await owners('operator'), await owners('admin')];
  expect([...rep]).toEqual([SAMPLE_SIGN_INS.find(({ role }) => role === 'rep')!.name]);
  expect(manager.size).toBeGreaterThan(rep.size);
  expect(admin.size).toBeGreaterThan(manager.size);
  expect(operator).toEqual(admin);
});
