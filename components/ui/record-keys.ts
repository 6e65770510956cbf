/** What lists of records have in common where keys and clicks are heard for many rows by one listener. */
import type { useRouter } from 'next/navigation';

/** What answers a click by itself. */
export const INTERACTIVE = 'a, button, input, select, textarea, label, summary, [role="menuitem"]';
const TYPING = 'input:not([type="checkbox"]), select, textarea, [contenteditable="true"], dialog, [role="menu"]';

/** A key that belongs to what has the focus, or to the browser. */
export const isTyping = (event: KeyboardEvent): boolean => event.ctrlKey || event.metaKey || event.altKey || (event.target instanceof Element && event.target.closest(TYPING) !== null);

/** A panel opens over the list as it stands; a page begins at its top. */
export function goTo(router: ReturnType<typeof useRouter>, href: string | undefined): void {
  if (href) router.push(href, { scroll: !href.includes('?') });
}
