import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clusterCauses, clusterWords } from './cause-clusters';
import type { ScorePoint } from './score-history';

const START = Date.parse('2026-01-01T00:00:00Z');
const point = (day: number, cause: string | null): ScorePoint => ({ at: new Date(START + day * 86_400_000).toISOString(), value: 0.5, low: 0.4, high: 0.6, cause });
const UNTIL = point(100, null).at;

it('what lies close together is one mark that says it all, in order', () => {
  const clusters = clusterCauses([point(0, 'created'), point(1, 'note'), point(2, 'note'), point(3, 'moved'), point(50, null), point(60, 'lost')], UNTIL);
  expect(clusters.map(clusterWords)).toEqual(['created, then note (2 times), then moved', 'lost']);
});

it('no cause is lost, and however long the history its marks stay few enough to tell apart', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.option(fc.constantFrom('a', 'b')))), (given) => {
    const points = [point(0, null), ...given.map(([day, cause]) => point(day, cause))].sort((a, b) => a.at.localeCompare(b.at));
    const clusters = clusterCauses(points, UNTIL);
    expect(clusters.flatMap((cluster) => cluster.points)).toEqual(points.filter(({ cause }) => cause !== null));
    expect(clusters.length).toBeLessThanOrEqual(29);
  }));
});
