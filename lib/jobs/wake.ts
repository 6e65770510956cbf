/** Wakes whatever runs jobs in this process. On globalThis because Next bundles modules more than once. */
const holder = globalThis as typeof globalThis & { winloopJobs?: () => void };

export const onJobs = (wake: () => void): void => void (holder.winloopJobs = wake);

/** There is something to do: call it after the commit. Without a runner in this process nothing happens; its own looks find it. */
export const wakeJobs = (): void => holder.winloopJobs?.();
