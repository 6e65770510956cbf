/** What an import is called and how it stands, in words. Pure. */
import type { Tone } from '@/components/ui/tone';
import type { Entity, ImportState, ImportStatus } from '@/lib/imports/schema';

export const ENTITY_LABELS: Record<Entity, string> = { deals: 'Deals', leads: 'Leads', accounts: 'Accounts', contacts: 'Contacts', products: 'Products', members: 'Sales team' };

type Standing = Pick<ImportState, 'status' | 'dryRun' | 'created' | 'updated' | 'skipped' | 'failed' | 'rowsDone' | 'totalRows'>;

const STATUS: Record<ImportStatus, { word: string; tone: Tone }> = {
  uploading: { word: 'Uploading', tone: 'neutral' }, mapping: { word: 'Waits for its columns', tone: 'caution' }, queued: { word: 'Waiting', tone: 'neutral' },
  running: { word: 'Running', tone: 'action' }, completed: { word: 'Done', tone: 'opportunity' }, failed: { word: 'Stopped', tone: 'risk' }, cancelled: { word: 'Cancelled', tone: 'caution' },
  undoing: { word: 'Being undone', tone: 'action' }, undone: { word: 'Undone', tone: 'neutral' },
};

export const statusOf = ({ status, dryRun }: Pick<Standing, 'status' | 'dryRun'>): { word: string; tone: Tone } =>
  status === 'completed' && dryRun ? { word: 'Tried', tone: 'forecast' } : STATUS[status];

export const isAtWork = (status: ImportStatus): boolean => status === 'queued' || status === 'running' || status === 'undoing' || status === 'uploading';

const count = (n: number): string => n.toLocaleString('en-US');

/** "8,790 created, 10 left out" and the like; a dry run says "would be". */
export function resultWords({ dryRun, created, updated, skipped, failed }: Standing): string {
  const be = dryRun ? 'would be ' : '';
  const parts = [
    created > 0 ? `${count(created)} ${be}created` : null, updated > 0 ? `${count(updated)} ${be}changed` : null,
    skipped > 0 ? `${count(skipped)} already the same` : null, failed > 0 ? `${count(failed)} left out` : null,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : 'nothing to do';
}

/** "4,200 of 8,800 rows". */
export const progressWords = ({ rowsDone, totalRows }: Standing): string => (totalRows === null ? 'reading the file' : `${count(rowsDone)} of ${count(totalRows)} rows`);

/** "Of the first 200 rows 198 can be read, 2 would be left out." */
export const readableWords = ({ readable, unreadable }: { readable: number; unreadable: number }): string =>
  readable + unreadable === 0 ? 'No rows under the header.'
  : unreadable === 0 ? (readable === 1 ? 'The row can be read.' : `All of the first ${count(readable)} rows can be read.`)
  : `Of the first ${count(readable + unreadable)} rows ${count(readable)} can be read, ${count(unreadable)} would be left out.`;

/** Whether the same upload can be run (again): it waits for its columns, was only tried, or nothing went in before it failed. */
export const canRun = ({ status, dryRun, rowsDone }: Pick<Standing, 'status' | 'dryRun' | 'rowsDone'>): boolean =>
  status === 'mapping' || (dryRun && !isAtWork(status)) || (status === 'failed' && rowsDone === 0);

/** What can be taken back: an import that ended and did something. */
export const canUndo = ({ status, dryRun, created, updated }: Pick<Standing, 'status' | 'dryRun' | 'created' | 'updated'>): boolean =>
  !dryRun && (status === 'completed' || status === 'failed' || status === 'cancelled') && created + updated > 0;

/** The step that a person would take next; null when there is none to say. */
export function nextStep(state: Standing): string | null {
  if (state.status === 'undone') return 'Choose the file again to import it once more.';
  if (state.status === 'failed' || state.status === 'cancelled') {
    if (canRun(state)) return 'Settle what is missing below, then start again. Nothing has to be uploaded twice.';
    return canUndo(state) ? 'Undo it, or choose the file again: rows that are in already are recognised and not doubled.' : 'Choose the file again to start over.';
  }
  if (state.dryRun) return state.failed > 0 ? 'Import now without these rows, or correct them in the file and choose it again.' : 'Start the import below when this is what you want.';
  return state.failed > 0 ? 'Correct these rows and import the file again: the others are recognised and not doubled.' : null;
}
