import { describe, expect, it } from 'vitest';
import { BadEnvironment, readEnv } from './env';

const SECRETS = { NEXTAUTH_SECRET: 'n'.repeat(32), WINLOOP_ENCRYPTION_KEY: 'a'.repeat(64), INNGEST_SIGNING_KEY: `signkey-prod-${'b'.repeat(64)}` };
const problemOf = (source: Record<string, string | undefined>): string => {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof BadEnvironment) return error.message;
  }
  return '';
};

describe('the environment', () => {
  it('needs nothing: embedded database, loopback, sample', () => {
    expect(readEnv({})).toMatchObject({ HOST: '127.0.0.1', PORT: 3000, isLocal: true, sample: true, url: 'http://localhost:3000' });
  });

  it('takes an empty variable as unset', () => {
    expect(readEnv({ PORT: '', DATABASE_URL: '', ANTHROPIC_API_KEY: '' })).toEqual(readEnv({}));
  });

  it('has no sample on PostgreSQL unless asked for', () => {
    const DATABASE_URL = 'postgres://u@localhost/winloop';
    expect(readEnv({ DATABASE_URL }).sample).toBe(false);
    expect(readEnv({ DATABASE_URL, WINLOOP_SAMPLE: '1' }).sample).toBe(true);
    expect(readEnv({ WINLOOP_SAMPLE: '0' }).sample).toBe(false);
  });

  it.each([
    [{ PORT: '70000' }, 'PORT'],
    [{ PORT: 'web' }, 'PORT must be a number between 1 and 65535'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL must start with postgres://'],
    [{ NEXTAUTH_SECRET: 'short' }, 'NEXTAUTH_SECRET must have at least 32 characters'],
    [{ WINLOOP_ENCRYPTION_KEY: 'xyz' }, 'WINLOOP_ENCRYPTION_KEY must be 64 hexadecimal characters'],
    [{ WINLOOP_URL: 'winloop' }, 'WINLOOP_URL must be the address people open'],
    [{ WINLOOP_URL: 'http://winloop.example.com' }, 'WINLOOP_URL must be https://'],
    [{ WINLOOP_SAMPLE: 'maybe' }, 'WINLOOP_SAMPLE'],
    [{ WINLOOP_LOG_LEVEL: 'loud' }, 'WINLOOP_LOG_LEVEL'],
  ])('says what is wrong with %o', (source, problem) => {
    expect(problemOf(source)).toContain(problem);
    expect(problemOf(source)).toContain('.env.example');
  });

  it('lists every problem at once', () => {
    const said = problemOf({ PORT: '0', NEXTAUTH_SECRET: 'x' });
    expect(said).toContain('PORT');
    expect(said).toContain('NEXTAUTH_SECRET');
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'winloop.internal'])('refuses sample sign-ins and made-up secrets on %s', (HOST) => {
    expect(problemOf({ HOST, ...SECRETS, WINLOOP_SAMPLE: '1' })).toContain('known passwords');
    for (const name of Object.keys(SECRETS)) expect(problemOf({ HOST, ...SECRETS, [name]: undefined })).toContain(`${name} (`);
    expect(readEnv({ HOST, ...SECRETS })).toMatchObject({ isLocal: false, sample: false });
  });

  it('counts a proxy in front as others who reach it: no sample sign-ins and no made-up secrets behind a public address', () => {
    const WINLOOP_URL = 'https://winloop.example.com';
    expect(problemOf({ WINLOOP_URL, ...SECRETS, WINLOOP_SAMPLE: '1' })).toContain(`WINLOOP_URL=${WINLOOP_URL} is reachable by others`);
    for (const name of Object.keys(SECRETS)) expect(problemOf({ WINLOOP_URL, ...SECRETS, [name]: undefined })).toContain(`${name} (`);
    expect(readEnv({ WINLOOP_URL, ...SECRETS })).toMatchObject({ isLocal: false, sample: false });
    for (const own of ['http://localhost:8080', 'http://[::1]:8080', 'https://127.0.0.1']) expect(readEnv({ WINLOOP_URL: own })).toMatchObject({ isLocal: true, sample: true });
  });
});
