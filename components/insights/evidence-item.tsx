import { PlainText } from '@/components/deals/plain-text';
import { SimilarDeal } from '@/components/deals/similar-deal';
import { SimulatedMark } from '@/components/deals/simulated-mark';
import { DateText } from '@/components/ui/date-text';
import { formatPercent, type ReadingHabits } from '@/components/ui/format';
import type { OpenedEvidence } from '@/lib/insights/opened-evidence';
import type { Insight } from '@/lib/insights/schema';

const HEADS: Record<Insight['evidence'][number]['kind'], string> = { deal: 'Similar deal', interaction: 'Message', pattern: 'What preceded wins', practice: 'Practice', rule: 'Record here', field: 'Field' };

export interface EvidenceItemProps {
  cited: Insight['evidence'][number];
  /** What the citation leads to; absent for a moment after a new run, until the page has followed. */
  opened: OpenedEvidence | undefined;
  /** Address of a cited deal, null where the caller may not open it. */
  dealHref: (id: string) => string | null;
  habits: ReadingHabits;
}

/** One cited thing, opened: exactly what the analyst saw. */
export function EvidenceItem({ cited, opened, dealHref, habits }: EvidenceItemProps) {
  return (
    <>
      <p className="mb-1 flex flex-wrap items-baseline gap-x-2 text-xs text-muted">
        <span className="font-medium">{HEADS[cited.kind]}</span>
        {opened?.opened === 'interaction' && (
          <>
            <DateText iso={new Date(opened.interaction.at).toISOString()} look="minute" habits={habits} />
            {opened.simulated && <SimulatedMark />}
          </>
        )}
      </p>
      {opened ? <Opened opened={opened} dealHref={dealHref} habits={habits} /> : <p className="text-dense wrap-anywhere">{cited.quote}</p>}
    </>
  );
}

function Opened({ opened, dealHref, habits }: { opened: OpenedEvidence; dealHref: EvidenceItemProps['dealHref']; habits: ReadingHabits }) {
  switch (opened.opened) {
    case 'deal':
      return <SimilarDeal deal={opened.deal} href={dealHref(opened.id)} currency={opened.currency} habits={habits} />;
    case 'interaction':
      return (
        <div className="text-dense">
          <p className="font-medium wrap-anywhere first-letter:uppercase">{opened.title}</p>
          <PlainText subject={opened.interaction.subject} text={opened.interaction.text} folded={false} />
          {!opened.interaction.subject && !opened.interaction.text && <p className="text-muted">No text was recorded.</p>}
        </div>
      );
    case 'rule':
      return (
        <div className="flex flex-col gap-2 text-dense">
          <p className="font-medium">{opened.title}</p>
          <ul className="flex list-disc flex-col gap-0.5 ps-4 text-muted">
            {opened.facts.map((fact) => <li key={fact} className="wrap-anywhere">{fact}</li>)}
          </ul>
          {opened.with && opened.without && opened.with.n > 0 && opened.without.n > 0 && (
            <Rates rows={[{ label: 'in this condition', ...opened.with }, { label: 'all others', ...opened.without }]} />
          )}
          <p>{opened.fact}</p>
        </div>
      );
    case 'counted':
      return (
        <div className="flex flex-col gap-2 text-dense">
          <Rates rows={[{ label: `did it within ${opened.windowDays} days`, ...opened.did }, { label: 'did not', ...opened.didNot }]} />
          <p>{opened.fact}</p>
          <p className="text-xs text-muted">What preceded wins, not proof of a cause.</p>
        </div>
      );
    case 'text':
      return (
        <p className="text-dense wrap-anywhere">
          <span className="font-medium">{opened.title}:</span> {opened.fact}
        </p>
      );
  }
}

/** Two win rates on one axis, each with its count. */
function Rates({ rows }: { rows: readonly { label: string; hits: number; n: number }[] }) {
  return (
    <dl className="grid grid-cols-[minmax(0,1fr)_5rem_auto] items-center gap-x-3 gap-y-1 text-xs">
      {rows.map(({ label, hits, n }) => {
        const rate = n === 0 ? 0 : hits / n;
        return (
          <div key={label} className="contents">
            <dt className="min-w-0 text-muted">{label}</dt>
            <dd aria-hidden>
              <svg width={80} height={8}>
                <rect width={80} height={8} rx={2} className="fill-surface-tertiary" />
                <rect width={Math.max(1, rate * 80)} height={8} rx={2} className="fill-series-1" />
              </svg>
            </dd>
            <dd className="text-end">
              <span className="font-medium">{formatPercent(rate)}</span> <span className="text-muted">won, {hits} of {n}</span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
