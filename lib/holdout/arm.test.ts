import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { armFor, positionOf } from './arm';

describe('the arm of a deal', () => {
  it('is always the same, and nobody is held out at a share of 0', () => {
    fc.assert(fc.property(fc.uuid(), fc.uuid(), fc.double({ min: 0, max: 0.5, noNaN: true }), (workspace, deal, share) => {
      expect(armFor(workspace, deal, share)).toBe(armFor(workspace, deal, share));
      expect(armFor(workspace, deal, 0)).toBe('shown');
      expect(positionOf(workspace, deal)).toBeLessThan(1);
    }));
  });

  it('holds out the share that was asked for, in each workspace others', () => {
    const deals = Array.from({ length: 20_000 }, (_, i) => `deal ${i}`);
    const held = (workspace: string) => deals.filter((deal) => armFor(workspace, deal, 0.1) === 'held_out');
    const [a, b] = [held('a'), new Set(held('b'))];
    // 0.1 of 20,000, four standard errors (42) around it.
    expect(Math.abs(a.length - 2000)).toBeLessThan(170);
    expect(Math.abs(a.filter((deal) => b.has(deal)).length - 200)).toBeLessThan(60);
  });

  it('a known one, so that no later version moves it', () => {
    expect(positionOf('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002')).toBeCloseTo(0.216743753318, 10);
  });
});
