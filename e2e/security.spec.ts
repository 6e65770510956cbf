/** Attacks on the running product: sessions, foreign pages, stored scripts, unsigned callers, reading that writes. */
import { request } from '@playwright/test';
import { SAMPLE_PASSWORD, SAMPLE_SIGN_INS } from '../lib/sample/sign-ins';
import { expect, signIn, test } from './fixtures';
import { otherWorkspace } from './other-workspace';

const MAIN = ['', '/deals', '/leads', '/accounts', '/contacts', '/import', '/jobs', '/audit', '/settings', '/settings/members', '/settings/keys', '/settings/rules', '/settings/providers', '/settings/workspace', '/settings/you'];
const admin = SAMPLE_SIGN_INS.find(({ role }) => role === 'admin')!;
const ours = { 'x-winloop-workspace': 'sample' };

test('every main page keeps its own content policy', async ({ as }) => {
  test.setTimeout(180_000);
  const page = await as('admin');
  const refused: string[] = [];
  page.on('console', (message) => message.text().includes('Content Security Policy') && refused.push(message.text()));
  for (const place of MAIN) {
    const answer = await page.goto(`/w/sample${place}`);
    const policy = answer!.headers()['content-security-policy'] ?? '';
    expect(answer!.status(), place).toBe(200);
    expect(/script-src [^;]*'nonce-[^']+'/.test(policy), place).toBe(true);
    expect(/script-src [^;]*unsafe/.test(policy), place).toBe(false);
    expect(answer!.headers(), place).toMatchObject({ 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff', 'cross-origin-opener-policy': 'same-origin' });
    expect(answer!.headers()['cache-control'], place).toContain('no-store');
    await page.waitForLoadState('load');
    expect(refused, place).toEqual([]);
  }
});

test('the session is a cookie that scripts and other sites do not get, and a new one with each sign-in', async ({ baseURL }) => {
  const [first, second] = [await signIn(baseURL!, admin.email, SAMPLE_PASSWORD), await signIn(baseURL!, admin.email, SAMPLE_PASSWORD)];
  const session = (state: typeof first) => state.cookies.find(({ name }) => name === 'winloop.session')!;
  expect(session(first)).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(session(first).value).not.toBe(session(second).value);
});

test('signing out ends the session, not only the cookie', async ({ baseURL }) => {
  const storageState = await signIn(baseURL!, admin.email, SAMPLE_PASSWORD);
  const [leaving, thief] = await Promise.all([request.newContext({ baseURL: baseURL!, storageState }), request.newContext({ baseURL: baseURL!, storageState })]);
  const look = () => thief.get('/api/v1/deals?limit=1', { headers: ours });
  expect((await look()).status()).toBe(200);
  const { csrfToken } = (await (await leaving.get('/api/auth/csrf')).json()) as { csrfToken: string };
  await leaving.post('/api/auth/signout', { form: { csrfToken, json: 'true' } });
  expect((await look()).status()).toBe(401);
  expect((await thief.get('/w/sample/deals', { maxRedirects: 0 })).status()).toBe(307);
  await Promise.all([leaving.dispose(), thief.dispose()]);
});

test('a made-up or altered session cookie opens nothing', async ({ baseURL }) => {
  const state = await signIn(baseURL!, admin.email, SAMPLE_PASSWORD);
  const { value } = state.cookies.find(({ name }) => name === 'winloop.session')!;
  for (const cookie of ['planted', '', value.slice(0, -4), `${value.slice(0, -4)}AAAA`]) {
    const context = await request.newContext({ baseURL: baseURL!, extraHTTPHeaders: { cookie: `winloop.session=${cookie}` } });
    expect((await context.get('/api/v1/deals?limit=1', { headers: ours })).status()).toBe(401);
    await context.dispose();
  }
});

test('the cookie works from our own pages only', async ({ baseURL }) => {
  const context = await request.newContext({ baseURL: baseURL!, storageState: await signIn(baseURL!, admin.email, SAMPLE_PASSWORD) });
  const post = (headers: Record<string, string>) => context.post('/api/v1/accounts', { headers: { ...ours, ...headers }, data: { name: '' } });
  const evil = 'https://evil.test';
  const elsewhere: Record<string, string>[] = [
    { origin: evil }, { origin: 'null' }, {}, { origin: evil, 'x-forwarded-host': 'evil.test' }, { origin: evil, referer: `${baseURL!}/` },
    { origin: baseURL!, 'sec-fetch-site': 'cross-site' }, { origin: `${baseURL!}.evil.test` },
  ];
  for (const headers of elsewhere) {
    expect((await post(headers)).status(), JSON.stringify(headers)).toBe(403);
  }
  // From there it is taken, and refused for what it says.
  expect((await post({ origin: baseURL!, 'sec-fetch-site': 'same-origin' })).status()).toBe(400);
  expect((await context.get('/api/v1/deals?limit=1', { headers: { ...ours, origin: evil } })).status()).toBe(403);
  expect((await context.get('/api/v1/deals?limit=1', { headers: { ...ours, 'sec-fetch-site': 'cross-site' } })).status()).toBe(403);
  await context.dispose();
});

test('signing in leads to our own pages only', async ({ baseURL, page }) => {
  for (const callbackUrl of ['https://evil.test/', '//evil.test', '/\\evil.test', 'javascript:alert(1)', `${baseURL!}.evil.test`, 'http://localhost.evil.test', `${baseURL!.replace('http://', 'http://evil@evil.test/')}`]) {
    const context = await request.newContext({ baseURL: baseURL! });
    const { csrfToken } = (await (await context.get('/api/auth/csrf')).json()) as { csrfToken: string };
    const answer = await context.post('/api/auth/callback/credentials', { form: { csrfToken, email: admin.email, password: SAMPLE_PASSWORD, json: 'true', callbackUrl } });
    expect(new URL(((await answer.json()) as { url: string }).url, baseURL).origin, callbackUrl).toBe(new URL(baseURL!).origin);
    await context.dispose();
  }
  await page.goto(`/sign-in?to=${encodeURIComponent('//evil.test/w/sample')}`);
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password', { exact: true }).fill(SAMPLE_PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  expect(new URL(page.url()).origin).toBe(new URL(baseURL!).origin);
});

test('the job runner\'s door is closed without its signature', async ({ request: nobody }) => {
  const callers: Record<string, string>[] = [{}, { 'x-inngest-signature': 't=1&s=00' }, { authorization: 'Bearer signkey-test-00' }];
  for (const headers of callers) {
    for (const method of ['POST', 'PUT', 'GET'] as const) {
      const answer = await nobody.fetch('/api/inngest?fnId=winloop-generate-insights&stepId=step', { method, headers, ...(method === 'GET' ? {} : { data: { event: {}, events: [], steps: {}, ctx: {} } }) });
      expect(answer.status(), `${method} ${JSON.stringify(headers)}`).toBe(401);
    }
  }
});

test('a script in any text is text', async ({ as, api }) => {
  test.setTimeout(120_000);
  const key = await api('admin');
  const script = `<img src=x onerror="window.planted=1"><script>window.planted=1;alert(1)</script><svg onload=alert(1)> ${Date.now()}`;
  const post = async (path: string, data: object) => ((await (await key.post(`/api/v1${path}`, { data })).json()) as { id: string }).id;
  const account = await post('/accounts', { name: `Account ${script}`, industry: script.slice(0, 110) });
  const contact = await post('/contacts', { name: `Contact ${script}`, jobTitle: script, accountId: account });
  const deal = await post('/deals', { name: `Deal ${script}`, accountId: account, competitor: script.slice(0, 110), amount: 1 });
  const lead = await post('/leads', { name: `Lead ${script}`, company: script.slice(0, 190), source: script.slice(0, 110), facts: { [script.slice(0, 190)]: script } });
  await key.put(`/api/v1/contacts/${contact}/deals/${deal}`);
  await post(`/deals/${deal}/notes`, { text: `Note ${script} [click](javascript:alert(1)) ![x](https://evil.test/x.png)` });
  await key.post(`/api/v1/deals/${deal}/insights?wait=true`);

  const page = await as('admin');
  const ran: string[] = [], abroad: string[] = [];
  page.on('dialog', (dialog) => { ran.push(dialog.message()); void dialog.dismiss(); });
  page.on('request', (sent) => { if (!sent.url().startsWith(new URL(page.url() === 'about:blank' ? sent.url() : page.url()).origin) && !/^(data|blob):/.test(sent.url())) abroad.push(sent.url()); });
  for (const place of [`/deals/${deal}`, `/deals?q=${encodeURIComponent('window.planted')}`, `/deals?deal=${deal}`, `/accounts/${account}`, '/accounts?q=window.planted', `/contacts/${contact}`, '/contacts?q=window.planted', `/leads/${lead}`, '/leads?q=window.planted', '/audit', '']) {
    await page.goto(`/w/sample${place}`);
    await page.waitForLoadState('load');
    expect(await page.evaluate(() => 'planted' in window), place).toBe(false);
    expect(await page.locator('img[src="x"], svg[onload], a[href^="javascript:"]').count(), place).toBe(0);
  }
  expect(ran).toEqual([]);
  expect(abroad).toEqual([]);
  await page.goto(`/w/sample/deals/${deal}`);
  await expect(page.getByText('<script>window.planted=1').first()).toBeVisible();
});

test('reading changes nothing', async ({ baseURL, request: nobody }) => {
  const other = await otherWorkspace(baseURL!, 'Read');
  const { paths } = (await (await nobody.get('/api/v1/openapi.json')).json()) as { paths: Record<string, Record<string, unknown>> };
  // That somebody took an export is written down; nothing else may be.
  const taken = /^.*,(export\.start|audit\.export),.*$/gm;
  const state = async () => Promise.all(['/exports/audit', '/exports/deals?status=all', '/exports/accounts', '/exports/contacts', `/deals/${other.ids.deal}/insights`].map(async (at) => (await (await other.admin.get(`/api/v1${at}`)).text()).replace(taken, '').replace(/\s*\n\s*/g, '\n')));
  const before = await state();
  const { account, contact, deal, insight, import: upload } = other.ids;
  for (const at of Object.keys(paths)) {
    const id = at.startsWith('/accounts') ? account : at.startsWith('/contacts') ? contact : at.startsWith('/imports') ? upload : at.startsWith('/insights') ? insight : deal;
    const url = `/api/v1${at.replace('{id}', id).replace('{dealId}', deal).replace('{externalId}', 'x').replace('{entity}', 'deals')}`;
    for (const query of ['', '?_method=DELETE', '?wait=true']) {
      const { get } = paths[at]!;
      const status = (await other.admin.get(url + query, { headers: { 'x-http-method-override': 'DELETE' } })).status();
      // A method that is not there is not reachable by reading.
      if (!get) expect(status, url).toBe(405);
      else expect(status, url).toBeLessThan(500);
    }
  }
  expect(await state()).toEqual(before);
  await other.admin.dispose();
});
