/**
 * Gives every page its content security policy with a fresh nonce, which Next puts on its own scripts. This is not where access
 * is decided: every page, action and route does that itself (lib/server/access.ts).
 */
import { NextResponse, type NextRequest } from 'next/server';

const development = process.env.NODE_ENV === 'development';

/** Styles in attributes are how React and the charts set sizes and positions; style sheets and elements need the nonce or our origin. */
const policy = (nonce: string): string => [
  `default-src 'self'`,
  `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? ` 'unsafe-eval'` : ''}`,
  development ? `style-src 'self' 'unsafe-inline'` : `style-src 'self' 'nonce-${nonce}'`,
  `style-src-attr 'unsafe-inline'`,
  `img-src 'self' data:`,
  `font-src 'self'`,
  `connect-src 'self'`,
  `frame-ancestors 'none'`,
  `form-action 'self'`,
  `base-uri 'none'`,
  `object-src 'none'`,
].join('; ');

export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const value = policy(nonce);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', value);
  // Where signing in leads back to (lib/server/page.ts).
  headers.set('x-winloop-path', request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', value);
  return response;
}

export const config = {
  // Bodies through a proxy are cut at 10 MB, so the API is not behind it; it answers no pages.
  matcher: ['/((?!api/|_next/static|_next/image|health$|metrics$|favicon.ico|icon.svg).*)'],
};
