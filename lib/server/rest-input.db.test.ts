/** What comes in: fields that are not the caller's to set, bodies that are not requests, texts no database takes, and a database that breaks. */
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { asOwner, useDatabase } from './db/testing/database';
import { log } from './log';
import { BODIES, newTenant, paramsOf, type Tenant } from './testing/rest-world';
import { call, everything, fieldsOf, restEntries, type Entry } from './testing/rest';

useDatabase();

const entries = await restEntries();
const entry = (name: string): Entry => entries.find((one) => one.name === name)!;
const withBody = entries.filter(({ spec }) => spec.body);
const named = (list: readonly Entry[]) => list.map((one) => [one.name, one] as const);

let ours: Tenant, theirs: Tenant;
beforeAll(async () => {
  ours = await newTenant('Ours');
  theirs = await newTenant('Theirs');
});
beforeEach(() => void Reflect.deleteProperty(globalThis, 'winloopLimiters'));

const bodyOf = (one: Entry): Record<string, unknown> => BODIES[one.name]!(ours) as Record<string, unknown>;

describe('fields that are not the caller\'s to set', () => {
  const PLANTED = '00000000-0000-7000-8000-00000000dead';
  const planted = () => ({
    id: PLANTED, workspaceId: theirs.workspace, workspace_id: theirs.workspace, role: 'admin', winProbability: 0.987654, win_probability: 0.987654, probability: 0.987654,
    attention: 987654, createdAt: '1999-01-01T00:00:00Z', externalId: 'planted', principal: 'member:somebody', actorName: 'Somebody', disposition: 'dismissed',
    simulated: true, slips: 987654, score: 0.987654, modelVersion: 'planted', endedAt: '1999-01-01T00:00:00Z', lastActivityAt: '1999-01-01T00:00:00Z', amountMinor: 987654,
  });

  it.each(named(withBody))('%s takes none of them', async (_name, one) => {
    const answer = await call(one, { key: ours.key, params: paramsOf(one.path, ours), body: { ...planted(), ...bodyOf(one) } });
    // Refused or overlooked, never taken.
    expect([200, 201, 202, 400], answer.text).toContain(answer.status);
    for (const trace of [PLANTED, '0.987654', '987654', '1999-01-01', 'planted', 'Somebody', '"dismissed":true', '"disposition":"dismissed"']) expect(answer.text).not.toContain(trace);
    const rows = await asOwner<{ n: number }>(`select count(*)::int as n from deal where id = $1 or win_probability = 0.987654 or attention = 987654 or slips = 987654 or amount_minor = 987654 or external_id = 'planted'`, [PLANTED]);
    expect(rows[0]!.n).toBe(0);
  });

  it('leave the other tenant as it was', async () => {
    const [count] = await asOwner<{ deals: number; accounts: number; contacts: number }>(
      `select (select count(*)::int from deal where workspace_id = $1) as deals, (select count(*)::int from account where workspace_id = $1) as accounts, (select count(*)::int from contact where workspace_id = $1) as contacts`, [theirs.workspace]);
    expect(count).toEqual({ deals: 1, accounts: 1, contacts: 2 });
  });

  it('a new deal is open and unscored by its maker, whatever it says', async () => {
    const made = (await call(entry('POST /deals'), { key: ours.key, body: { name: 'Won already', status: 'won', closedAt: '2026-01-01', version: 77 } })).json<{ id: string; status: string; closedAt: null; version: number }>();
    expect(made).toMatchObject({ status: 'open', closedAt: null });
    expect(made.version).toBeLessThan(77);
    const patched = await call(entry('PATCH /deals/[id]'), { key: ours.key, params: { id: made.id }, body: { name: 'Won now', status: 'won', closedAt: '2026-01-01' } });
    expect(patched.json()).toMatchObject({ status: 'open', closedAt: null });
    expect((await call(entry('PATCH /deals/[id]'), { key: ours.key, params: { id: made.id }, body: { name: 'Old news', version: 0 } })).status).toBe(409);
  });
});

describe('texts', () => {
  const HOSTILE: Record<string, string> = {
    NUL: 'a\u0000b', 'lone surrogate': 'a\ud800b', 'lone low surrogate': '\udfff', 'direction marks': '\u202e\u2066x', 'SQL': `'; drop table deal; --`, 'a placeholder': '${7*7} {{constructor}} $1 %s',
    script: '<script>alert(1)</script><img src=x onerror=alert(1)>', formula: '=HYPERLINK("http://evil.test")', 'two megabytes': 'x'.repeat(2_000_000), 'many combining marks': `Z${'\u0335'.repeat(150)}`,
  };
  const fields = withBody.flatMap((one) => fieldsOf(one.spec.body).texts.filter((field) => !fieldsOf(one.spec.body).ids.includes(field)).map((field) => [`${one.name} ${field}`, one, field] as const));

  it.each(fields)('%s: taken as text or refused', async (_name, one, field) => {
    for (const [what, text] of Object.entries(HOSTILE)) {
      const answer = await call(one, { key: ours.key, params: paramsOf(one.path, ours), body: { ...bodyOf(one), [field]: text } });
      expect([200, 201, 202, 400], `${what}: ${answer.text.slice(0, 200)}`).toContain(answer.status);
    }
  });

  it.each(named(entries.filter(({ spec }) => spec.query ?? spec.params)))('%s: the same in query and path', async (_name, one) => {
    const fields = [...fieldsOf(one.spec.query).all, ...(one.path === '/imports' ? ['filename', 'mapping', 'options'] : [])];
    for (const text of ['a\u0000b', '\ud800', `'; drop table deal; --`, 'NaN', '-1', '1e999', '__proto__', '../../etc/passwd', '%', '\\', 'x'.repeat(5_000)]) {
      for (const field of fields) {
        const { status } = await call(one, { key: ours.key, params: paramsOf(one.path, ours), query: { [field]: text }, body: one.spec.body ? bodyOf(one) : '' });
        expect(status, `${field}=${text.slice(0, 20)}`).toBeLessThan(500);
      }
      const params = Object.fromEntries(Object.keys(paramsOf(one.path, ours)).map((name) => [name, text]));
      if (Object.keys(params).length === 0) continue;
      const { status } = await call(one, { key: ours.key, params, body: one.spec.body ? bodyOf(one) : '' });
      if (/\[(id|dealId|entity)\]/.test(one.path)) expect(status, `path ${text.slice(0, 20)}`).toBe(400);
      else expect(status, `path ${text.slice(0, 20)}`).toBeLessThan(500);
    }
  });
});

describe('bodies', () => {
  const post = entry('POST /deals');

  it.each(named(withBody))('%s refuses what is no request', async (_name, one) => {
    const send = (body: unknown, headers = {}) => call(one, { key: ours.key, params: paramsOf(one.path, ours), body, headers });
    const before = await everything();
    for (const body of ['{', 'null', '[]', '"text"', '12', 'undefined', '\u0000', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`]) {
      expect((await send(body)).status, body.slice(0, 20)).toBe(400);
    }
    expect((await send('{}', { 'content-length': String(10 * 1024 * 1024 + 1) })).status).toBe(413);
    expect(await everything()).toEqual(before);
  });

  it('said to be short, and long all the same, are left off where the limit is', async () => {
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({ pull(c) { given++; c.enqueue(new Uint8Array(1024 * 1024).fill(32)); } });
    expect((await call(post, { key: ours.key, body: endless, headers: { 'content-length': '10' } })).status).toBe(413);
    expect(given).toBeLessThan(20);
  });

  it('that are forms have an end too', async () => {
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({ pull(c) { c.enqueue(given++ === 0 ? Buffer.from('--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n') : new Uint8Array(1024 * 1024).fill(97)); } });
    const answer = await call(entry('POST /imports'), { key: ours.key, query: { entity: 'deals' }, body: endless, headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': '10' } });
    expect(answer.status).toBe(413);
    expect(given).toBeLessThan(80);
  });

  it('that are nonsense count as requests', async () => {
    const ask = entry('POST /deals/[id]/insights');
    const send = () => call(ask, { key: ours.key, params: { id: 'no id' } });
    for (let i = 0; i < 60; i++) expect((await send()).status).toBe(400);
    expect((await send()).status).toBe(429);
  });

  it('with a name of an object\'s own change no other object', async () => {
    const { status } = await call(post, { key: ours.key, body: '{"name":"Plain","__proto__":{"status":"won","polluted":1},"constructor":{"prototype":{"polluted":1}}}' });
    expect(status).toBe(201);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    const [deal] = await asOwner<{ status: string }>(`select status from deal where name = 'Plain'`);
    expect(deal!.status).toBe('open');
  });

  it('of half a million keys are answered at once', async () => {
    const started = performance.now();
    const body = `{"name":"Many",${Array.from({ length: 500_000 }, (_, i) => `"k${i}":1`).join(',')}}`;
    expect([201, 400]).toContain((await call(post, { key: ours.key, body })).status);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('with numbers that are none are refused', async () => {
    for (const amount of ['NaN', '1e999', '-1', '"5"', '{}', '1e14']) expect((await call(post, { key: ours.key, body: `{"name":"Number","amount":${amount}}` })).status, amount).toBe(400);
    for (const moment of ['"0000-00-00"', '"9999999-01-01"', '17', '"tomorrow"']) expect((await call(post, { key: ours.key, body: `{"name":"Date","openedAt":${moment}}` })).status, moment).toBe(400);
  });
});

describe('when the database breaks', () => {
  it('says nothing of it outside, and nothing of the caller\'s data in the log', async () => {
    const written: unknown[] = [];
    const spy = vi.spyOn(log, 'error').mockImplementation((...said: unknown[]) => void written.push(said));
    await asOwner('alter table contact rename column name to elsewhere');
    try {
      for (const request of [() => call(entry('GET /contacts'), { key: ours.key, query: { q: 'canary-4711' } }), () => call(entry('POST /contacts'), { key: ours.key, body: { name: 'canary-4711', email: 'canary-4711@acme.test' } })]) {
        const answer = await request();
        expect(answer.status).toBe(500);
        expect(answer.text).not.toMatch(/canary|contact|column|elsewhere/i);
      }
    } finally {
      await asOwner('alter table contact rename column elsewhere to name');
      spy.mockRestore();
    }
    expect(written.length).toBe(2);
    expect(JSON.stringify(written)).not.toContain('canary');
    expect((await call(entry('GET /contacts'), { key: ours.key })).status).toBe(200);
  });
});
