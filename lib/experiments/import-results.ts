/**
 * The results of an experiment that ran elsewhere are put in: a CSV with a row for each unit, or counts for each variant. The experiment is a draft about
 * something that a program decides; afterwards it is analysed like any other. The file is checked whole before anything is written, and
 * reading it again changes nothing.
 */
import { openCsv } from '@/lib/imports/csv/open-csv';
import { UnreadableFile } from '@/lib/imports/csv/unreadable';
import { letOthersIn } from '@/lib/server/db/let-others-in';
import { transaction } from '@/lib/server/db/tenancy';
import { AppError, conflict, invalid, notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { insertAssignments, type NewAssignment } from './assignment-store';
import { writeDecision } from './decide';
import { foldAll } from './fold-outcomes';
import { addCounts, insertOutcomes, markBatch, type NewOutcome } from './outcome-store';
import { designWeights, toExperiment } from './read-experiment';
import { readUnit, resultColumns, type ReadUnit } from './result-rows';
import type { CountsReport, Experiment, ImportColumns } from './schema';
import { changeExperiment, insertWeights, lockExperiment } from './store';

const BATCH = 5_000;
const MOST_ROWS = 1_000_000;

export type ImportedResults = { units: number; /** Rows of units that were there already. */ known: number; outcomes: number };

/** An experiment that may take results from elsewhere. Inside a transaction. */
async function importable(scope: Scope, id: string): Promise<Experiment> {
  const row = await lockExperiment(scope, id);
  if (!row) throw notFound('experiment');
  const experiment = toExperiment(row);
  if (experiment.subject.kind !== 'external') throw conflict('The product itself records this experiment: results cannot be put in.');
  if (experiment.status !== 'draft' && !(experiment.status === 'stopped' && experiment.slice === null)) throw conflict('Results are put into a draft, or into one that was filled so before.');
  return experiment;
}

/** It ran from its first unit to its last, elsewhere: here nobody is assigned. */
async function markImported(scope: Scope, experiment: Experiment, from: Date, to: Date, words: string, now: Date): Promise<void> {
  const [start, end] = [experiment.startedAt, experiment.endedAt].map((at) => (at === null ? null : new Date(at)));
  await changeExperiment(scope, experiment.id, { status: 'stopped', startedAt: start && start < from ? start : from, endedAt: end && end > to ? end : to });
  await insertWeights(scope, { experimentId: experiment.id, epoch: 0, at: from, weights: designWeights(experiment.variants, experiment.allocation !== 'WEIGHTED'), reason: 'as designed' });
  await writeDecision(scope, experiment, 'results_imported', words, { at: now });
}

/**
 * One row a unit: its variant, when it was exposed, a column a metric (a ratio's second number in "<metric>_denominator", numbers from before in
 * "pre_<metric>"). Throws not_found, conflict, and invalid that names the first wrong row; nothing is written then.
 */
export async function importResults(scope: Scope, id: string, file: AsyncIterable<Uint8Array>, columns: ImportColumns, now: Date = new Date()): Promise<ImportedResults> {
  const experiment = await transaction(scope, () => importable(scope, id));
  const units = await readUnits(file, experiment, columns, now).catch((error: unknown) => {
    throw error instanceof UnreadableFile ? invalid(error.message) : error;
  });
  if (units.length === 0) throw invalid('There is no row in this file.');
  const done: ImportedResults = { units: 0, known: 0, outcomes: 0 };
  let from = now, to = new Date(0);
  for (const { exposedAt } of units) {
    if (exposedAt < from) from = exposedAt;
    if (exposedAt > to) to = exposedAt;
  }
  // First, so that what a kill in the middle leaves behind can be seen, and finished by sending the file again.
  if (experiment.status === 'draft') await transaction(scope, async () => markImported(scope, await importable(scope, id), from, to, `Results of ${units.length.toLocaleString('en')} units from elsewhere.`, now));
  for (let i = 0; i < units.length; i += BATCH) {
    const part = units.slice(i, i + BATCH);
    const made = await transaction(scope, async () => {
      await importable(scope, id);
      const fresh = await insertAssignments(scope, id, part.map(({ unitId, variantId, segment, pre, exposedAt }): NewAssignment => ({ unitId, variantId, segment, pre, epoch: 0, exposedAt })));
      const outcomes = part.flatMap(({ unitId, exposedAt, values }): NewOutcome[] => values.map(({ metric, at, ...value }) => ({ outcomeId: `import:${unitId}`, metric, unitId, ...value, occurredAt: at ?? exposedAt.toISOString(), receivedAt: at ?? exposedAt.toISOString() })));
      const stored = outcomes.length === 0 ? new Map<string, number>() : await insertOutcomes(scope, id, outcomes);
      return { units: fresh.size, outcomes: [...stored.values()].reduce((sum, n) => sum + n, 0) };
    });
    done.units += made.units;
    done.known += part.length - made.units;
    done.outcomes += made.outcomes;
    await letOthersIn();
  }
  await foldAll(scope, id);
  return done;
}

async function readUnits(file: AsyncIterable<Uint8Array>, experiment: Experiment, columns: ImportColumns, now: Date): Promise<ReadUnit[]> {
  const csv = await openCsv(file);
  const places = resultColumns(csv.columns, experiment, columns);
  const units: ReadUnit[] = [];
  const seen = new Map<string, number>();
  for await (const row of csv.rows) {
    if (row.problem !== null) throw invalid(`Row ${row.rowNo}: ${row.problem}.`);
    const read = readUnit(row.values, row.rowNo, places, experiment, now);
    if (typeof read === 'string') throw invalid(`Row ${row.rowNo}: ${read}`);
    const before = seen.get(read.unitId);
    if (before !== undefined) throw invalid(`Row ${row.rowNo}: the unit “${read.unitId}” stands in row ${before} already. One row a unit.`);
    seen.set(read.unitId, row.rowNo);
    units.push(read);
    if (units.length > MOST_ROWS) throw new AppError('too_large', `A file may have ${MOST_ROWS.toLocaleString('en')} rows. Send counts for each variant instead.`);
  }
  return units;
}

/** Counts for each variant and metric, of what ran elsewhere. The same `batchId` again changes nothing. Throws not_found, conflict, invalid. */
export const recordCounts = (scope: Scope, id: string, { batchId, counts }: CountsReport, now: Date = new Date()): Promise<{ recorded: number }> => transaction(scope, async () => {
  const experiment = await importable(scope, id);
  const variants = new Map(experiment.variants.map((one) => [one.key, one.id]));
  const metrics = new Map(experiment.plan.metrics.map((one) => [one.key, one]));
  const rows = counts.map(({ variant, metric, n, sum, sumSquares, day, segment }, i) => {
    const [variantId, of] = [variants.get(variant), metrics.get(metric)];
    const wrong = (path: string, message: string) => invalid(message, [{ path: `body.counts.${i}.${path}`, message }]);
    if (variantId === undefined) throw wrong('variant', `There is no variant “${variant}”. There are: ${[...variants.keys()].join(', ')}.`);
    if (!of) throw wrong('metric', `There is no metric “${metric}”. There are: ${[...metrics.keys()].join(', ')}.`);
    if (of.kind === 'ratio') throw wrong('metric', 'A ratio needs the numbers of each unit: send a file with one row a unit.');
    if (of.kind === 'binomial' && (sum > n || !Number.isInteger(sum) || sum < 0)) throw wrong('sum', 'Of n units between none and all converted.');
    if (of.kind !== 'binomial' && sumSquares === undefined) throw wrong('sumSquares', 'A mean needs the sum of the squares.');
    return { metric, variantId, day: day ?? now.toISOString().slice(0, 10), epoch: 0, segment, n, sum, sumSquares: sumSquares ?? sum };
  });
  if (!(await markBatch(scope, id, experiment.plan.metrics[0]!.key, `counts:${batchId}`, now))) return { recorded: 0 };
  await addCounts(scope, id, rows);
  const days = rows.map(({ day }) => Date.parse(day));
  await markImported(scope, experiment, new Date(Math.min(...days)), new Date(Math.max(...days)), `Counts of ${rows.length} cells from elsewhere.`, now);
  return { recorded: rows.length };
});
