/** Signed in in one workspace, another one does not exist: not by its name, not by its ids. */
import path from 'node:path';
import { request } from '@playwright/test';
import { globSync } from 'tinyglobby';
import { expect, test } from './fixtures';
import { otherWorkspace, type OtherWorkspace } from './other-workspace';

const root = path.resolve(import.meta.dirname, '../app/w/[workspace]');
/** Every page of a workspace, found on disk. */
const pages = globSync('**/page.tsx', { cwd: root }).map((file) => file.replace(/\/?page\.tsx$/, '')).sort();

const idFor: Record<string, (ids: OtherWorkspace['ids']) => string> = {
  deal: ({ deal }) => deal, account: ({ account }) => account, contact: ({ contact }) => contact, lead: ({ lead }) => lead, id: (ids) => ids.import, run: ({ insight }) => insight, item: ({ insight }) => insight, prompt: ({ prompt }) => prompt, experiment: ({ experiment }) => experiment,
  // A model is called by its name, the same in every workspace: an id of somebody else is none.
  model: ({ insight }) => insight,
};
const address = (page: string, slug: string, ids: OtherWorkspace['ids']) =>
  `/w/${slug}/${page.replace(/\[(\w+)\]/g, (_all, field: string) => idFor[field]!(ids))}`.replace(/\/$/, '');

let other: OtherWorkspace;
test.beforeAll(async ({ baseURL }) => { other = await otherWorkspace(baseURL!); });
test.afterAll(async () => other.admin.dispose());

test('no page of another workspace opens, for any role', async ({ as }) => {
  for (const role of ['rep', 'admin'] as const) {
    const page = await as(role);
    for (const one of pages) {
      const answer = await page.request.get(address(one, other.slug, other.ids));
      const text = await answer.text();
      expect(answer.status(), `${role} ${one}`).toBe(404);
      expect(text, one).not.toContain('Foreign');
    }
  }
});

test('no page of one\'s own workspace opens with an id of another', async ({ as }) => {
  const page = await as('admin');
  for (const one of pages.filter((name) => name.includes('['))) {
    const answer = await page.request.get(address(one, 'sample', other.ids));
    expect(answer.status(), one).toBe(404);
    expect(await answer.text(), one).not.toContain('Foreign');
  }
  const panel = await page.request.get(`/w/sample/deals?deal=${other.ids.deal}`);
  expect(await panel.text()).not.toContain('Foreign');
});

test('no REST path does, with the cookie of one\'s own session', async ({ as, baseURL }) => {
  const rep = await as('rep');
  const { account, contact, lead, deal, insight, import: upload } = other.ids;
  const reads = [`/accounts/${account}`, `/contacts/${contact}`, `/leads/${lead}`, `/deals/${deal}`, `/deals/${deal}/insights`, `/deals/${deal}/score`, `/deals/${deal}/similar`, `/deals/${deal}/outcomes`];
  const headers = (workspace: string) => ({ 'x-winloop-workspace': workspace, origin: baseURL! });
  for (const workspace of [other.slug, 'sample']) {
    for (const one of ['/deals', ...reads]) {
      if (workspace === 'sample' && one === '/deals') continue;
      expect((await rep.request.get(`/api/v1${one}`, { headers: headers(workspace) })).status(), `${workspace} ${one}`).toBe(404);
    }
    expect((await rep.request.post(`/api/v1/deals/${deal}/notes`, { headers: headers(workspace), data: { text: 'planted' } })).status()).toBe(404);
    expect((await rep.request.put(`/api/v1/insights/${insight}/feedback`, { headers: headers(workspace), data: { kind: 'helpful' } })).status()).toBe(404);
    expect((await rep.request.patch(`/api/v1/deals/${deal}`, { headers: headers(workspace), data: { name: 'planted' } })).status()).toBe(404);
  }
  const manager = await as('manager');
  expect((await manager.request.get(`/api/v1/imports/${upload}`, { headers: headers('sample') })).status()).toBe(404);
  // Nothing arrived there, and its own people find all of it.
  expect(await (await other.admin.get(`/api/v1/deals/${deal}`)).json()).toMatchObject({ name: 'Foreign deal' });
  for (const one of reads) expect((await other.admin.get(`/api/v1${one}`)).status(), one).toBe(200);
});

test('nobody at all gets nothing at all', async ({ baseURL }) => {
  const nobody = await request.newContext({ baseURL: baseURL! });
  for (const one of pages) {
    const answer = await nobody.get(address(one, other.slug, other.ids), { maxRedirects: 0 });
    expect([302, 303, 307, 404], one).toContain(answer.status());
    expect(await answer.text(), one).not.toContain('Foreign');
  }
  await nobody.dispose();
});
