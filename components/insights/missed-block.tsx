import { Card } from '@/components/ui/card';
import type { MissedReport } from '@/lib/outcomes/missed';

const dayCount = (n: number) => `${n} ${n === 1 ? 'day' : 'days'}`;

/** Lost: which conditions were there that nobody had been told of. Empty is an answer too. */
export function MissedBlock({ report, heldOut }: { report: MissedReport; heldOut: boolean }) {
  const { missed, named, looks } = report;
  const spoken = missed.filter((m) => !m.muted);
  const muted = missed.filter((m) => m.muted);
  const line = looks.length === 0
    ? 'It was closed within a day of being opened: there was no day to look at.'
    : `Looked at ${looks.length === 1 ? 'the day' : `${looks.slice(0, -1).join(', ')} and ${looks.at(-1)} days`} before it was lost, by what past deals here say.`;
  return (
    <Card title="Lost: what did we miss?" line={line}>
      {looks.length > 0 && spoken.length === 0 && (
        <p className="text-dense">
          {named.length > 0 ? 'Nothing: every risk that was there had been named.' : muted.length > 0 ? 'Nothing that tells won from lost here.' : 'Nothing: none of the conditions that we know was there. Whatever lost it is not in the data.'}
        </p>
      )}
      {heldOut && spoken.length > 0 && <p className="text-dense text-muted">The deal was in the comparison group: none of this was shown to anybody.</p>}
      {spoken.length > 0 && (
        <ul className="flex flex-col divide-y divide-hairline">
          {spoken.map((m) => (
            <li key={m.ruleKey} className="flex flex-col gap-1 py-2.5 first:pt-0 last:pb-0">
              <p className="text-sm font-medium wrap-anywhere">
                {m.title} <span className="text-xs font-normal text-muted">there {dayCount(m.daysBefore)} before</span>
              </p>
              {m.fact && <p className="max-w-prose text-dense wrap-anywhere">{m.fact}</p>}
              <p className="max-w-prose text-xs text-muted wrap-anywhere">{m.record}</p>
            </li>
          ))}
        </ul>
      )}
      {named.length > 0 && <p className="text-xs text-muted">Named in time: {named.map((n) => n.name.toLowerCase()).join(', ')}.</p>}
      {muted.length > 0 && <p className="text-xs text-muted">Also there, and kept quiet because they do not tell won from lost here: {muted.map((m) => m.name.toLowerCase()).join(', ')}.</p>}
    </Card>
  );
}
