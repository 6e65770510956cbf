/** When a cron expression ticks, as Inngest writes them: five fields (UTC), optionally after `TZ=Europe/London `. Pure. */
import { Cron } from 'croner';

function read(expression: string): Cron {
  const zoned = /^TZ=(\S+)\s+(.+)$/.exec(expression);
  return new Cron(zoned?.[2] ?? expression, { timezone: zoned?.[1] ?? 'UTC', paused: true });
}

/** Why the expression (or its zone) cannot be read; null when it can. */
export function cronProblem(expression: string): string | null {
  try {
    read(expression).nextRun(new Date(0));
    return null;
  } catch (error) {
    return `the cron ${JSON.stringify(expression)} cannot be read (${error instanceof Error ? error.message : 'unknown'})`;
  }
}

/** The first tick after `after`, or null when there is none. */
export const nextTick = (expression: string, after: Date): Date | null => read(expression).nextRun(after);

/**
 * The latest tick in (after, now], or null. A long pause is made up for by one run for its latest tick, not by hundreds: what is
 * done by the clock here (refreshing, training, tidying) looks at the whole state and not at one interval.
 */
export function dueTick(expression: string, after: Date, now: Date): Date | null {
  const cron = read(expression);
  const first = cron.nextRun(after);
  if (!first || first > now) return null;
  // croner looks at whole seconds strictly before the reference.
  const [last] = cron.previousRuns(1, new Date(now.getTime() + 1));
  return last && last > first ? last : first;
}
