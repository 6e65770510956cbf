/**
 * What became of a unit is recorded once for each id, whenever and in whatever order it comes: late, duplicate and out-of-window reports are
 * accepted, counted and set aside. Folding (fold-outcomes.ts) judges them in the background.
 */
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, invalid, notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { tellRecorded } from './assign-variant';
import { addTally, insertOutcomes } from './outcome-store';
import { plan, type OutcomeReport } from './schema';
import { findExperiment } from './store';

/** How far a caller's clock may be ahead. */
const AHEAD = 5 * 60_000;

/** Throws not_found; invalid for a metric that the experiment has not, or a time to come; conflict before it has begun. */
export const recordOutcomes = (scope: Scope, id: string, reports: readonly OutcomeReport[], now: Date = new Date()): Promise<{ recorded: number; duplicates: number }> => transaction(scope, async () => {
  const row = await findExperiment(scope, id);
  if (!row) throw notFound('experiment');
  if (row.status === 'draft' || row.status === 'scheduled') throw conflict('The experiment has not begun: nothing can have come of it.');
  const metrics = new Map(plan.parse(row.plan).metrics.map((one) => [one.key, one]));
  reports.forEach((report, i) => {
    const metric = metrics.get(report.metric);
    if (!metric) throw invalid(`The experiment has no metric “${report.metric}”. It has: ${[...metrics.keys()].join(', ')}.`, [{ path: `body.outcomes.${i}.metric`, message: 'Not a metric of the experiment' }]);
    if (metric.kind === 'ratio' && report.denominator === 0 && report.value !== 0) throw invalid('A ratio needs its second number.', [{ path: `body.outcomes.${i}.denominator`, message: 'Not nought' }]);
    if (report.occurredAt !== undefined && Date.parse(report.occurredAt) > now.getTime() + AHEAD) throw invalid('An outcome lies in the past.', [{ path: `body.outcomes.${i}.occurredAt`, message: 'A time that has been' }]);
  });
  const receivedAt = now.toISOString();
  const made = await insertOutcomes(scope, id, reports.map(({ occurredAt, ...report }) => ({ ...report, occurredAt: occurredAt ?? receivedAt, receivedAt })));
  let recorded = 0;
  for (const key of [...new Set(reports.map(({ metric }) => metric))].sort()) {
    const fresh = made.get(key) ?? 0, again = reports.filter(({ metric }) => metric === key).length - fresh;
    recorded += fresh;
    if (again > 0) await addTally(scope, id, key, 'duplicate', again);
  }
  if (recorded > 0) await tellRecorded(scope, id, now);
  return { recorded, duplicates: reports.length - recorded };
});

export const recordOutcome = (scope: Scope, id: string, report: OutcomeReport, now: Date = new Date()): Promise<{ recorded: number; duplicates: number }> => recordOutcomes(scope, id, [report], now);

/** The same for a program. Throws conflict for a metric that the product counts itself. */
export const reportOutcomes = (scope: Scope, id: string, reports: readonly OutcomeReport[], now: Date = new Date()): Promise<{ recorded: number; duplicates: number }> => transaction(scope, async () => {
  const row = await findExperiment(scope, id);
  if (!row) throw notFound('experiment');
  const own = new Set(plan.parse(row.plan).metrics.filter(({ measure }) => measure !== null).map(({ key }) => key));
  const counted = reports.find(({ metric }) => own.has(metric));
  if (counted) throw conflict(`The product counts “${counted.metric}” itself: nobody else reports it.`);
  return recordOutcomes(scope, id, reports, now);
});
