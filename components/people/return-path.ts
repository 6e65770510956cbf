/** Where to go after signing in: a path of ours, whatever the address asks for. */
const OURS = 'http://ours.invalid';

/** `asked` when it is a page of this site, else `/`. Browsers read `\` as `/` and drop tabs and line breaks, so the parsed form decides. */
export function returnPath(asked: unknown): string {
  if (typeof asked !== 'string' || !asked.startsWith('/') || !URL.canParse(asked, OURS)) return '/';
  const { origin, pathname, search } = new URL(asked, OURS);
  const leadsBack = /^\/(api|sign-in|set-up)(\/|$)/.test(pathname);
  return origin === OURS && !pathname.startsWith('//') && !leadsBack ? pathname + search : '/';
}
