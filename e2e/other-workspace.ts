/** A workspace of somebody else, made through the command line and REST, with one of everything that has a page. */
import { randomUUID } from 'node:crypto';
import { expect, request, type APIRequestContext } from '@playwright/test';
import { winloop } from './fixtures';

export type OtherWorkspace = { slug: string; admin: APIRequestContext; ids: Record<'account' | 'contact' | 'lead' | 'deal' | 'insight' | 'import' | 'prompt' | 'experiment', string> };

export async function otherWorkspace(baseURL: string, name = 'Foreign'): Promise<OtherWorkspace> {
  const slug = `other-${randomUUID().slice(0, 8)}`;
  await winloop('workspace', 'create', '--slug', slug, '--name', `${name} workspace`, '--held-out-share', '0');
  const key = await winloop('apikey', 'create', '--workspace', slug, '--role', 'admin');
  const admin = await request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${key}` } });
  const post = async (path: string, data: object): Promise<string> => {
    const answer = await admin.post(`/api/v1${path}`, { data });
    expect(answer.status(), await answer.text()).toBe(201);
    return ((await answer.json()) as { id: string }).id;
  };
  const account = await post('/accounts', { name: `${name} account` });
  const contact = await post('/contacts', { name: `${name} contact`, accountId: account });
  const lead = await post('/leads', { name: `${name} lead` });
  const deal = await post('/deals', { name: `${name} deal`, accountId: account, amount: 4711 });
  await admin.put(`/api/v1/contacts/${contact}/deals/${deal}`);
  const advice = (await (await admin.post(`/api/v1/deals/${deal}/insights?wait=true`)).json()) as { data: { id: string }[] };
  const upload = await admin.post('/api/v1/imports?entity=deals&wait=true', { headers: { 'content-type': 'text/csv' }, data: `Deal name,Amount\n${name} imported,10\n` });
  const prompts = (await (await admin.get('/api/v1/prompts')).json()) as { data: { id: string }[] };
  const experiment = await post('/experiments', {
    name: `${name} experiment`, type: 'SEQUENTIAL', allocation: 'EQUAL', unit: 'contact', subject: { kind: 'external', what: 'subject_line' },
    variants: ['control', 'new'].map((key) => ({ key, name: key, payload: { kind: 'external', value: key } })), metrics: [{ key: 'reply', name: 'Reply', kind: 'binomial', role: 'primary' }],
  });
  return { slug, admin, ids: { account, contact, lead, deal, experiment, insight: advice.data[0]!.id, prompt: prompts.data[0]!.id, import: ((await upload.json()) as { id: string }).id } };
}
