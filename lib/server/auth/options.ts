/**
 * next-auth: e-mail and password, a JSON web token that names a session row. The row is the truth: it is looked at with every
 * request, so ending it (sign-out, password change, removal) works at once. Nothing in the token is ever taken from the client.
 */
import type { NextAuthOptions } from 'next-auth';
import { decode } from 'next-auth/jwt';
import Credentials from 'next-auth/providers/credentials';
import { z } from 'zod';
import { endSession, SESSION_DAYS, startSession } from '../doors/auth';
import { env } from '../env';
import { AppError } from '../errors';
import { log, safeError } from '../log';
import { secrets } from '../secrets';
import { clientAddress } from './address';
import { checkCredentials } from './sign-in';

declare module 'next-auth' {
  interface Session { sessionId: string }
  interface User { sessionId: string }
}
declare module 'next-auth/jwt' {
  interface JWT { sessionId: string }
}

const credentials = z.object({ email: z.string().max(320), password: z.string().max(1000) });

const isSecure = (): boolean => env().url.startsWith('https://');
const cookieName = (name: string): string => (isSecure() ? `__Host-${name}` : name);
export const sessionCookie = (): string => cookieName('winloop.session');

/** The session that the browser still carried ends with a new sign-in, whosever it was. */
async function endCarriedSession(cookies: string | null): Promise<void> {
  const name = `${sessionCookie()}=`;
  const value = cookies?.split(/; */).find((cookie) => cookie.startsWith(name))?.slice(name.length);
  const token = value ? await decode({ token: value, secret: secrets().auth }).catch(() => null) : null;
  if (token?.sessionId) await endSession(token.sessionId);
}

export function authOptions(): NextAuthOptions {
  const secure = isSecure();
  const cookie = (name: string) => ({ name: cookieName(name), options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure } });
  return {
    secret: secrets().auth,
    session: { strategy: 'jwt', maxAge: SESSION_DAYS * 86_400 },
    useSecureCookies: secure,
    pages: { signIn: '/sign-in', error: '/sign-in' },
    cookies: { sessionToken: cookie('winloop.session'), csrfToken: cookie('winloop.csrf'), callbackUrl: cookie('winloop.callback') },
    providers: [
      Credentials({
        name: 'E-mail and password',
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(given, request) {
          const parsed = credentials.safeParse(given);
          if (!parsed.success) return null;
          const headers = new Headers(request.headers as Record<string, string> | undefined);
          try {
            const user = await checkCredentials(parsed.data, clientAddress(headers));
            if (!user) return null;
            await endCarriedSession(headers.get('cookie'));
            const session = await startSession(user.id, headers.get('user-agent'));
            return { ...user, sessionId: session.id };
          } catch (error) {
            // next-auth hands the message to the sign-in page: nothing but the kind may be in it.
            if (error instanceof AppError) throw new Error(error.kind);
            log.error({ error: safeError(error) }, 'sign-in broke');
            throw new Error('internal');
          }
        },
      }),
    ],
    callbacks: {
      // Only at sign-in is there a user; a session update from the browser changes nothing.
      jwt: ({ token, user }) => (user ? { ...token, sub: user.id, sessionId: user.sessionId } : token),
      session: ({ session, token }) => ({ expires: session.expires, sessionId: token.sessionId }),
      redirect: ({ url, baseUrl }) => (url.startsWith('/') && !/^\/[/\\]/.test(url) ? baseUrl + url : URL.canParse(url, baseUrl) && new URL(url, baseUrl).origin === baseUrl ? url : baseUrl),
    },
    events: {
      signOut: async ({ token }) => void (token?.sessionId && (await endSession(token.sessionId))),
    },
  };
}
