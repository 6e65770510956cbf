/** Requests a minute by workspace, principal and entry: one tenant or script cannot crowd out the others. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from './errors';
import { principalKey, type Scope } from './scope';

export type Cost = 'normal' | 'model';
const PER_MINUTE: Record<Cost, number> = { normal: 600, model: 60 };

type Limiters = Record<Cost, RateLimiterMemory>;
const holder = globalThis as typeof globalThis & { winloopLimiters?: Limiters };
const limiters = (): Limiters => (holder.winloopLimiters ??= {
  normal: new RateLimiterMemory({ points: PER_MINUTE.normal, duration: 60 }),
  model: new RateLimiterMemory({ points: PER_MINUTE.model, duration: 60 }),
});

async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const retryAfter = Math.ceil(error.msBeforeNext / 1000);
    throw new AppError('rate_limited', `That is more than ${limiter.points} requests in ${limiter.duration} seconds. Try again in ${retryAfter} seconds.`, { retryAfter });
  }
}

/** Counts one request; throws rate_limited with the seconds to wait. */
export const countRequest = (scope: Scope, entry: string, cost: Cost): Promise<void> =>
  take(limiters()[cost], `${scope.workspaceId}:${principalKey(scope)}:${cost === 'model' ? 'model' : entry}`);

/** The same for what happens before a workspace is known: by entry and address or person. */
export const countAddress = (entry: string, address: string): Promise<void> => take(limiters().normal, `${entry}:${address}`);
