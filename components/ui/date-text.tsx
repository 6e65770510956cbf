import { defaultHabits, formatDate, formatRelative, type DateLook, type ReadingHabits } from './format';

/*
 * Both take what they need as props (zone, locale, the moment of rendering), so that server and browser write the same
 * text; the browser's tables of a locale may still differ by a space, which is why the text is not compared on hydration.
 */

/** A moment as a date; the exact moment is its title. */
export function DateText({ iso, look = 'day-year', habits = defaultHabits }: { iso: string; look?: DateLook; habits?: ReadingHabits }) {
  return (
    <time dateTime={iso} title={iso} suppressHydrationWarning className="whitespace-nowrap">
      {formatDate(iso, look, habits)}
    </time>
  );
}

/** How long ago (or until) a moment is, seen from `now`, the moment the page was rendered. */
export function RelativeTime({ iso, now, habits = defaultHabits }: { iso: string; now: string; habits?: ReadingHabits }) {
  return (
    <time dateTime={iso} title={iso} suppressHydrationWarning className="whitespace-nowrap">
      {formatRelative(iso, now, habits)}
    </time>
  );
}
