/** The long arithmetic that is done in a thread of its own: what goes in and comes out can be sent between threads. */
import { learnLeads } from '../leads/lead-learning';
import { learnWin } from '../win-learning';

/** Hears what is being done and how far it is. */
export type Tell = (phase: string, done: number, total: number) => void;

export const JOBS = {
  learn_win: learnWin,
  learn_leads: learnLeads,
} as const satisfies Record<string, (input: never, tell: Tell) => unknown>;

export type JobName = keyof typeof JOBS;
export type JobInput<N extends JobName> = Parameters<(typeof JOBS)[N]>[0];
export type JobOutput<N extends JobName> = Awaited<ReturnType<(typeof JOBS)[N]>>;
