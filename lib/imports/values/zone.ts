/** Wall-clock times of a zone. */
const formats = new Map<string, Intl.DateTimeFormat>();

function wallClock(instant: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
    formats.set(zone, format);
  }
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(instant)) parts[type] = Number(value);
  return Date.UTC(parts['year'] ?? 0, (parts['month'] ?? 1) - 1, parts['day'], parts['hour'], parts['minute'], parts['second']);
}

/**
 * The instant (epoch ms) at which clocks in `zone` show `wall` (the same digits taken as UTC). A time that the change to summer
 * time leaves out is moved forward by the hour; of one that comes twice the first is taken.
 */
export function instantOf(wall: number, zone: string): number {
  if (zone === 'UTC') return wall;
  const seconds = Math.floor(wall / 1000) * 1000;
  const offsets = [wallClock(seconds - 86_400_000, zone) - (seconds - 86_400_000), wallClock(seconds + 86_400_000, zone) - (seconds + 86_400_000)];
  const [before = 0, after = 0] = offsets;
  const candidates = [wall - before, wall - after].filter((instant) => wallClock(Math.floor(instant / 1000) * 1000, zone) === seconds);
  return candidates.length > 0 ? Math.min(...candidates) : wall - before;
}
