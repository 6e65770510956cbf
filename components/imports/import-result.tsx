import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { Stat, StatList } from '@/components/ui/stat';
import type { Tone } from '@/components/ui/tone';
import type { ImportState } from '@/lib/imports/schema';
import { nextStep, resultWords } from './import-words';

/** As many as an import keeps. */
const KEPT = 1_000;
const number = (n: number): string => n.toLocaleString('en-US');

function outcome({ status, dryRun, failed }: ImportState): { title: string; tone: Tone } {
  switch (status) {
    case 'undone': return { title: 'The import was taken back', tone: 'neutral' };
    case 'failed': return { title: dryRun ? 'The trial stopped' : 'The import stopped', tone: 'risk' };
    case 'cancelled': return { title: dryRun ? 'The trial was cancelled' : 'The import was cancelled', tone: 'neutral' };
    default: return { title: dryRun ? 'A trial: nothing was changed' : 'The import is done', tone: failed > 0 ? 'caution' : 'opportunity' };
  }
}

/** What came of an import: counts, what to do next, and what was wrong with which row. */
export function ImportResult({ state }: { state: ImportState }) {
  const { title, tone } = outcome(state);
  const next = nextStep(state);
  const began = state.rowsDone > 0;
  return (
    <div className="flex flex-col gap-4">
      <Notice tone={tone} title={title}>
        {state.error ?? (began ? `Of ${number(state.rowsDone)} ${state.rowsDone === 1 ? 'row' : 'rows'}: ${resultWords(state)}.` : 'No row was read.')}
        {next && <p className="text-muted">{next}</p>}
      </Notice>
      {began && (
        <Card title="Rows">
          <StatList>
            <Stat label={state.dryRun ? 'Would be created' : 'Created'} value={number(state.created)} />
            <Stat label={state.dryRun ? 'Would be changed' : 'Changed'} value={number(state.updated)} />
            <Stat label="Already the same" value={number(state.skipped)} />
            <Stat label="Left out" value={number(state.failed)} />
          </StatList>
        </Card>
      )}
      {state.errors.length > 0 && <RowErrors state={state} />}
      {state.notes.length > 0 && (
        <Card title="Read in a way worth knowing">
          <ul className="flex flex-col gap-1 text-dense text-muted">
            {state.notes.map((note, i) => (
              <li key={i} className="break-words">
                {note.column ? `“${note.column}”: ` : ''}{note.message} <span className="whitespace-nowrap">({note.rows === 1 ? `row ${number(note.firstRow)}` : `${number(note.rows)} rows, first row ${number(note.firstRow)}`})</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}

/** Row numbers are those of a spreadsheet: the header is row 1. */
function RowErrors({ state: { errors, status } }: { state: ImportState }) {
  const title = status === 'undone' ? 'Left out, or left as it was, and why' : 'Left out, and why';
  const line = errors.length >= KEPT ? `The first ${number(KEPT)} reasons. Rows are numbered as in a spreadsheet.` : 'Rows are numbered as in a spreadsheet: the header is row 1.';
  return (
    <Card title={title} line={line} flush>
      <div className="max-h-96 overflow-auto border-t border-hairline" tabIndex={0} role="region" aria-label="Reasons by row">
        <table className="w-full text-dense">
          <caption className="sr-only">Rows that were left out, with the reason</caption>
          <thead className="sticky top-0 bg-surface">
            <tr className="text-xs text-muted shadow-[inset_0_-1px_0_var(--hairline)]">
              <th scope="col" className="py-2 ps-4 pe-2 text-end font-medium">Row</th>
              <th scope="col" className="px-3 py-2 text-start font-medium max-sm:hidden">Column</th>
              <th scope="col" className="px-3 py-2 text-start font-medium">What is wrong</th>
            </tr>
          </thead>
          <tbody>
            {errors.map((error, i) => (
              <tr key={i} className="border-b border-hairline align-top last:border-0">
                <td className="py-2 ps-4 pe-2 text-end tabular-nums text-muted">{number(error.row)}</td>
                <td className="max-w-48 break-words px-3 py-2 font-medium max-sm:hidden">{error.column}</td>
                <td className="break-words px-3 py-2">
                  {error.column && <span className="block font-medium sm:hidden">{error.column}</span>}
                  {error.message}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
