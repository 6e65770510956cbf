/**
 * What browser tests stand on: pages signed in as a role of the sample workspace (without clicking through the sign-in page,
 * once a worker and role) and API keys made by the command line.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { test as base, expect, request, type APIRequestContext, type Page } from '@playwright/test';
import { SAMPLE_PASSWORD, SAMPLE_SIGN_INS, SAMPLE_SLUG } from '../lib/sample/sign-ins';

export { expect };
export type Role = (typeof SAMPLE_SIGN_INS)[number]['role'];
type State = Awaited<ReturnType<APIRequestContext['storageState']>>;

/** Signs in the way the sign-in page does and gives the cookies. */
export async function signIn(baseURL: string, email: string, password: string): Promise<State> {
  const context = await request.newContext({ baseURL });
  try {
    const { csrfToken } = (await (await context.get('/api/auth/csrf')).json()) as { csrfToken: string };
    const answer = await context.post('/api/auth/callback/credentials', { form: { csrfToken, email, password, json: 'true', callbackUrl: '/' } });
    if (!answer.ok()) throw new Error(`Signing in as ${email} failed: ${answer.status()}`);
    return await context.storageState();
  } finally {
    await context.dispose();
  }
}

/** Runs the product's command line against the tests' server; gives standard output without its line end. */
export async function winloop(...words: string[]): Promise<string> {
  const root = path.resolve(import.meta.dirname, '..');
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/winloop.ts', ...words], {
    cwd: root, env: { ...process.env, WINLOOP_DATA_DIR: process.env.E2E_DATA_DIR },
  });
  return stdout.trimEnd();
}

type Fixtures = {
  /** A page signed in as the role; several in one test have cookies of their own. */
  as: (role: Role) => Promise<Page>;
  /** REST with a fresh API key of the role. */
  api: (role: Role, workspace?: string) => Promise<APIRequestContext>;
};
type WorkerFixtures = { sessions: Map<Role, State> };

export const test = base.extend<Fixtures, WorkerFixtures>({
  sessions: [async ({}, provide) => provide(new Map()), { scope: 'worker' }],

  as: async ({ browser, baseURL, sessions, contextOptions }, provide) => {
    const open: Page[] = [];
    await provide(async (role) => {
      const person = SAMPLE_SIGN_INS.find((one) => one.role === role)!;
      const state = sessions.get(role) ?? (await signIn(baseURL!, person.email, SAMPLE_PASSWORD));
      sessions.set(role, state);
      const context = await browser.newContext({ ...contextOptions, baseURL: baseURL!, storageState: state });
      const page = await context.newPage();
      open.push(page);
      return page;
    });
    for (const page of open) await page.context().close();
  },

  api: async ({ baseURL }, provide) => {
    const open: APIRequestContext[] = [];
    await provide(async (role, workspace = SAMPLE_SLUG) => {
      const key = await winloop('apikey', 'create', '--workspace', workspace, '--role', role, '--name', 'browser tests');
      const context = await request.newContext({ baseURL: `${baseURL!}`, extraHTTPHeaders: { authorization: `Bearer ${key}` } });
      open.push(context);
      return context;
    });
    for (const context of open) await context.dispose();
  },
});
