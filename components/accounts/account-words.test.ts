import { describe, expect, it } from 'vitest';
import type { Account } from '@/lib/accounts/schema';
import { accountLine, pipelineWords, recordWords } from './account-words';

const account: Account = {
  id: '', externalId: null, name: 'Betatech', industry: null, website: null, country: null, employees: null, revenue: null, revenueMinor: null, currency: null,
  foundedYear: null, parentName: null, createdAt: '', updatedAt: '',
};

describe('words of an account', () => {
  it('gives a share with its number of cases, and none without cases', () => {
    expect(recordWords({ won: 12, lost: 29 })).toBe('29% of 41');
    expect(recordWords({ won: 0, lost: 0 })).toBeNull();
  });

  it('says what the sum leaves out', () => {
    expect(pipelineWords({ pipelineMinor: 120_000_000, unconverted: 0 }, 'USD')).toBe('1.2\u00a0M\u00a0USD');
    expect(pipelineWords({ pipelineMinor: 5_000, unconverted: 1 }, 'USD')).toBe('50\u00a0USD and 1 deal without an exchange rate');
  });

  it('lists what is known and nothing else', () => {
    expect(accountLine(account)).toBe('Nothing more is known of it yet.');
    expect(accountLine({ ...account, industry: 'medical', employees: 1, revenueMinor: 64_718_000_000, currency: 'USD', foundedYear: 1986, parentName: 'Acme' }))
      .toBe('Medical, 1 employee, 647.2\u00a0M\u00a0USD a year, founded 1986, part of Acme');
  });
});
