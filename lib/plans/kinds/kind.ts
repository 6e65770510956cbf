/** What a kind of change knows of itself: how it reads, whether it still fits, how it is applied and taken back. One file a kind. */
import type { Scope } from '@/lib/server/scope';
import type { DiffLine, PlanItem } from '../schema';

/** Where the thing to be changed stands now: as before, as after, or elsewhere with the words for it. */
export type Standing = { is: 'before' } | { is: 'after' } | { is: 'elsewhere'; words: string };

/** Insights by which a change is judged once it is applied: as they were before it, and as they are since. */
export type Judged = { words: string; before: Insights; since: Insights };
export type Insights = { ruleKey?: string; type?: 'risk' | 'opportunity'; promptVersion?: string };

export type PlanKind<C> = {
  /** Throws invalid or not_found when the change makes no sense here, whatever stands now. */
  check(scope: Scope, change: C): Promise<void>;
  standing(scope: Scope, change: C): Promise<Standing>;
  diff(change: C): DiffLine[];
  /** The values that a reviewer may set otherwise; null where there are none. */
  edit(change: C): PlanItem['edit'];
  /** Puts `after` in place of `before`; throws conflict when something else stands there. Inside the caller's transaction. */
  apply(scope: Scope, change: C, reason: string): Promise<void>;
  /** Puts `before` back in place of `after`; throws conflict when something else stands there. Inside the caller's transaction. */
  revert(scope: Scope, change: C, reason: string): Promise<void>;
  /** Null when nothing that is held to account comes from it. */
  judgedBy(change: C): Judged | null;
  /** How its effect will be measured, and how it is taken back, in words. */
  measuring(change: C): string;
  reverting(change: C): string;
};
