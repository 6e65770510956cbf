/** Moves the sample's dates to the present by whole quarters, so that what happens at quarter ends still happens at quarter ends. Pure. */

const DAY = 86_400_000;

/** Quarters since year 0, UTC. */
const quarterOf = (time: number): number => {
  const date = new Date(time);
  return date.getUTCFullYear() * 4 + Math.floor(date.getUTCMonth() / 3);
};
const startOf = (quarter: number): number => Date.UTC(Math.floor(quarter / 4), (quarter % 4) * 3, 1);

/**
 * The same number of days before its quarter's end, `quarters` later. A quarter can be two days shorter than another: the
 * first days of a longer one then fall on the first day of the shorter, so that order is kept (dates may come to
 * coincide, never to change places).
 */
export function shiftBy(time: number, quarters: number): number {
  const from = quarterOf(time);
  const left = startOf(from + 1) - time;
  const to = from + quarters;
  return Math.max(startOf(to) + (time % DAY), startOf(to + 1) - left);
}

/**
 * How to move dates whose latest is `last` as near to `now` as whole quarters allow, never beyond it. Epoch milliseconds.
 */
export function shiftQuarters(last: number, now: number): (time: number) => number {
  let quarters = quarterOf(now) - quarterOf(last);
  if (shiftBy(last, quarters) > now) quarters -= 1;
  return (time) => shiftBy(time, quarters);
}
