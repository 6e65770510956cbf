'use client';

import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import type { FoundRecord } from '@/lib/search/schema';

export type RecentRecord = Pick<FoundRecord, 'kind' | 'id' | 'name'>;

const MOST = 8;
const keyOf = (workspace: string) => `winloop recent ${workspace}`;
const PAGE = /\/(deals|leads|accounts|contacts)\/([0-9a-f-]{36})$/;

/** The record whose page an address is. */
export function recordOf(pathname: string): Pick<RecentRecord, 'kind' | 'id'> | null {
  const [, kind, id] = PAGE.exec(pathname) ?? [];
  return kind && id ? { kind: kind as RecentRecord['kind'], id } : null;
}

/** Kept in this browser alone; what somebody else wrote there, or a browser that keeps nothing, is as if it were empty. */
export function recentRecords(workspace: string): RecentRecord[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(workspace)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one): one is RecentRecord => typeof one === 'object' && one !== null && typeof (one as RecentRecord).name === 'string' && PAGE.test(`/${(one as RecentRecord).kind}/${(one as RecentRecord).id}`)) : [];
  } catch {
    return [];
  }
}

function remember(workspace: string, record: RecentRecord): void {
  try {
    localStorage.setItem(keyOf(workspace), JSON.stringify([record, ...recentRecords(workspace).filter(({ id }) => id !== record.id)].slice(0, MOST)));
  } catch {
    // A browser that keeps nothing has no recent records.
  }
}

/** Remembers the record whose page is open, by the heading that the page gives it. */
export function useRememberedRecord(workspace: string): void {
  const pathname = usePathname();
  useEffect(() => {
    const record = recordOf(pathname);
    if (!record) return;
    // The heading is there when the page has been drawn; a not-found page says something else and is left soon.
    const timer = setTimeout(() => {
      const name = document.querySelector('main h1')?.textContent.trim();
      if (name && location.pathname === pathname) remember(workspace, { ...record, name });
    }, 1_500);
    return () => clearTimeout(timer);
  }, [workspace, pathname]);
}
