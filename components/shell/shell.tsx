import type { ReactNode } from 'react';
import { Bell } from './bell';
import { BottomBar } from './bottom-bar';
import type { PaletteActions } from './command-palette';
import { waitingOf, type NavigationSection } from './places';
import { SearchBox } from './search-box';
import { Sidebar } from './sidebar';
import { UserMenu, type UserMenuProps } from './user-menu';
import { WorkspaceSwitcher, type WorkspaceChoice } from './workspace-switcher';

export interface ShellProps {
  workspace: WorkspaceChoice;
  /** All that the person belongs to. */
  workspaces: readonly WorkspaceChoice[];
  /** Made by `navigation`; holds only what the person may see. */
  sections: readonly NavigationSection[];
  user: UserMenuProps;
  /** Page that answers a search with ?q=. */
  searchAction: string;
  /** What the command palette asks and does. */
  palette: PaletteActions;
  /** Between the search and the bell. */
  tools?: ReactNode;
  /** The page, beginning with its PageHeader. */
  children: ReactNode;
}

/** What surrounds every page of a workspace: sidebar or bottom bar, search, menus, and the page as the main landmark. */
export function Shell({ workspace, workspaces, sections, user, searchAction, palette, tools, children }: ShellProps) {
  return (
    <div className="lg:grid lg:grid-cols-[var(--sidebar)_minmax(0,1fr)]">
      <a href="#main" className="skip-link">
        Skip to content
      </a>
      <Sidebar workspace={workspace.slug} sections={sections} switcher={<WorkspaceSwitcher current={workspace} workspaces={workspaces} />} />
      <div className="relative min-w-0 pb-[calc(var(--bottom-bar)+env(safe-area-inset-bottom))] lg:pb-0">
        {/* A bar of its own on a phone; on a wide screen it shares the row of the page's title (PageHeader leaves the room). */}
        <header className="sticky top-0 z-30 flex items-center gap-2 border-b border-hairline bg-background p-2 lg:absolute lg:end-6 lg:top-3 lg:z-10 lg:border-0 lg:bg-transparent lg:p-0">
          <div className="lg:hidden">
            <WorkspaceSwitcher current={workspace} workspaces={workspaces} />
          </div>
          <SearchBox workspace={workspace.slug} action={searchAction} sections={sections} actions={palette} />
          {tools}
          <Bell workspace={workspace.slug} initial={waitingOf(sections)} />
          <UserMenu {...user} />
        </header>
        <main id="main" tabIndex={-1} className="mx-auto max-w-[100rem] p-4 outline-none lg:px-6 lg:py-3">
          {children}
        </main>
      </div>
      <BottomBar sections={sections} />
    </div>
  );
}
