import Link from 'next/link';
import type { ReactNode } from 'react';
import { DateText } from '@/components/ui/date-text';
import type { ReadingHabits } from '@/components/ui/format';
import type { Lead } from '@/lib/leads/schema';
import { shownFacts } from './lead-words';

const unknown = <span className="text-muted">not known</span>;
const Pair = ({ term, children }: { term: string; children: ReactNode }) => (
  <>
    <dt>{term}</dt>
    <dd className="min-w-0 wrap-anywhere">{children}</dd>
  </>
);
const list = 'grid grid-cols-[7rem_minmax(0,1fr)] gap-x-4 gap-y-2 text-dense [&_dt]:text-muted';

/** Who they are and how they came; what is not known is said so. */
export function LeadDetails({ lead, workspace, habits }: { lead: Lead; workspace: string; habits: ReadingHabits }) {
  return (
    <dl className={list}>
      <Pair term="E-mail">{lead.email ? <a href={`mailto:${lead.email}`} className="link">{lead.email}</a> : unknown}</Pair>
      <Pair term="Phone">{lead.phone ? <a href={`tel:${lead.phone.replace(/[^\d+]/g, '')}`} className="link">{lead.phone}</a> : unknown}</Pair>
      <Pair term="Title">{lead.jobTitle ?? unknown}</Pair>
      <Pair term="Company">{lead.account ? <Link href={`/w/${workspace}/accounts/${lead.account.id}`} className="link">{lead.account.name}</Link> : (lead.company ?? unknown)}</Pair>
      <Pair term="Source">{lead.source ?? unknown}</Pair>
      <Pair term="Owner">{lead.owner?.name ?? <span className="text-muted">nobody yet</span>}</Pair>
      <Pair term="Came in">{lead.leadAt ? <DateText iso={lead.leadAt} look="day-year" habits={habits} /> : unknown}</Pair>
      {lead.endReason && <Pair term="Why it ended">{lead.endReason}</Pair>}
      {lead.deal && <Pair term="Deal"><Link href={`/w/${workspace}/deals/${lead.deal.id}`} className="link">{lead.deal.name}</Link></Pair>}
      {lead.externalId && <Pair term="External id"><span className="font-mono text-xs">{lead.externalId}</span></Pair>}
      <dt>Contact</dt>
      <dd><Link href={`/w/${workspace}/contacts/${lead.id}`} className="link">Open their contact page</Link></dd>
    </dl>
  );
}

const SHOWN = 12;

/** Every other fact under the name that it came with; the first ones, and the rest behind a click. */
export function LeadFacts({ facts }: { facts: Readonly<Record<string, unknown>> }) {
  const rows = shownFacts(facts);
  if (rows.length === 0) return <p className="text-dense text-muted">None. Facts come with an import, where every column is kept, or through the API; the scoring model may read them all.</p>;
  const pairs = (some: typeof rows) => (
    <dl className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-x-4 gap-y-2 text-dense [&_dt]:text-muted">
      {some.map(({ name, value }) => (
        <Pair key={name} term={name}>{value}</Pair>
      ))}
    </dl>
  );
  return (
    <div className="flex flex-col gap-2">
      {pairs(rows.slice(0, SHOWN))}
      {rows.length > SHOWN && (
        <details>
          <summary className="w-fit cursor-pointer pb-2 text-dense text-muted hover:text-foreground">{rows.length - SHOWN} more</summary>
          {pairs(rows.slice(SHOWN))}
        </details>
      )}
    </div>
  );
}
