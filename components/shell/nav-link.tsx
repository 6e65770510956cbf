'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { isCurrent } from './places';

/** A place in a navigation that knows whether one is there. Its look hangs on aria-current, so it cannot say one thing and show another. */
export function NavLink({ href, className, children }: { href: string; className: string; children: ReactNode }) {
  const current = isCurrent(usePathname(), href);
  return (
    <Link href={href} className={className} aria-current={current ? 'page' : undefined}>
      {children}
    </Link>
  );
}
