/** The long arithmetic that is done in a thread of its own: what goes in and comes out can be sent between threads. */
import { learnWin } from '../win-learning';

/** `tell` hears what is being done and how far it is; `keep` gets what need not be done again should the work be cut off. */
export type Tell = (phase: string, done: number, total: number) => void;
export type Keep = (part: unknown) => void;

export const JOBS = {
  learn_win: learnWin,
} as const satisfies Record<string, (input: never, tell: Tell, keep: Keep) => unknown>;

export type JobName = keyof typeof JOBS;
export type JobInput<N extends JobName> = Parameters<(typeof JOBS)[N]>[0];
export type JobOutput<N extends JobName> = Awaited<ReturnType<(typeof JOBS)[N]>>;
