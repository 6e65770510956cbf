import { NonRetriableError, RetryAfterError } from 'inngest';
import { describe, expect, it } from 'vitest';
import { database } from '@/lib/server/db/client';
import { useDatabase } from '@/lib/server/db/testing/database';
import { withoutSecrets } from './safe-errors';

useDatabase();

const spelled = (error: unknown): string => error instanceof Error ? [error.name, error.message, error.stack, String(error.cause)].join(' ') : String(error);

describe('an error that leaves with a job', () => {
  it('carries nothing of what a database or a provider wrote', () => {
    const database = Object.assign(new Error('insert ("canary") failed', { cause: new Error('canary') }), { name: 'PrismaClientKnownRequestError', code: 'P2002', meta: { value: 'canary' } });
    const provider = Object.assign(new Error('key sk-canary is invalid'), { name: 'APIError' });
    for (const error of [database, provider, 'canary in a text']) expect(spelled(withoutSecrets(error))).not.toContain('canary');
    expect(spelled(withoutSecrets(database))).toContain('PrismaClientKnownRequestError (P2002)');
  });

  it('carries the codes by which it is understood, PostgreSQL\'s inside Prisma\'s too', () => {
    const raw = Object.assign(new Error('canary'), { name: 'PrismaClientKnownRequestError', code: 'P2010', meta: { driverAdapterError: Object.assign(new Error('canary'), { cause: { originalCode: '22P02', kind: 'postgres' } }) } });
    expect(withoutSecrets(raw)).toMatchObject({ message: expect.stringContaining('PrismaClientKnownRequestError (P2010 22P02)') as string });
    const late = Object.assign(new Error('canary'), { name: 'PrismaClientKnownRequestError', code: 'P2028' });
    expect(withoutSecrets(late)).toMatchObject({ message: expect.stringContaining('(P2028)') as string });
  });

  it('carries the codes of a real error of this database', async () => {
    const { prisma } = await database();
    const error: unknown = await prisma.$queryRaw`select 'canary'::int`.catch((thrown: unknown) => thrown);
    expect(spelled(withoutSecrets(error))).toContain('P2010 22P02');
    expect(spelled(withoutSecrets(error))).not.toContain('canary');
  });

  it('keeps our own sentence and what it says about trying again', () => {
    expect(withoutSecrets(new TypeError('no such stage'))).toMatchObject({ name: 'TypeError', message: 'no such stage' });
    expect(withoutSecrets(new NonRetriableError('over', { cause: new Error('canary') }))).toBeInstanceOf(NonRetriableError);
    expect(spelled(withoutSecrets(new NonRetriableError('over', { cause: new Error('canary') })))).not.toContain('canary');
    const later = withoutSecrets(new RetryAfterError('busy', '30s'));
    expect(later).toBeInstanceOf(RetryAfterError);
    expect(later).toMatchObject({ retryAfter: '30', message: 'busy' });
  });
});
