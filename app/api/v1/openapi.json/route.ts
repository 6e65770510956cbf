import { env } from '@/lib/server/env';
import { GUARDED } from '@/lib/server/guard';
import { openapi, type DescribedRoute } from '@/lib/server/openapi';
import { routes } from './routes';

/** Open to everybody: it says what there is, not what is in it. */
export async function GET(): Promise<Response> {
  const described: DescribedRoute[] = [];
  for (const [path, load] of Object.entries(routes)) {
    for (const [method, handler] of Object.entries(await load())) {
      if (typeof handler === 'function' && handler.spec && handler[GUARDED]) described.push({ path, method, spec: handler.spec, permission: handler[GUARDED] });
    }
  }
  return Response.json(openapi(described, `${env().url}/api/v1`, '1'), { headers: { 'cache-control': 'public, max-age=300' } });
}
