/** Attacks on the REST interface, over the routes as they are built: roles, tenants, keys, repetition. */
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDeal } from '@/lib/deals/create-deal';
import { createKey } from '@/lib/keys/create-key';
import { revokeKey } from '@/lib/keys/revoke-key';
import { encodeCursor } from './cursor';
import { asOwner, useDatabase } from './db/testing/database';
import { leastRole, ROLES } from './permissions';
import { BODIES, idOfField, newTenant, paramsOf, type Tenant } from './testing/rest-world';
import { call, everything, fieldsOf, newKeyFor, restEntries, type Entry } from './testing/rest';

useDatabase();

const entries = await restEntries();
const entry = (name: string): Entry => entries.find((one) => one.name === name)!;
const withIds = entries.filter(({ path }) => /\[(id|dealId)\]/.test(path));
const withBody = entries.filter(({ spec }) => spec.body);

let ours: Tenant, theirs: Tenant;
beforeAll(async () => {
  ours = await newTenant('Ours');
  theirs = await newTenant('Theirs');
});
// What is tried here is not how often one may try.
beforeEach(() => void Reflect.deleteProperty(globalThis, 'winloopLimiters'));

const bodyOf = ({ name, spec }: Entry, tenant: Tenant) => {
  if (!spec.body) return undefined;
  const make = BODIES[name];
  if (!make) throw new Error(`${name} has no example in BODIES: add one, so that it is attacked too`);
  return make(tenant);
};

describe('role by route', () => {
  const keys = new Map<string, string>();
  beforeAll(async () => {
    for (const role of ROLES) keys.set(role, await newKeyFor(ours.scope, role));
  });

  it.each(entries.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
    const params = Object.fromEntries(Object.keys(paramsOf(one.path, ours)).map((field) => [field, field === 'entity' ? 'deals' : uuidv7()]));
    for (const role of ROLES) {
      const below = ROLES.indexOf(role) < ROLES.indexOf(leastRole(one.permission));
      const { status } = await call(one, { key: keys.get(role)!, params, ...(one.method === 'GET' ? {} : { body: {} }) });
      if (below) expect(status, role).toBe(403);
      else expect([403, 401, 500], `${role} got ${status}`).not.toContain(status);
    }
  });
});

describe('another tenant\'s id in the path', () => {
  it.each(withIds.map((one) => [one.name, one] as const))('%s: not found, nothing written', async (_name, one) => {
    const foreign = paramsOf(one.path, ours);
    const own = paramsOf(one.path, theirs);
    const swaps = Object.keys(foreign).filter((field) => foreign[field] !== own[field]).map((field) => ({ ...own, [field]: foreign[field]! }));
    const before = await everything();
    for (const params of swaps) {
      expect((await call(one, { key: theirs.key, params, query: { wait: 'false' }, body: bodyOf(one, theirs) })).status).toBe(404);
    }
    expect(await everything()).toEqual(before);
  });

  it('is found by its own tenant: the test above fails for the right reason', async () => {
    for (const one of entries.filter(({ method, path }) => method === 'GET' && /\[(id|dealId|model)\]/.test(path))) {
      expect((await call(one, { key: ours.key, params: paramsOf(one.path, ours) })).status, one.name).toBe(200);
    }
  });
});

describe('another tenant\'s id in the body', () => {
  const fields = withBody.flatMap((one) => fieldsOf(one.spec.body).ids.map((field) => [`${one.name} ${field}`, one, field] as const));

  it('is looked for in every route that takes one', () => expect(fields.length).toBeGreaterThan(8));

  it.each(fields)('%s: refused, nothing written', async (_name, one, field) => {
    const id = idOfField(field, ours);
    if (!id) throw new Error(`no record for the field ${field}: add one to idOfField`);
    const before = await everything();
    const answer = await call(one, { key: theirs.key, params: paramsOf(one.path, theirs), body: { ...(bodyOf(one, theirs) as object), [field]: id } });
    expect([400, 404], answer.text).toContain(answer.status);
    expect(await everything()).toEqual(before);
  });
});

describe('lists', () => {
  const lists = entries.filter(({ method, path }) => method === 'GET' && !path.includes('['));
  const mine = () => Object.values(ours).filter((value): value is string => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value));

  it.each(lists.map((one) => [one.name, one] as const))('%s holds nothing of another tenant, with any cursor or filter of theirs', async (_name, one) => {
    const filters = fieldsOf(one.spec.query).ids.flatMap((field) => (idOfField(field, ours) ? [{ [field]: idOfField(field, ours)! }] : []));
    const cursors = mine().map((id) => ({ cursor: encodeCursor(id) }));
    for (const query of [{}, ...filters, ...cursors]) {
      const answer = await call(one, { key: theirs.key, query: query as Record<string, string> });
      expect(answer.status).toBe(200);
      for (const id of mine()) expect(answer.text).not.toContain(id);
      expect(answer.text).not.toContain('Ours');
    }
    for (const query of filters) expect((await call(one, { key: theirs.key, query })).json<{ data: unknown[] }>().data).toEqual([]);
  });

  it('exports hold nothing of another tenant', async () => {
    for (const type of ['deals', 'accounts', 'products', 'contacts']) {
      const { text } = await call(entry('GET /exports/[entity]'), { key: theirs.key, params: { entity: type } });
      expect(text).toContain('Theirs');
      expect(text).not.toContain('Ours');
    }
  });

  it.each(['accounts', 'contacts', 'deals'])('%s by somebody else\'s external id become one\'s own', async (place) => {
    const put = entry(`PUT /${place}/external/[externalId]`);
    const made = (await call(put, { key: ours.key, params: { externalId: 'shared' }, body: { name: 'Ours shared' } })).json<{ id: string }>();
    const other = (await call(put, { key: theirs.key, params: { externalId: 'shared' }, body: { name: 'Theirs shared' } })).json<{ id: string }>();
    expect(other.id).not.toBe(made.id);
    const get = entry(`GET /${place}/[id]`);
    expect((await call(get, { key: ours.key, params: { id: made.id } })).json()).toMatchObject({ name: 'Ours shared' });
  });
});

describe('keys', () => {
  it.each(entries.map((one) => [one.name, one] as const))('%s needs one', async (_name, one) => {
    const params = paramsOf(one.path, ours);
    const before = await everything();
    const callers: Record<string, string>[] = [{}, { authorization: 'Bearer wl_0000000000000000000000000000000000000000' }, { authorization: `Basic ${ours.key}` }, { authorization: ours.key }];
    for (const headers of callers) {
      expect((await call(one, { params, headers, body: bodyOf(one, ours) })).status).toBe(401);
    }
    expect((await call(one, { params, query: { apiKey: ours.key, authorization: `Bearer ${ours.key}` }, body: bodyOf(one, ours) })).status).toBe(401);
    expect(await everything()).toEqual(before);
  });

  it('work until they are revoked or expire, and not a request longer', async () => {
    const list = entry('GET /deals');
    const revoked = await createKey(ours.scope, { name: 'a', role: 'rep', expiresInDays: null });
    const expired = await createKey(ours.scope, { name: 'b', role: 'rep', expiresInDays: 1 });
    expect((await call(list, { key: revoked.token })).status).toBe(200);
    expect((await call(list, { key: expired.token })).status).toBe(200);
    await revokeKey(ours.scope, revoked.key.id);
    await asOwner(`update api_key set expires_at = now() - interval '1 second' where id = $1`, [expired.key.id]);
    expect((await call(list, { key: revoked.token })).status).toBe(401);
    expect((await call(list, { key: expired.token })).status).toBe(401);
  });

  it('are not in the database in any readable form', async () => {
    const rows = await asOwner<{ row: string }>('select to_jsonb(k)::text as row from api_key k');
    expect(rows.some(({ row }) => row.includes(ours.key.slice(0, 20)))).toBe(false);
  });
});

describe('a request that comes again', () => {
  const post = entry('POST /deals');
  const deals = async (name: string) => (await asOwner<{ id: string }>('select id from deal where name = $1', [name])).length;

  it('gets the first answer and does nothing more', async () => {
    const send = () => call(post, { key: ours.key, body: { name: 'Once' }, headers: { 'idempotency-key': 'once' } });
    const [first, second] = [await send(), await send()];
    expect(first.status).toBe(201);
    expect([second.status, second.json()]).toEqual([first.status, first.json()]);
    expect(await deals('Once')).toBe(1);
  });

  it('is refused when it asks for something else', async () => {
    await call(post, { key: ours.key, body: { name: 'Same key' }, headers: { 'idempotency-key': 'other' } });
    expect((await call(post, { key: ours.key, body: { name: 'Another' }, headers: { 'idempotency-key': 'other' } })).status).toBe(409);
    expect((await call(entry('POST /accounts'), { key: ours.key, body: { name: 'Same key' }, headers: { 'idempotency-key': 'other' } })).status).toBe(409);
    expect(await deals('Another')).toBe(0);
  });

  it('has one effect ten times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => call(post, { key: ours.key, body: { name: 'Ten' }, headers: { 'idempotency-key': 'ten' } })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.json<{ id: string }>().id)).size).toBe(1);
    expect(await deals('Ten')).toBe(1);
  });

  it('is somebody else\'s request with somebody else\'s key', async () => {
    const mine = await call(post, { key: ours.key, body: { name: 'Mine' }, headers: { 'idempotency-key': 'shared' } });
    const other = await call(post, { key: theirs.key, body: { name: 'Mine' }, headers: { 'idempotency-key': 'shared' } });
    expect(other.json<{ id: string }>().id).not.toBe(mine.json<{ id: string }>().id);
    expect(await deals('Mine')).toBe(2);
  });

  it('may be tried again after a refusal: only what was done is remembered', async () => {
    const wrong = await call(post, { key: ours.key, body: { name: 'Later', stageId: uuidv7() }, headers: { 'idempotency-key': 'later' } });
    expect(wrong.status).toBe(400);
    expect((await call(post, { key: ours.key, body: { name: 'Later' }, headers: { 'idempotency-key': 'later' } })).status).toBe(201);
  });
});

describe('too many requests', () => {
  it('that call models are refused with the seconds to wait, for the one who sent them', async () => {
    const deal = await createDeal(ours.scope, { name: 'Busy' });
    const ask = entry('POST /deals/[id]/insights');
    const rep = await newKeyFor(ours.scope, 'rep');
    for (let i = 0; i < 60; i++) expect((await call(ask, { key: rep, params: { id: deal.id } })).status).toBe(202);
    const refused = await call(ask, { key: rep, params: { id: deal.id } });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call(ask, { key: ours.key, params: { id: deal.id } })).status).toBe(202);
  });
});
