'use client';

import type { PlaceKey } from './places';
import { useWaiting, type WaitingCounts } from './waiting';

/** How many things wait at a place of the navigation; nothing for none. */
export function NavCount({ workspace, place, initial }: { workspace: string; place: PlaceKey; initial: WaitingCounts }) {
  const count = useWaiting(workspace, initial)[place] ?? 0;
  if (count === 0) return null;
  return (
    <span className="text-xs text-muted">
      {count}
      <span className="sr-only"> waiting</span>
    </span>
  );
}
