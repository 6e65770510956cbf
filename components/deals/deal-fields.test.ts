import { describe, expect, it } from 'vitest';
import { changedFields, readDealFields } from './deal-fields';

const form = (values: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
};

describe('the form of a deal', () => {
  it('reads numbers, percentages and empty fields', () => {
    expect(readDealFields(form({ name: ' Renewal ', amount: '48200.5', currency: 'eur', discount: '12.5', competitor: '', account: 'Acme' })))
      .toMatchObject({ name: 'Renewal', amount: 48200.5, currency: 'EUR', discount: 0.125, competitor: null, account: 'Acme' });
  });

  it('leaves a field that is not shown out, and says what an empty name is', () => {
    const read = readDealFields(form({ name: '  ' }));
    expect(read.name).toBe('');
    expect(read.ownerId).toBeUndefined();
  });

  it('sends only what was touched', () => {
    const before = readDealFields(form({ name: 'Renewal', amount: '100', currency: 'USD', expectedCloseAt: '2026-06-30' }));
    expect(changedFields(before, readDealFields(form({ name: 'Renewal', amount: '100', currency: 'USD', expectedCloseAt: '2026-07-31' })))).toEqual({ expectedCloseAt: '2026-07-31' });
    expect(changedFields(before, readDealFields(form({ name: 'Renewal', amount: '', currency: 'USD', expectedCloseAt: '2026-06-30' })))).toEqual({ amount: null });
    expect(changedFields(before, before)).toEqual({});
  });
});
