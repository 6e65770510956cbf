/** What Home shows. Nothing comes in from outside in these shapes, so they are types only. Browser-safe. */
import type { InsightType, Severity } from '@/lib/insights/schema';

/** An amount in minor units of the workspace's currency. */
export type Sum = { minor: number; /** Deals counted whose currency has no stored rate: they are not in it. */ unconverted: number };

/** A deal as a row of Home names it. */
export type HomeDeal = {
  id: string; name: string; account: string | null; stage: string; owner: string | null;
  amountMinor: number | null; currency: string; probability: number | null; low: number | null; high: number | null;
  /** Fields whose value the simulator made up (sample workspace only). */
  simulatedFields: string[];
};

export type NextAction = { title: string; owner: string | null; /** ISO */ due: string };
export type AttentionDeal = HomeDeal & { attention: number; reason: string | null; action: NextAction | null };
export type MovedDeal = HomeDeal & { before: number; now: number; cause: string };
export type ClosingDeal = HomeDeal & { expectedCloseAt: string; slips: number; status: 'open'; overdue: boolean };
export type ClosedDeal = HomeDeal & { status: 'won' | 'lost'; closedAt: string; reason: string | null };
export type WaitingInsight = { id: string; type: InsightType; severity: Severity; title: string; createdAt: string; dealId: string; deal: string };
export type Failure = { id: string; kind: 'import' | 'job'; name: string; error: string | null; at: string };

/** A count of the last seven days beside that of the seven before. */
export type Weekly = { now: number; before: number };

export type Home = {
  /** Moment of the report, ISO. */
  now: string;
  currency: string;
  /** What the workspace has, whoever looks: what getting started needs to know. */
  workspace: { deals: boolean; colleagues: boolean; imports: boolean };
  open: { count: number; attention: number; attentionWorth: Sum; worth: Sum };
  attention: AttentionDeal[];
  /** Open deals whose chance rose or fell by at least two points in seven days. */
  moved: { up: number; down: number; rows: MovedDeal[] };
  closing: { overdue: number; due: number; dueWorth: Sum; /** Closed in the 14 days before. */ closedBefore: number; rows: ClosingDeal[] };
  /** `whose`: a rep's own answers count; above that anybody's. */
  insights: { whose: 'mine' | 'anybody'; waiting: number; deals: number; answered: Weekly; rows: WaitingInsight[] };
  closed: { won: Weekly; lost: Weekly; wonWorth: Sum; rows: ClosedDeal[] };
  /** Null for those who may not see imports and jobs. */
  failures: { imports: Weekly | null; jobs: Weekly | null; rows: Failure[] } | null;
};

export type ScoreStep = { probability: number; cause: string };

/**
 * The cause that moved a score most in the direction it went from `before`, among the scores since then (oldest first). Null
 * when none of them went that way.
 */
export function leadingCause(before: number, now: number, steps: readonly ScoreStep[]): string | null {
  const direction = Math.sign(now - before);
  let [from, most, cause] = [before, 0, null as string | null];
  for (const step of steps) {
    const size = (step.probability - from) * direction;
    if (size > most) [most, cause] = [size, step.cause];
    from = step.probability;
  }
  return cause;
}
