import { describe, expect, it } from 'vitest';
import { actionWords, entityName, fieldChanges, valueWords } from './words';

describe('an entry in words', () => {
  it('says what was done to what', () => {
    expect([actionWords('deal.update'), actionWords('exchange_rate.save'), actionWords('member.reset_link'), actionWords('thing.some_verb')])
      .toEqual(['changed deal', 'saved exchange rate', 'made a reset link for member', 'some verb thing']);
  });

  it('names the record as it is called after, else before', () => {
    expect(entityName({ before: { name: 'Old' }, after: { name: 'New' } })).toBe('New');
    expect(entityName({ before: { name: 'Gone' }, after: null })).toBe('Gone');
    expect(entityName({ before: null, after: { role: 'rep' } })).toBeNull();
  });

  it('tells each field that changed, and no other', () => {
    expect(fieldChanges({ before: { id: '1', role: 'rep', teamId: null, name: 'A' }, after: { id: '1', role: 'admin', teamId: null, name: 'A' } }))
      .toEqual([{ field: 'role', before: 'rep', after: 'admin' }]);
  });

  it('tells what was made or removed, without empty fields', () => {
    expect(fieldChanges({ before: null, after: { name: 'North', note: null } })).toEqual([{ field: 'name', before: null, after: 'North' }]);
    expect(fieldChanges({ before: { name: 'North' }, after: undefined })).toEqual([{ field: 'name', before: 'North', after: null }]);
  });

  it('opens settings one level down', () => {
    expect(fieldChanges({ before: { enabled: true, settings: { days: 7, messages: 2 } }, after: { enabled: true, settings: { days: 14, messages: 2 } } }))
      .toEqual([{ field: 'settings days', before: '7', after: '14' }]);
  });

  it('survives whatever was stored', () => {
    expect(fieldChanges({ before: 'text', after: [1, 2] })).toEqual([]);
    expect(valueWords({ a: [1] })).toBe('{"a":[1]}');
    expect(valueWords(false)).toBe('no');
    expect(valueWords('2026-11-28T09:17:18.633Z')).toBe('2026-11-28 09:17 UTC');
    expect(valueWords('x'.repeat(500))).toHaveLength(161);
  });
});
