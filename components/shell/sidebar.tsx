import type { ReactNode } from 'react';
import { NavCount } from './nav-count';
import { NavLink } from './nav-link';
import { places, waitingOf, type NavigationSection } from './places';

/** Navigation of a wide screen: where one is, and everywhere one may go. */
export function Sidebar({ workspace, switcher, sections }: { workspace: string; switcher: ReactNode; sections: readonly NavigationSection[] }) {
  const waiting = waitingOf(sections);
  return (
    <aside aria-label="Workspace" className="sticky top-0 hidden h-dvh w-(--sidebar) flex-col gap-4 overflow-y-auto border-e border-hairline p-3 lg:flex">
      {switcher}
      <nav aria-label="Main" className="flex flex-1 flex-col gap-4">
        {sections.map(({ label, items }, index) => (
          <div key={items[0]?.key} className={index > 0 && index === sections.length - 1 ? 'mt-auto' : undefined}>
            {label && <p className="px-2 pb-1 text-xs text-muted">{label}</p>}
            <ul className="flex flex-col gap-0.5">
              {items.map(({ key, label: name, href }) => {
                const { Icon } = places[key];
                return (
                  <li key={key}>
                    <NavLink href={href} className="nav-link">
                      <Icon size={16} strokeWidth={1.75} aria-hidden />
                      <span className="flex-1 truncate">{name}</span>
                      <NavCount workspace={workspace} place={key} initial={waiting} />
                    </NavLink>
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
      </nav>
    </aside>
  );
}
