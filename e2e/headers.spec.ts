import { expect, test } from './fixtures';

test('pages carry a content policy with a fresh nonce, and no script without it runs', async ({ request, page }) => {
  const policies = await Promise.all([1, 2].map(async () => (await request.get('/sign-in')).headers()['content-security-policy'] ?? ''));
  const nonces = policies.map((policy) => /'nonce-([^']+)'/.exec(policy)?.[1]);
  expect(nonces[0]).toBeTruthy();
  expect(nonces[0]).not.toBe(nonces[1]);
  const scripts = policies[0]!.split('; ').find((part) => part.startsWith('script-src')) ?? '';
  expect(scripts).not.toContain('unsafe');
  for (const part of [`frame-ancestors 'none'`, `base-uri 'none'`, `object-src 'none'`, `form-action 'self'`]) expect(policies[0]).toContain(part);

  const refused: string[] = [];
  page.on('console', (message) => message.text().includes('Content Security Policy') && refused.push(message.text()));
  await page.goto('/sign-in');
  await page.waitForLoadState('networkidle');
  expect(refused, 'our own page needs nothing that its policy refuses').toEqual([]);
  const ran = await page.evaluate(() => {
    const script = document.createElement('div');
    script.innerHTML = '<img src="x" onerror="window.planted = true">';
    document.body.append(script);
    return new Promise((resolve) => setTimeout(() => resolve('planted' in window), 500));
  });
  expect(ran).toBe(false);
});

test('every answer says how it may be used', async ({ request }) => {
  for (const path of ['/sign-in', '/health', '/api/health', '/api/v1/deals']) {
    const headers = (await request.get(path)).headers();
    expect(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin',
    });
    expect(headers['x-powered-by'], path).toBeUndefined();
  }
});

test('private answers are kept by nobody', async ({ as, request }) => {
  const page = await as('rep');
  const answer = await page.goto('/w/sample/deals');
  expect(answer?.headers()['cache-control']).toContain('no-store');
  expect((await request.get('/api/v1/deals')).headers()['cache-control']).toContain('no-store');
});

test('liveness and readiness answer', async ({ request }) => {
  expect(await (await request.get('/health')).text()).toBe('ok\n');
  expect(await (await request.get('/api/health')).json()).toMatchObject({ status: 'ok', database: 'ok', jobs: 'embedded' });
});

test('the command line reaches the running server', async ({ api }) => {
  const answer = await (await api('rep')).get('/api/v1/deals?limit=1');
  expect(answer.status()).toBe(200);
});
