/** What can go wrong in a way that the caller can act on. Anything else is a fault of ours: logged, and told as such. */
export type ErrorKind = 'invalid' | 'unauthenticated' | 'forbidden' | 'not_found' | 'conflict' | 'too_large' | 'rate_limited' | 'unavailable';

const STATUS: Record<ErrorKind, number> = {
  invalid: 400, unauthenticated: 401, forbidden: 403, not_found: 404, conflict: 409, too_large: 413, rate_limited: 429, unavailable: 503,
};

export type FieldProblem = { path: string; message: string };

export class AppError extends Error {
  constructor(
    readonly kind: ErrorKind,
    /** A sentence for the person: what is wrong and what to do. */
    message: string,
    readonly details: { fields?: FieldProblem[]; retryAfter?: number } = {},
  ) {
    super(message);
    this.name = 'AppError';
  }

  get status(): number {
    return STATUS[this.kind];
  }
}

export const invalid = (message: string, fields?: FieldProblem[]) => new AppError('invalid', message, fields ? { fields } : {});
export const notFound = (what: string) => new AppError('not_found', `There is no such ${what} here, or you may not see it.`);
export const forbidden = (message: string) => new AppError('forbidden', message);
export const conflict = (message: string) => new AppError('conflict', message);

/** Prisma's code of an error (P2002 unique, P2025 gone, P2034 deadlock), or null. */
export const databaseCode = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' && /^P\d{4}$/.test(error.code) ? error.code : null;

export const isUniqueViolation = (error: unknown): boolean => databaseCode(error) === 'P2002';
