import { describe, expect, it } from 'vitest';
import { returnPath } from './return-path';

describe('where signing in leads', () => {
  it('keeps a page of ours with its filters', () => {
    expect(returnPath('/w/acme/deals?stage=Proposal&sort=-amount')).toBe('/w/acme/deals?stage=Proposal&sort=-amount');
  });

  it('never leaves the site', () => {
    for (const asked of ['https://evil.test/', '//evil.test', '/\\evil.test', '/\t/evil.test', '/%09//evil.test/..//x', 'javascript:alert(1)', '/..//evil.test', '/./\\evil.test', '', undefined, ['/w/a']]) {
      const path = returnPath(asked);
      expect(new URL(path, 'https://winloop.test').origin, String(asked)).toBe('https://winloop.test');
      expect(path.startsWith('//'), String(asked)).toBe(false);
    }
  });

  it('does not lead to where nobody wants to go', () => {
    for (const asked of ['/sign-in', '/sign-in?to=/sign-in', '/api/auth/signout', '/set-up']) expect(returnPath(asked)).toBe('/');
  });
});
