import { expect, it } from 'vitest';
import { matches } from './palette-match';

it.each([
  ['Go to Learning', 'lear', true], ['Go to Learning', 'go learning', true], ['Move to Negotiation', 'neg move', true], ['Theme: dark', '', true],
  ['Go to Learning', 'earn', false], ['Go to Learning', 'learning deals', false],
])('%s by "%s": %s', (entry, typed, found) => {
  expect(matches(entry, typed)).toBe(found);
});
