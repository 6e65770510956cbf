import { health } from '@/lib/server/health';

/** Readiness: the database answers, its migrations are ours, jobs are taken. 503 while it is not so. */
export async function GET(): Promise<Response> {
  const report = await health();
  return Response.json(report, { status: report.status === 'ok' ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
