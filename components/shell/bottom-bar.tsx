'use client';

import { Ellipsis } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { Modal } from '@/components/ui/modal';
import { NavLink } from './nav-link';
import { bottomBar, isCurrent, places, type NavigationSection } from './places';

/** Navigation of a phone: four places within reach of the thumb, and a sheet for the rest. */
export function BottomBar({ sections }: { sections: readonly NavigationSection[] }) {
  const pathname = usePathname();
  // The sheet belongs to the page it was opened on: going somewhere else closes it.
  const [openAt, setOpenAt] = useState<string | null>(null);
  const { bar, rest } = bottomBar(sections);
  const elsewhere = rest.some(({ href }) => isCurrent(pathname, href));
  return (
    <nav aria-label="Main" className="fixed inset-x-0 bottom-0 z-40 border-t border-hairline bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden">
      <ul className="grid h-(--bottom-bar) auto-cols-fr grid-flow-col">
        {bar.map(({ key, label, href }) => {
          const { Icon } = places[key];
          return (
            <li key={key} className="contents">
              <NavLink href={href} className="bottom-link">
                <Icon size={20} strokeWidth={1.75} aria-hidden />
                {label}
              </NavLink>
            </li>
          );
        })}
        {rest.length > 0 && (
          <li className="contents">
            <button type="button" className="bottom-link" aria-haspopup="dialog" data-current={elsewhere || undefined} onClick={() => setOpenAt(pathname)}>
              <Ellipsis size={20} strokeWidth={1.75} aria-hidden />
              More
            </button>
          </li>
        )}
      </ul>
      {openAt === pathname && (
        <Modal placement="bottom" title="More" onClose={() => setOpenAt(null)}>
          <ul className="grid grid-cols-2 gap-1">
            {rest.map(({ key, label, href }) => {
              const { Icon } = places[key];
              return (
                <li key={key}>
                  <NavLink href={href} className="nav-link">
                    <Icon size={20} strokeWidth={1.75} aria-hidden />
                    {label}
                  </NavLink>
                </li>
              );
            })}
          </ul>
        </Modal>
      )}
    </nav>
  );
}
