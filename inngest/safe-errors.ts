/**
 * Errors leave this process with a job: into the database, or to an Inngest server. Those of the database and of providers carry
 * values and keys in their words, so only their name and code go; our own keep their sentence.
 */
import { Middleware, NonRetriableError, RetryAfterError, StepError } from 'inngest';
import { safeError } from '@/lib/server/log';

export function withoutSecrets(error: unknown): unknown {
  // A failed step's error was cleaned when the step failed; the SDK knows it again by its identity.
  if (error instanceof StepError) return error;
  const { name, code, message, frames } = safeError(error);
  const words = message ?? `${name}${code ? ` (${code})` : ''}: its words are not kept, they can carry data.`;
  const clean = error instanceof NonRetriableError ? new NonRetriableError(words)
    : error instanceof RetryAfterError ? Object.assign(new RetryAfterError(words, 0), { retryAfter: error.retryAfter })
    : Object.assign(new Error(words), { name });
  clean.stack = [`${clean.name}: ${words}`, ...(frames ?? [])].join('\n    ');
  return clean;
}

export class SafeErrors extends Middleware.BaseMiddleware {
  readonly id = 'winloop:safe-errors';

  override async wrapStepHandler({ next }: Middleware.WrapStepHandlerArgs): Promise<unknown> {
    return next().catch((error: unknown) => Promise.reject(withoutSecrets(error)));
  }

  override async wrapFunctionHandler({ next }: Middleware.WrapFunctionHandlerArgs): Promise<unknown> {
    return next().catch((error: unknown) => Promise.reject(withoutSecrets(error)));
  }
}
