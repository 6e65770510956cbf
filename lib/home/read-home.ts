/** Home: what changed and what needs the person looking, over the deals they may see. */
import { conversionToOwn } from '@/lib/deals/conversion';
import { transaction } from '@/lib/server/db/tenancy';
import { allows } from '@/lib/server/permissions';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { leadingCause, type ClosedDeal, type Home } from './report';
import {
  answersGiven, attentionIds, closedBetween, closedIds, closedTotals, closingIds, closingTotals, failedImports, failedJobs, homeDeals, movements, nextActions,
  openTotals, stepsSince, waitingInsights, workspaceHas, type FullDeal,
} from './store';

const DAY = 86_400_000;
const ROWS = 5;
const FORTNIGHT = 14;

/** `now` is the moment of the report. One transaction of about twenty short queries. */
export const readHome = (scope: Scope, now: Date): Promise<Home> => transaction(scope, async () => {
  const daysAway = (days: number) => new Date(now.getTime() + days * DAY);
  const [week, before, passed, until] = [daysAway(-7), daysAway(-14), daysAway(-1), daysAway(FORTNIGHT)];
  const whose = scope.role === 'rep' ? 'mine' : 'anybody';
  const wide = seeingAll(scope);
  const workspace = await transaction(wide, () => workspaceHas(wide));
  const { own, factors } = await conversionToOwn(scope);

  const open = await openTotals(scope, factors);
  const urgent = await attentionIds(scope, factors, ROWS);
  const actions = await nextActions(scope, urgent);
  const { rows: moves, ...moved } = await movements(scope, week, ROWS);
  const steps = await stepsSince(scope, moves.map((m) => m.id), week);
  const closing = await closingTotals(scope, factors, passed, until);
  const closings = await closingIds(scope, factors, passed, until, { overdue: 3, due: 3 });
  const latest = await closedIds(scope, before, ROWS);

  const deals = await homeDeals(scope, [...urgent, ...moves.map((m) => m.id), ...closings.map((c) => c.id), ...latest]);
  /** Rows whose deal is still there: it may have closed between two queries. */
  const rowsOf = <T extends { id: string }, R>(found: readonly T[], row: (deal: FullDeal, of: T) => R | null): R[] =>
    found.flatMap((of) => { const deal = deals.get(of.id); const made = deal ? row(deal, of) : null; return made === null ? [] : [made]; });

  return {
    now: now.toISOString(), currency: own, workspace, open,
    attention: rowsOf(urgent.map((id) => ({ id })), (d) => ({ ...d, reason: d.topReason, action: actions.get(d.id) ?? null })),
    moved: { ...moved, rows: rowsOf(moves, (d, m) => ({ ...d, before: m.before, now: m.now, cause: leadingCause(m.before, m.now, steps.get(d.id) ?? []) ?? 'several small changes' })) },
    closing: {
      ...closing, closedBefore: await closedBetween(scope, daysAway(-FORTNIGHT), now),
      rows: rowsOf(closings, (d, c) => (d.expectedCloseAt === null ? null : { ...d, status: 'open' as const, expectedCloseAt: d.expectedCloseAt, overdue: c.overdue })),
    },
    insights: { whose, ...(await waitingInsights(scope, whose, ROWS)), answered: await answersGiven(scope, whose, week, before) },
    closed: {
      ...(await closedTotals(scope, factors, week, before)),
      rows: rowsOf(latest.map((id) => ({ id })), (d): ClosedDeal | null => (d.status === 'open' || d.closedAt === null ? null : { ...d, status: d.status, closedAt: d.closedAt, reason: d.closeReason })),
    },
    failures: await failuresFor(scope, week, before),
  };
});

async function failuresFor(scope: Scope, week: Date, before: Date): Promise<Home['failures']> {
  const imports = allows(scope.role, 'import.read') ? await failedImports(scope, week, before, 3) : null;
  const jobs = allows(scope.role, 'job.read') ? await failedJobs(scope, week, before, 3) : null;
  if (!imports && !jobs) return null;
  const weekly = (counted: { now: number; before: number } | null) => counted && { now: counted.now, before: counted.before };
  return { imports: weekly(imports), jobs: weekly(jobs), rows: [...(imports?.rows ?? []), ...(jobs?.rows ?? [])].sort((a, b) => b.at.localeCompare(a.at)) };
}
