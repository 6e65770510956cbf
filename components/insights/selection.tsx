'use client';

import { createContext, use, useCallback, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';

export interface Selection {
  /** The insight whose evidence is open; null until one was chosen. */
  insight: string | null;
  /** `kind:id` of the citation that was asked for. */
  item: string | null;
  /** Counts the choices made here: a new one moves the focus (once: `followedRef` is the last that did), an opened address does not. */
  made: number;
  followedRef: RefObject<number>;
  select: (insight: string, item: string | null) => void;
}

const Context = createContext<Selection | null>(null);

/** Which insight and citation are open. The address holds them, so that a colleague can be sent exactly this. */
export function SelectionProvider({ insight, item, children }: { insight: string | null; item: string | null; children: ReactNode }) {
  const [state, setState] = useState({ insight, item, made: 0 });
  const select = useCallback((nextInsight: string, nextItem: string | null) => {
    setState(({ made }) => ({ insight: nextInsight, item: nextItem, made: made + 1 }));
    const address = new URL(window.location.href);
    address.searchParams.delete('tab');
    address.searchParams.set('insight', nextInsight);
    if (nextItem) address.searchParams.set('item', nextItem);
    else address.searchParams.delete('item');
    // Next follows this: hooks that read the address see it, and nothing is fetched.
    window.history.replaceState(null, '', address);
  }, []);
  const followedRef = useRef(0);
  const value = useMemo(() => ({ ...state, followedRef, select }), [state, select]);
  return <Context value={value}>{children}</Context>;
}

export function useSelection(): Selection {
  const selection = use(Context);
  if (!selection) throw new Error('useSelection needs a SelectionProvider around it');
  return selection;
}
