import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTexts, compareVersions, type DiffLine } from './compare-versions';

const side = (lines: readonly DiffLine[], without: 'added' | 'removed') => lines.filter(({ kind }) => kind !== without).map(({ pieces }) => pieces.map(({ text }) => text).join('')).join('\n');

describe('what differs', () => {
  it('is told by line, and by word inside a changed line', () => {
    const lines = compareTexts('You advise.\nBe short.\nCite.', 'You advise.\nBe very short.\nCite.');
    expect(lines.map(({ kind, before, after }) => [kind, before, after])).toEqual([['kept', 1, 1], ['removed', 2, null], ['added', null, 2], ['kept', 3, 3]]);
    expect(lines[2]?.pieces.filter(({ changed }) => changed).map(({ text }) => text.trim())).toEqual(['very']);
  });

  it('is nothing between equal versions, settings included', () => {
    const version = { template: { system: 'a', user: 'b' }, config: { maxTokens: 500 } };
    expect(compareVersions(version, version).some(({ changed }) => changed)).toBe(false);
    expect(compareVersions(version, { ...version, config: {} }).map(({ title, changed }) => [title, changed])).toEqual([['Instructions', false], ['Request', false], ['Settings', true]]);
  });

  it('loses nothing: both texts can be read back from it', () => {
    const text = fc.array(fc.constantFrom('Cite ids.', 'Be short.', 'Be very short.', '', '  indented', 'Say {{context}}', '<b>not markup</b>'), { minLength: 1, maxLength: 8 }).map((lines) => lines.join('\n'));
    fc.assert(fc.property(text, text, (before, after) => {
      const lines = compareTexts(before, after);
      expect(side(lines, 'added')).toBe(before);
      expect(side(lines, 'removed')).toBe(after);
    }), { numRuns: 300 });
  });
});
