import { ChevronLeft, ChevronRight } from 'lucide-react';
import { LinkButton } from './button';

/** Where one is in a long list, and the ways on: "1-50 of 2,089". Cursor lists leave out what they do not know. */
export function Pagination({ text, previousHref, nextHref }: { text: string; previousHref: string | null; nextHref: string | null }) {
  return (
    <nav aria-label="Pages of the list" className="flex items-center justify-between gap-4 text-dense text-muted">
      <p aria-live="polite">{text}</p>
      <div className="flex gap-2">
        {previousHref && (
          <LinkButton size="sm" href={previousHref} rel="prev">
            <ChevronLeft aria-hidden />
            Previous
          </LinkButton>
        )}
        {nextHref && (
          <LinkButton size="sm" href={nextHref} rel="next">
            Next
            <ChevronRight aria-hidden />
          </LinkButton>
        )}
      </div>
    </nav>
  );
}
