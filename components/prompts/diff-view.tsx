import { cx } from '@/components/ui/cx';
import type { DiffLine, DiffPart } from '@/lib/prompts/compare-versions';

const signs = { kept: '', removed: '−', added: '+' } as const;
const words = { kept: '', removed: 'Removed: ', added: 'Added: ' } as const;
const grounds = { kept: '', removed: 'bg-risk-soft', added: 'bg-opportunity-soft' } as const;
const marks = { kept: '', removed: 'bg-risk-soft text-risk line-through decoration-1', added: 'bg-opportunity-soft text-opportunity underline decoration-1 underline-offset-2' } as const;

/** Unchanged lines that are kept around a change. */
const AROUND = 2;

/** What differs between two versions, as text: a sign, a word for screen readers and an underline or strike say what the colour says. */
export function DiffView({ parts }: { parts: readonly DiffPart[] }) {
  const changed = parts.filter((part) => part.changed);
  if (changed.length === 0) return <p className="text-dense text-muted">They say the same.</p>;
  return (
    <div className="flex flex-col gap-4">
      {changed.map(({ title, lines }) => (
        <section key={title} aria-label={title} className="flex min-w-0 flex-col gap-1">
          <h3 className="text-xs font-medium text-muted">{title}</h3>
          <div className="overflow-hidden rounded-box border border-hairline">
            <table className="w-full table-fixed text-dense">
              <caption className="sr-only">{`${title}: what was removed and added`}</caption>
              <colgroup>
                <col className="w-9 max-sm:hidden" />
                <col className="w-9 max-sm:hidden" />
                <col className="w-6" />
                <col />
              </colgroup>
              <tbody>
                {folded(lines).map((line, index) =>
                  typeof line === 'number' ? (
                    <tr key={index} className="bg-surface-secondary text-xs text-muted">
                      {/* On a phone the columns of numbers are gone: a cell over them would bring them back. */}
                      <td colSpan={2} className="max-sm:hidden" />
                      <td colSpan={2} className="px-3 py-1">
                        {line} {line === 1 ? 'line' : 'lines'} unchanged
                      </td>
                    </tr>
                  ) : (
                    <Line key={index} line={line} />
                  ),
                )}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </div>
  );
}

function Line({ line: { kind, before, after, pieces } }: { line: DiffLine }) {
  return (
    <tr className={cx('align-top', grounds[kind])}>
      <td className="py-0.5 pe-1 text-end text-xs leading-5 text-muted select-none max-sm:hidden">{before}</td>
      <td className="py-0.5 pe-1 text-end text-xs leading-5 text-muted select-none max-sm:hidden">{after}</td>
      <td aria-hidden className="py-0.5 text-center select-none">
        {signs[kind]}
      </td>
      <td className="py-0.5 pe-3 whitespace-pre-wrap wrap-anywhere">
        {kind !== 'kept' && <span className="sr-only">{words[kind]}</span>}
        {pieces.map(({ text, changed }, index) => (
          <span key={index} className={changed ? marks[kind] : undefined}>
            {text}
          </span>
        ))}
        {pieces.length === 0 && '\u00a0'}
      </td>
    </tr>
  );
}

/** Lines near a change; the number of lines left out where there are more. */
function folded(lines: readonly DiffLine[]): (DiffLine | number)[] {
  const near = lines.map((_line, i) => lines.slice(Math.max(0, i - AROUND), i + AROUND + 1).some(({ kind }) => kind !== 'kept'));
  const shown: (DiffLine | number)[] = [];
  lines.forEach((line, i) => {
    if (near[i]) return void shown.push(line);
    const last = shown.at(-1);
    if (typeof last === 'number') shown[shown.length - 1] = last + 1;
    else shown.push(1);
  });
  return shown;
}
