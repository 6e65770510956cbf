/**
 * `npm run shots`: every screen of the built product as each role that may see it, light and dark, desktop and phone, into
 * shots/ (ignored by git). Takes a temporary data folder with the sample workspace, or an existing one: npm run shots -- FOLDER.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BROWSER_ARGS, mustHaveBrowser } from './browser.mjs';
import { build, checkNode, generate, install, loadEnvironment, Problem, root } from './prepare.mjs';

const ROLES = ['rep', 'manager', 'operator', 'admin'];
const WORKSPACE = '/w/sample';
/** Name, path, and the least role that sees it. `:deal` is the first open deal in the role's sight. */
const SCREENS = [
  ['home', '', 'rep'],
  ['deals', '/deals', 'rep'],
  ['deals-panel', '/deals?deal=:deal', 'rep'],
  ['deal', '/deals/:deal', 'rep'],
  ['accounts', '/accounts', 'rep'],
  ['contacts', '/contacts', 'rep'],
  ['leads', '/leads', 'rep'],
  ['deals-board', '/deals?view=board', 'rep'],
  ['deals-forecast', '/deals?view=forecast', 'rep'],
  ['inbox', '/inbox', 'rep'],
  ['learning', '/learning', 'manager'],
  ['experiments', '/experiments', 'manager'],
  ['experiments-new', '/experiments/new', 'operator'],
  ['models', '/models', 'manager'],
  ['model', '/models/win_predictor', 'manager'],
  ['model-versions', '/models/win_predictor?tab=versions', 'manager'],
  ['model-compare', '/models/win_predictor?tab=compare', 'manager'],
  ['model-drift', '/models/win_predictor?tab=drift', 'manager'],
  ['training', '/training', 'manager'],
  ['plans', '/plans', 'manager'],
  ['prompts', '/prompts', 'manager'],
  ['import', '/import', 'manager'],
  ['jobs', '/jobs', 'operator'],
  ['settings-you', '/settings/you', 'rep'],
  ['settings-members', '/settings/members', 'rep'],
  ['settings-teams', '/settings/teams', 'rep'],
  ['settings-rules', '/settings/rules', 'rep'],
  ['settings-providers', '/settings/providers', 'operator'],
  ['settings-learning', '/settings/learning', 'operator'],
  ['settings-keys', '/settings/keys', 'admin'],
  ['settings-workspace', '/settings/workspace', 'admin'],
  ['audit', '/audit', 'admin'],
];
const SIZES = { desktop: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } };
const THEMES = ['light', 'dark'];

const freePort = () => new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

/** Serves until `stop`; resolves when the sample workspace is loaded. */
async function serve(folder) {
  const port = await freePort();
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), WINLOOP_DATA_DIR: folder, WINLOOP_LOG_LEVEL: 'warn' },
  });
  await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (part) => (said += part).includes('Stop it with') && resolve());
    child.once('exit', () => reject(new Problem('The server did not start.')));
  });
  return { url: `http://localhost:${port}`, stop: () => new Promise((resolve) => child.once('exit', resolve) && child.kill('SIGTERM')) };
}

async function signIn(context, url, role) {
  const { csrfToken } = await (await context.request.get(`${url}/api/auth/csrf`)).json();
  const form = { csrfToken, email: `${role}@sample.test`, password: 'winloop-sample', json: 'true', callbackUrl: '/' };
  const answer = await context.request.post(`${url}/api/auth/callback/credentials`, { form });
  if (!answer.ok()) throw new Problem(`Signing in as ${role} failed (${answer.status()}).`);
}

async function firstDeal(context, url) {
  const answer = await context.request.get(`${url}/api/v1/deals?status=open&limit=1&workspace=sample`);
  return answer.ok() ? (await answer.json()).data[0]?.id : undefined;
}

/** One picture; answers a word when the screen is not what it should be. */
async function capture(page, address, file) {
  const answer = await page.goto(address, { waitUntil: 'networkidle' });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: file, fullPage: true, animations: 'disabled' });
  const status = answer?.status() ?? 0;
  return status === 200 ? null : `${path.basename(file)}: ${status}`;
}

async function main() {
  checkNode();
  loadEnvironment();
  await install();
  await generate();
  await build();
  const executablePath = await mustHaveBrowser();
  const given = process.argv[2];
  const folder = given ? path.resolve(process.env.INIT_CWD ?? '.', given) : await mkdtemp(path.join(tmpdir(), 'winloop-shots-'));
  const { chromium } = await import('@playwright/test');
  const server = await serve(folder);
  const browser = await chromium.launch({ executablePath, args: BROWSER_ARGS });
  const wrong = [];
  let count = 0;
  try {
    for (const [size, viewport] of Object.entries(SIZES)) for (const theme of THEMES) {
      const shots = path.join(root, 'shots', `${size}-${theme}`);
      await mkdir(shots, { recursive: true });
      const options = { viewport, colorScheme: theme, reducedMotion: 'reduce', deviceScaleFactor: size === 'phone' ? 2 : 1 };
      const take = async (context, screens, prefix) => {
        const page = await context.newPage();
        for (const [name, address] of screens) {
          const problem = await capture(page, server.url + address, path.join(shots, `${prefix}${name}.png`));
          if (problem) wrong.push(`${size} ${theme} ${problem}`);
          count++;
        }
        await context.close();
      };
      await take(await browser.newContext(options), [['sign-in', '/sign-in'], ['forgot', '/forgot']], '');
      for (const role of ROLES) {
        const context = await browser.newContext(options);
        await signIn(context, server.url, role);
        const deal = await firstDeal(context, server.url);
        const visible = SCREENS.filter(([, address, least]) => ROLES.indexOf(role) >= ROLES.indexOf(least) && (deal || !address.includes(':deal')));
        await take(context, visible.map(([name, address]) => [name, WORKSPACE + address.replace(':deal', deal ?? '')]), `${role}-`);
      }
      console.log(`${size}, ${theme}: done`);
    }
  } finally {
    await browser.close();
    await server.stop();
    if (!given) await rm(folder, { recursive: true, force: true });
  }
  console.log(`${count} pictures in shots/`);
  for (const problem of wrong) console.log(`  not 200: ${problem}`);
  process.exit(wrong.length === 0 ? 0 : 1);
}

main().catch((error) => {
  console.error(error instanceof Problem ? error.message : error);
  process.exit(1);
});
