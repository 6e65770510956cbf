'use client';

import { ChevronsUpDown } from 'lucide-react';
import { Menu } from '@/components/ui/menu';

export interface WorkspaceChoice {
  slug: string;
  name: string;
}

/** The workspace one is in; a menu of the others where there are some. */
export function WorkspaceSwitcher({ current, workspaces }: { current: WorkspaceChoice; workspaces: readonly WorkspaceChoice[] }) {
  const mark = (
    <span aria-hidden className="grid size-6 shrink-0 place-items-center rounded-md bg-accent text-xs font-semibold text-accent-foreground">
      {[...current.name][0]?.toUpperCase()}
    </span>
  );
  const name = <span className="min-w-0 flex-1 truncate text-start font-semibold text-foreground max-lg:hidden">{current.name}</span>;
  if (workspaces.length < 2) {
    return (
      <p className="flex h-9 min-w-0 items-center gap-2 px-1.5 text-dense" title={current.name}>
        {mark}
        {name}
      </p>
    );
  }
  return (
    <Menu
      label={`Workspace ${current.name}, change`}
      variant="ghost"
      className="h-9 w-full px-1.5 max-lg:w-auto"
      trigger={
        <>
          {mark}
          {name}
          <ChevronsUpDown aria-hidden />
        </>
      }
      groups={[{ key: 'workspaces', label: 'Workspaces', entries: workspaces.map(({ slug, name: label }) => ({ key: slug, label, href: `/w/${slug}`, checked: slug === current.slug })) }]}
    />
  );
}
