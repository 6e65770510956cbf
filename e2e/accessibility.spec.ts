/** Main screens by axe, in light and in dark. Deals and what opens inside a screen are looked at where their journey is. */
import { expectAccessible } from './accessible';
import { test } from './fixtures';

const SCREENS = {
  'signed out': ['/sign-in', '/forgot', '/invitation/unknown', '/reset/unknown'],
  work: ['', '/accounts', '/accounts?new=1', '/contacts', '/contacts?new=1', '/leads', '/leads?new=1'],
  running: ['/experiments', '/models', '/models/lead_scorer', '/import', '/jobs', '/audit', '/settings/you', '/settings/members'],
  settings: ['/settings/teams', '/settings/keys', '/settings/rules', '/settings/providers', '/settings/workspace', '/settings/notifications'],
} as const;

for (const [screens, paths] of Object.entries(SCREENS)) {
  test(`accessible in light and dark: ${screens}`, async ({ as, page: nobody }) => {
    const page = screens === 'signed out' ? nobody : await as('admin');
    for (const path of paths) {
      await page.goto(screens === 'signed out' ? path : `/w/sample${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expectAccessible(page, path);
    }
  });
}
