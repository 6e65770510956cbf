import { describe, expect, it } from 'vitest';
import { createRng } from '@/lib/stats/rng';
import { lookForDrift, type Forecast } from './drift';

const draw = (seed: string, n: number, skill: number): Forecast[] => {
  const rng = createRng(seed);
  return Array.from({ length: n }, () => {
    const won = rng() < 0.6;
    return { won, probability: rng() < skill === won ? 0.8 : 0.2 };
  });
};

describe('drift', () => {
  it('is not spoken of with fewer than 50 on each side', () => {
    expect(lookForDrift(draw('a', 99, 0.8))).toMatchObject({ drift: null, reports: [], n: { before: 50, recent: 49 } });
    expect(lookForDrift([])).toMatchObject({ drift: null, n: { before: 0, recent: 0 } });
  });

  it('is found when forecasts get worse, and says by how much', () => {
    const { drift } = lookForDrift([...draw('late', 100, 0.5), ...draw('early', 400, 0.85)]);
    expect(drift).toMatchObject({ recent: { n: 100 }, before: { n: 400 } });
    expect(Math.abs(drift!.difference)).toBeGreaterThan(0.1);
    expect(drift!.pValue).toBeLessThan(0.025);
  });

  it('is not raised when they get better, nor by a small difference however many there are', () => {
    expect(lookForDrift([...draw('late', 100, 0.95), ...draw('early', 400, 0.6)]).drift).toBeNull();
    const exact = (n: number, wrong: number): Forecast[] => Array.from({ length: n }, (_, i) => ({ won: i >= wrong, probability: 0.6 }));
    expect(lookForDrift([...exact(100, 19), ...exact(500, 50)]).drift).toBeNull();
  });

  it('is a false alarm in at most one look of twenty when nothing changes', () => {
    const alarms = Array.from({ length: 400 }, (_, i) => lookForDrift(draw(`same ${i}`, 600, 0.7)).drift !== null).filter(Boolean).length;
    expect(alarms / 400).toBeLessThanOrEqual(0.05);
  });
});
