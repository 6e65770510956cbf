/** Liveness: the process answers. Says nothing of what it depends on, so that a slow database does not get it restarted. */
export const dynamic = 'force-dynamic';

export const GET = (): Response => new Response('ok\n', { headers: { 'content-type': 'text/plain', 'cache-control': 'no-store' } });
