/** How long to wait before the next attempt. Pure. */
const FIRST = 2_000;
const LONGEST = 600_000;

/**
 * Milliseconds before the attempt after `attempt` (0: the first failed): 2 s doubling up to 10 min, of which a random half
 * (`random()` in [0, 1)) so that what failed together does not come back together.
 */
export const backoff = (attempt: number, random: () => number): number => {
  const full = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 30));
  return Math.round(full / 2 + (full / 2) * random());
};

/** When a failed attempt may be repeated: what the function asked for (seconds or an ISO time), otherwise the backoff. */
export function retryAt(attempt: number, retryAfter: string | null, now: Date, random: () => number): Date {
  if (retryAfter !== null) {
    const seconds = Number(retryAfter);
    const asked = Number.isFinite(seconds) ? new Date(now.getTime() + seconds * 1000) : new Date(retryAfter);
    if (!Number.isNaN(asked.getTime())) return asked;
  }
  return new Date(now.getTime() + backoff(attempt, random));
}
