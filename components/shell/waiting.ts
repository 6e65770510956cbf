'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { PlaceKey } from './places';

export type WaitingCounts = Readonly<Partial<Record<PlaceKey, number>>>;

const keyOf = (workspace: string) => ['waiting', workspace] as const;

async function read(workspace: string, signal: AbortSignal): Promise<WaitingCounts> {
  const response = await fetch('/api/v1/waiting', { signal, headers: { 'x-winloop-workspace': workspace } });
  if (!response.ok) throw new Error(`waiting: ${response.status}`);
  return (await response.json()) as WaitingCounts;
}

/** What waits in each place. `live` for the one that asks anew, every minute and when the window is looked at again; the others hear of it. */
export const useWaiting = (workspace: string, initial: WaitingCounts, live = false): WaitingCounts => useQuery({
  queryKey: keyOf(workspace), queryFn: ({ signal }) => read(workspace, signal), initialData: initial, staleTime: 30_000, retry: false,
  refetchInterval: live ? 60_000 : false, refetchOnWindowFocus: live,
}).data;

/** For who has just changed a number: says what it is now, or has it asked anew. */
export function useSetWaiting(workspace: string): { set: (place: PlaceKey, count: number) => void; askAnew: () => void } {
  const client = useQueryClient();
  return {
    set: (place, count) => void client.setQueryData<WaitingCounts>(keyOf(workspace), (counts) => ({ ...counts, [place]: count })),
    askAnew: () => void client.invalidateQueries({ queryKey: keyOf(workspace) }),
  };
}
