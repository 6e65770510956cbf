import { describe, expect, it } from 'vitest';
import { readDealQuery } from './read-query';

const id = '0198c5a0-0000-7000-8000-000000000001';

describe('filters from an address', () => {
  it('keeps what is right', () => {
    expect(readDealQuery({ status: 'won', stage: id, sort: 'amount', dir: 'asc', page: '3', q: ' acme ' }))
      .toEqual({ status: 'won', stage: id, sort: 'amount', dir: 'asc', page: 3, q: 'acme', view: 'table' });
  });

  it('takes what is wrong as absent, one by one', () => {
    expect(readDealQuery({ status: 'maybe', stage: 'x', owner: id, sort: '; drop table', page: '-1', q: '', deal: ['nope'] }))
      .toEqual({ status: 'open', owner: id, sort: 'attention', dir: 'desc', page: 1, view: 'table' });
  });

  it('takes the first of several, and nothing that it does not know', () => {
    expect(readDealQuery({ status: ['lost', 'won'], __proto__: 'x', workspaceId: id })).toEqual({ status: 'lost', sort: 'attention', dir: 'desc', page: 1, view: 'table' });
  });
});
