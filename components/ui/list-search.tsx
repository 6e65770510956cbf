import { Search } from 'lucide-react';
import Form from 'next/form';
import { hrefWith, type UrlParams } from './url-state';

/** Searches the list that the address shows, keeping its other filters; the page begins anew. */
export function ListSearch({ path, params, label }: { path: string; params: UrlParams; /** What is looked through: "Name, industry or country". */ label: string }) {
  const kept = new URLSearchParams(hrefWith('', params, { q: null }));
  const q = params.q;
  return (
    <Form action={path} role="search" aria-label="Search in this list" className="relative min-w-40 max-sm:flex-1 sm:ms-auto sm:w-64">
      {[...kept].map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Search size={14} aria-hidden className="pointer-events-none absolute start-2 top-1/2 -translate-y-1/2 text-muted" />
      <input
        key={typeof q === 'string' ? q : ''} type="search" name="q" aria-label={label} placeholder={label} defaultValue={typeof q === 'string' ? q : ''} maxLength={200} autoComplete="off"
        className="input input--full-width h-7 ps-7 text-xs pointer-coarse:h-9"
      />
    </Form>
  );
}
