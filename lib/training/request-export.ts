/** An export is asked for, looked at before, and stopped. */
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, notFound } from '@/lib/server/errors';
import { send } from '@/lib/server/outbox';
import { seeingAll, type Scope } from '@/lib/server/scope';
import { labelsOf, linesOf, planOf, problemsBefore } from './export-plan';
import { changeExport, findExport, insertExport, lightRows } from './export-store';
import { FORMATS, type ExportOptions, type ExportProblem, type Split } from './schema';

export type ExportPreview = { lines: Record<Split, number>; problems: ExportProblem[] };

const planned = async (scope: Scope, options: ExportOptions) => planOf(await lightRows(scope, labelsOf(options), options), options);

/** How many lines it would have, and what the provider would say. */
export const previewExport = (asked: Scope, options: ExportOptions): Promise<ExportPreview> => {
  const scope = seeingAll(asked);
  return transaction(scope, async () => {
    const units = await planned(scope, options);
    return { lines: linesOf(units), problems: problemsBefore(units, options) };
  });
};

/** Gives the export, which is made in the background. Throws conflict when there would be nothing in it. */
export const requestExport = (asked: Scope, options: ExportOptions): Promise<{ id: string; version: number }> => {
  // An export takes the whole workspace; who may ask for one was decided before.
  const scope = seeingAll(asked);
  return transaction(scope, async () => {
    const units = await planned(scope, options);
    if (units.length === 0) throw conflict(FORMATS[options.format].pairs ? 'There is no pair of a good and a bad insight to be told apart. Let pairs be further apart, or take a longer period.' : 'No example has these labels in this period. Choose more.');
    const made = await insertExport(scope, options, units.length);
    await send(scope, 'training/export.requested', { exportId: made.id }, made.id);
    await audit(scope, { action: 'training.export', entityId: made.id, after: { version: made.version, ...options, lines: units.length } });
    return made;
  });
};

/** Stops an export; what was written of it goes with the next look of its job, or at night. */
export const cancelExport = (scope: Scope, id: string): Promise<void> => transaction(scope, async () => {
  if (!(await findExport(scope, id))) throw notFound('export');
  if (!(await changeExport(scope, id, ['queued', 'running'], { status: 'cancelled', finishedAt: new Date() }))) throw conflict('This export is not at work any more.');
  await audit(scope, { action: 'training.export_cancel', entityId: id });
});
