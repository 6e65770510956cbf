/** Numbers of a chart of bands: how a value is written, how far the axis goes, where its marks stand. */
import type { BandSeriesModel } from './band-series';

/** Differences are shares of 1 where they are points: a reader sees "2.1". */
export const writeBand = (value: number, write: BandSeriesModel['write']): number => Math.round(value * (write === 'points' ? 1000 : 100)) / (write === 'points' ? 10 : 100);

/** Early intervals can be a hundred times as wide as the last ones: the axis shows what is left of them after the first days, and the rest is cut. */
export function reachOf(model: Pick<BandSeriesModel, 'lines' | 'write'>): [number, number] {
  const points = model.lines.flatMap(({ points: all }) => all.slice(Math.floor(all.length / 4)));
  const ends = points.flatMap(({ low, high }) => [low, high]).concat(0).map((value) => writeBand(value, model.write));
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const room = (high - low || 1) * 0.08;
  return [low - room, high + room];
}

/** About five round marks between two ends, nought among them where it is inside. */
export function roundTicks([low, high]: [number, number]): number[] {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}
