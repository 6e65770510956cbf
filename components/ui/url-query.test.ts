import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readUrlQuery } from './url-query';

const schema = z.object({ q: z.string().max(5).optional(), sort: z.enum(['name', 'size']).default('name'), page: z.coerce.number().int().min(1).default(1) });

describe('readUrlQuery', () => {
  it('takes what is right and forgets the rest', () => {
    expect(readUrlQuery(schema, { q: 'acme', sort: 'size', page: '3' })).toEqual({ q: 'acme', sort: 'size', page: 3 });
    expect(readUrlQuery(schema, { q: 'too long', sort: 'x', page: '-1', other: 'y' })).toEqual({ sort: 'name', page: 1 });
    expect(readUrlQuery(schema, { q: '', sort: ['size', 'name'], page: '1e9999' })).toEqual({ sort: 'size', page: 1 });
  });
});
