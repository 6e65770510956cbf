/** Room in a layer: experiments of a layer share no unit, so each takes a slice of its own. Pure, browser-safe. */

/** Units whose position in the layer is from `from` (included) to `to` (not): 0 <= from < to <= 1. */
export type Slice = { from: number; to: number };
/** Where it fits, or what there is instead. Shares of the layer. */
export type Room = { slice: Slice; words: null } | { slice: null; free: number; largest: number; words: string };

/** Ends of slices are whole millionths: sums of shares like 0.1 + 0.2 neither overlap nor leave cracks. */
const GRID = 1_000_000;
const onGrid = (share: number): number => Math.round(share * GRID);
/** Rounded down: six sixths fit. */
const widthOf = (share: number): number => Math.max(1, Math.floor(share * GRID + 1e-3));

/** The slice that an experiment of this traffic was given at `from`. */
export const sliceAt = (from: number, traffic: number): Slice => ({ from, to: (onGrid(from) + widthOf(traffic)) / GRID });

/**
 * A free slice of width `traffic` (0 < traffic <= 1): of the gaps that are wide enough the narrowest, and of these the first, so that wide gaps stay
 * for those who need them. A slice is one piece, so gaps that are wide enough only together do not serve. Throws RangeError on a width that is none.
 */
export function roomFor(taken: readonly Slice[], traffic: number): Room {
  if (!(traffic > 0 && traffic <= 1)) throw new RangeError(`no share of a layer: ${traffic}`);
  const width = widthOf(traffic);
  const gaps = gapsBetween(taken);
  const best = gaps.filter((gap) => gap.to - gap.from >= width).sort((a, b) => a.to - a.from - (b.to - b.from) || a.from - b.from)[0];
  if (best) return { slice: { from: best.from / GRID, to: (best.from + width) / GRID }, words: null };
  const sizes = gaps.map((gap) => gap.to - gap.from);
  const free = sizes.reduce((sum, size) => sum + size, 0) / GRID;
  const largest = Math.max(0, ...sizes) / GRID;
  return { slice: null, free, largest, words: wordsFor(traffic, free, largest) };
}

/** What lies between the taken slices, in order, in millionths. */
function gapsBetween(taken: readonly Slice[]): Slice[] {
  const gaps: Slice[] = [];
  let reached = 0;
  for (const { from, to } of [...taken].sort((a, b) => a.from - b.from)) {
    if (onGrid(from) > reached) gaps.push({ from: reached, to: onGrid(from) });
    reached = Math.max(reached, onGrid(to));
  }
  if (reached < GRID) gaps.push({ from: reached, to: GRID });
  return gaps;
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(3))}%`;

function wordsFor(traffic: number, free: number, largest: number): string {
  if (free === 0) return 'The layer is full: other experiments have all of its units. End one of them, or choose another layer.';
  const ends = `Take ${percent(largest)} or less, end another experiment of the layer, or choose another layer.`;
  if (free < traffic) return `The layer has ${percent(free)} of its units free${largest < free ? `, ${percent(largest)} in one piece` : ''}, and this experiment asks for ${percent(traffic)}. ${ends}`;
  return `The layer has ${percent(free)} of its units free, but ${percent(largest)} at most in one piece, and this experiment asks for ${percent(traffic)}. ${ends}`;
}
