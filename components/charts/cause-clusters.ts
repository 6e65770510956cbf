/** Causes of a long history, drawn together where their marks would lie on each other. Pure. */
import type { ScorePoint } from './score-history';

export interface CauseCluster {
  /** The changes in it, in order of time; the mark stands where the last one left the score. */
  points: readonly ScorePoint[];
}

/** Marks of nine pixels' radius on a plot of some 500: closer than this share of the time they would overlap. */
const APART = 1 / 28;

/** Clusters of consecutive causes: a new one begins where the time since the first of the last is more than a mark's width. */
export function clusterCauses(points: readonly ScorePoint[], until: string): CauseCluster[] {
  const causes = points.filter((point) => point.cause !== null);
  const [first] = points;
  if (!first) return [];
  const span = Math.max(1, Date.parse(until) - Date.parse(first.at));
  const clusters: ScorePoint[][] = [];
  for (const point of causes) {
    const last = clusters.at(-1);
    if (last && (Date.parse(point.at) - Date.parse(last[0]!.at)) / span < APART) last.push(point);
    else clusters.push([point]);
  }
  return clusters.map((together) => ({ points: together }));
}

/** What a cluster says: its causes in order, the same one after another once, with how often. */
export function clusterWords({ points }: CauseCluster): string {
  const said: { cause: string; times: number }[] = [];
  for (const { cause } of points) {
    const last = said.at(-1);
    if (last && last.cause === cause) last.times += 1;
    else if (cause !== null) said.push({ cause, times: 1 });
  }
  return said.map(({ cause, times }) => (times > 1 ? `${cause} (${times} times)` : cause)).join(', then ');
}
