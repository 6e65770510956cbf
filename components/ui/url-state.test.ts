import { describe, expect, it } from 'vitest';
import { formatSort, hrefWith, nextSort, parseSort } from './url-state';

const byClose = { key: 'close', direction: 'ascending' } as const;

describe('hrefWith', () => {
  it('changes one parameter, keeps the others, and starts the list again', () => {
    expect(hrefWith('/deals', { stage: 'Won', cursor: 'abc', page: '3' }, { owner: 'me' })).toBe('/deals?owner=me&stage=Won');
  });

  it('gives the same address for the same state, however it came about', () => {
    expect(hrefWith('/d', { b: '1' }, { a: '2' })).toBe(hrefWith('/d', { a: '2' }, { b: '1' }));
  });

  it('removes, repeats and escapes values', () => {
    expect(hrefWith('/d', { q: 'x' }, { q: null })).toBe('/d');
    expect(hrefWith('/d', {}, { tag: ['a', 'b&c'] })).toBe('/d?tag=a&tag=b%26c');
    expect(hrefWith('/d', { tag: ['a'] }, { tag: [] })).toBe('/d');
  });

  it('keeps a position that the change itself sets', () => {
    expect(hrefWith('/d', { cursor: 'old', q: 'x' }, { cursor: 'new' })).toBe('/d?cursor=new&q=x');
  });
});

describe('sort', () => {
  it('reads what it writes', () => {
    for (const direction of ['ascending', 'descending'] as const) {
      expect(parseSort(formatSort({ key: 'amount', direction }), ['amount'], byClose)).toEqual({ key: 'amount', direction });
    }
  });

  it.each([undefined, '', 'password', '-password', ['amount'], '--amount'])('falls back on %j', (value) => {
    expect(parseSort(value, ['amount', 'close'], byClose)).toEqual(byClose);
  });

  it('starts a column its own way, then turns it round', () => {
    const first = nextSort(byClose, 'amount', 'descending');
    expect(first).toEqual({ key: 'amount', direction: 'descending' });
    expect(nextSort(first, 'amount', 'descending')).toEqual({ key: 'amount', direction: 'ascending' });
  });
});
