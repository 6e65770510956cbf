'use client';

import { Search } from 'lucide-react';
import Form from 'next/form';
import { useEffect, useRef } from 'react';
import { Kbd } from '@/components/ui/kbd';

/** Search that is always there: Ctrl K (or Cmd K) and / go to it, Enter shows the results as an ordinary page with an address. */
export function SearchBox({ action, label = 'Search' }: { action: string; label?: string }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing = (event.target as Element).closest('input, textarea, select, [contenteditable="true"]');
      const called = (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) || (event.key === '/' && !typing);
      if (!called) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);
  return (
    <Form action={action} role="search" className="relative min-w-0 flex-1 lg:w-56 lg:flex-none">
      <Search size={16} aria-hidden className="pointer-events-none absolute start-2.5 top-1/2 -translate-y-1/2 text-muted" />
      <input ref={input} type="search" name="q" aria-label={label} aria-keyshortcuts="Control+K Meta+K" placeholder={label} autoComplete="off" className="input input--full-width h-8 ps-8 text-dense lg:pe-16 pointer-coarse:h-10" />
      <span aria-hidden className="pointer-events-none absolute end-2 top-1/2 -translate-y-1/2 leading-none max-lg:hidden">
        <Kbd keys={['Ctrl', 'K']} />
      </span>
    </Form>
  );
}
