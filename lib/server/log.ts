/** Structured logs. Database errors carry query parameters, providers' errors carry keys: only names and codes get through. */
import pino from 'pino';
import { databaseCode, sqlState } from './errors';

const LEVEL = process.env.WINLOOP_LOG_LEVEL ?? (process.env.NODE_ENV === 'test' ? 'silent' : 'info');

export const log = pino({ level: LEVEL, base: null, redact: { paths: ['*.password', '*.token', '*.apiKey', '*.authorization', '*.cookie'], censor: '[secret]' } });

/** What may be said of an error in a log: its name, code and own stack frames, never its message when a database or provider wrote it. */
export function safeError(error: unknown): { name: string; code?: string; message?: string; frames?: string[] } {
  if (!(error instanceof Error)) return { name: typeof error };
  // Prisma calls many things P2010; which they are, PostgreSQL's code inside tells.
  const code = [databaseCode(error), sqlState(error)].filter(Boolean).join(' ') || ('code' in error && typeof error.code === 'string' ? error.code : undefined);
  const foreign = /^Prisma|^Driver|APIError|DatabaseError/.test(error.name) || code !== undefined;
  return {
    name: error.name,
    ...(code ? { code } : {}),
    ...(foreign ? {} : { message: error.message.slice(0, 300) }),
    frames: (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')).slice(0, 8).map((line) => line.trim()),
  };
}
