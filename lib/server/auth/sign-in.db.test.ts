import { beforeAll, describe, expect, it } from 'vitest';
import { asOwner, useDatabase } from '../db/testing/database';
import { createUser } from '../doors/auth';
import { AppError } from '../errors';
import { hashPassword } from './password';
import { checkCredentials } from './sign-in';

useDatabase();

const password = 'violet anchor meadow';
const add = async (email: string) => createUser({ email, name: email, passwordHash: await hashPassword(password) });
const tried = (email: string, word: string, address = email) =>
  checkCredentials({ email, password: word }, address).then((user) => (user ? 'in' : 'wrong'), (error: unknown) => (error instanceof AppError ? error.kind : 'broken'));

beforeAll(async () => {
  for (const name of ['a', 'b', 'c', 'd', 'off']) await add(`${name}@acme.test`);
  await asOwner(`update user_account set disabled_at = now() where email = 'off@acme.test'`);
});

describe('e-mail and password', () => {
  it('open the account they belong to, whatever the case of the address', async () => {
    expect(await tried('a@acme.test', password)).toBe('in');
    expect(await tried(' A@ACME.test ', password)).toBe('in');
  });

  it('get one answer when the person is unknown, the password wrong or the account disabled', async () => {
    expect(await Promise.all([tried('nobody@acme.test', password), tried('a@acme.test', 'wrong'), tried('off@acme.test', password)])).toEqual(['wrong', 'wrong', 'wrong']);
  });

  it('are refused after ten wrong ones, the right one too, until the quarter of an hour is over', async () => {
    for (let i = 0; i < 10; i++) expect(await tried('b@acme.test', `guess ${i}`)).toBe('wrong');
    expect(await tried('b@acme.test', password)).toBe('rate_limited');
    // Another address does not help, another person is not hindered.
    expect(await tried('b@acme.test', password, 'elsewhere')).toBe('rate_limited');
    expect(await tried('a@acme.test', password, 'b@acme.test')).toBe('in');
    await asOwner(`update sign_in_attempt set at = at - interval '15 minutes'`);
    expect(await tried('b@acme.test', password)).toBe('in');
  });

  it('do not prolong the wait by tries that were refused', async () => {
    for (let i = 0; i < 30; i++) await tried('c@acme.test', 'guess');
    expect(await asOwner(`select count(*)::int as n from sign_in_attempt where address = 'c@acme.test'`)).toEqual([{ n: 10 }]);
  });

  it('cannot be guessed faster by trying many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => tried('d@acme.test', `guess ${i}`)));
    expect(answers.filter((answer) => answer === 'wrong').length).toBeLessThanOrEqual(10);
    expect(answers.filter((answer) => answer === 'rate_limited').length).toBeGreaterThanOrEqual(30);
  });

  it('are throttled by address when one address tries many people', async () => {
    for (let i = 0; i < 50; i++) expect(await tried(`person${i}@acme.test`, 'guess', '203.0.113.7')).toBe('wrong');
    expect(await tried('a@acme.test', password, '203.0.113.7')).toBe('rate_limited');
    expect(await tried('a@acme.test', password, '203.0.113.8')).toBe('in');
  });
});
