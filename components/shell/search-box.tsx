'use client';

import { Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import Form from 'next/form';
import { useEffect, useState } from 'react';
import { Kbd } from '@/components/ui/kbd';
import { isTyping } from '@/components/ui/record-keys';
import type { PaletteActions } from './command-palette';
import type { NavigationSection } from './places';
import { useRememberedRecord } from './recent-records';

const load = () => import('./command-palette');
const CommandPalette = dynamic(() => load().then((module) => module.CommandPalette), { ssr: false });
const Shortcuts = dynamic(() => import('./shortcuts').then((module) => module.Shortcuts), { ssr: false });

export interface SearchBoxProps {
  workspace: string;
  /** The page that shows the results of what is typed and sent with Enter: also without script. */
  action: string;
  sections: readonly NavigationSection[];
  actions: PaletteActions;
  label?: string;
}

/**
 * Search that is always there. A click, Ctrl K (or Cmd K) and / open the command palette, which is fetched when the page has come to rest: what is typed right after the keys must not be lost. A text typed into the
 * box itself goes to an ordinary page with an address. ? shows the keys.
 */
export function SearchBox({ workspace, action, sections, actions, label = 'Search' }: SearchBoxProps) {
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null);
  useRememberedRecord(workspace);
  useEffect(() => {
    const rest = setTimeout(() => void load(), 1_500);
    return () => clearTimeout(rest);
  }, []);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const palette = (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey) || (event.key === '/' && !isTyping(event));
      if (!palette && (event.key !== '?' || isTyping(event))) return;
      event.preventDefault();
      setOpen(palette ? 'palette' : 'keys');
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return (
    <>
      <Form action={action} role="search" className="relative min-w-0 flex-1 lg:w-56 lg:flex-none">
        <Search size={16} aria-hidden className="pointer-events-none absolute start-2.5 top-1/2 -translate-y-1/2 text-muted" />
        <input
          type="search" name="q" aria-label={label} aria-keyshortcuts="Control+K Meta+K" placeholder={label} autoComplete="off" className="input input--full-width h-8 ps-8 text-dense lg:pe-16 pointer-coarse:h-10"
          onPointerEnter={() => void load()}
          onClick={(event) => {
            if (event.currentTarget.value === '') setOpen('palette');
          }}
        />
        <span aria-hidden className="pointer-events-none absolute end-2 top-1/2 -translate-y-1/2 leading-none max-lg:hidden">
          <Kbd keys={['Ctrl', 'K']} />
        </span>
      </Form>
      {open === 'palette' && <CommandPalette workspace={workspace} listPath={action} sections={sections} actions={actions} onClose={() => setOpen(null)} onKeys={() => setOpen('keys')} />}
      {open === 'keys' && <Shortcuts onClose={() => setOpen(null)} />}
    </>
  );
}
