/** Notifications by the reader's days. Pure. */
import { formatDate, type ReadingHabits } from '@/components/ui/format';

/** In the order given, cut where the day changes: "Today", "Yesterday", then the date. */
export function byDay<T extends { createdAt: string }>(items: readonly T[], now: string, habits: ReadingHabits): { day: string; items: T[] }[] {
  const dayOf = (iso: string) => formatDate(iso, 'day-year', habits);
  const [today, yesterday] = [dayOf(now), dayOf(new Date(Date.parse(now) - 86_400_000).toISOString())];
  const groups: { day: string; items: T[] }[] = [];
  for (const item of items) {
    const date = dayOf(item.createdAt);
    const day = date === today ? 'Today' : date === yesterday ? 'Yesterday' : date;
    if (groups.at(-1)?.day === day) groups.at(-1)!.items.push(item);
    else groups.push({ day, items: [item] });
  }
  return groups;
}
