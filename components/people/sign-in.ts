/** Signing in from the browser: next-auth's credentials callback with its CSRF token, without next-auth's client library. */
export type SignInOutcome = 'in' | 'wrong' | 'throttled' | 'failed';

export async function signIn(email: string, password: string): Promise<SignInOutcome> {
  try {
    const token = await fetch('/api/auth/csrf', { cache: 'no-store' });
    const { csrfToken } = (await token.json()) as { csrfToken?: string };
    const answer = await fetch('/api/auth/callback/credentials', {
      method: 'POST',
      body: new URLSearchParams({ csrfToken: csrfToken ?? '', email, password, callbackUrl: '/', json: 'true' }),
    });
    if (answer.ok) return 'in';
    const { url } = (await answer.json()) as { url?: string };
    const error = url && URL.canParse(url) ? new URL(url).searchParams.get('error') : null;
    return error === 'CredentialsSignin' ? 'wrong' : error === 'rate_limited' ? 'throttled' : 'failed';
  } catch {
    return 'failed';
  }
}
