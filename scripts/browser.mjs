/** A Chromium for browser tests and screenshots: one that is there, else one that can be had. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Problem, root, run, step } from './prepare.mjs';

/** A container has no sandbox of its own to give and no display; the rest keeps the browser from calling home. */
export const BROWSER_ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];

const USUAL_PLACES = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable', '/usr/bin/google-chrome', '/snap/bin/chromium', '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The path of a Chromium that is there; undefined when there is none. PLAYWRIGHT_CHROMIUM and CHROME_PATH come first. */
export async function findBrowser() {
  const { chromium } = await import('@playwright/test');
  return [process.env.PLAYWRIGHT_CHROMIUM, process.env.CHROME_PATH, chromium.executablePath(), ...USUAL_PLACES].find((file) => file && existsSync(file));
}

/** Finds one, or gets one: Playwright's own, else (as root on Debian) the distribution's. Throws Problem when there is no way. */
export async function mustHaveBrowser() {
  const there = await findBrowser();
  if (there) return there;
  const playwright = path.join(root, 'node_modules/@playwright/test/cli.js');
  const ways = [['Installing a browser', process.execPath, [playwright, 'install', 'chromium']]];
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    ways.push(['Looking for packages', 'apt-get', ['update', '-qq']], ['Installing Debian\'s Chromium', 'apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']]);
  }
  for (const [label, command, args] of ways) {
    await step(label, () => run(command, args).catch(() => console.log('(not possible here)')));
    const found = await findBrowser();
    if (found) return found;
  }
  throw new Problem('The browser tests need Chromium and none could be installed. Install one (on Debian: apt-get install chromium) or give its path in PLAYWRIGHT_CHROMIUM.');
}
