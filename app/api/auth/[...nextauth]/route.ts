/** next-auth's own paths: the CSRF token, the credentials callback, and those of OAuth providers. */
import NextAuth from 'next-auth';
import { NextRequest } from 'next/server';
import { authOptions } from '@/lib/server/auth/options';
import { AppError } from '@/lib/server/errors';
import { problem, readText } from '@/lib/server/route';

type Context = { params: Promise<{ nextauth: string[] }> };
const LIMIT = 16 * 1024;

/** Options are made with each request: a build has no secrets. */
export async function GET(request: NextRequest, context: Context): Promise<Response> {
  return (await NextAuth(request, context, authOptions())) as Response;
}

/** next-auth reads any body to its end, so it is measured first. */
export async function POST(request: NextRequest, context: Context): Promise<Response> {
  try {
    const body = await readText(request, LIMIT);
    return await GET(new NextRequest(request.url, { method: 'POST', headers: request.headers, body }), context);
  } catch (error) {
    if (error instanceof AppError) return problem(error, '');
    throw error;
  }
}
