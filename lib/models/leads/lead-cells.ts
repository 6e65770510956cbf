/** A lead as known at a moment, as named cells: what it came with, what happened with it. Any column of any file it came from is one of them. Pure. */
import { DAY } from '@/lib/deals/history';
import type { LeadAsOf } from '@/lib/leads/history';

export type Cells = Readonly<Record<string, string>>;

const said = (value: string | number | boolean | null): string => (value === null ? '' : String(value).trim());
const yes = (flag: boolean): string => (flag ? 'yes' : 'no');

/** Facts that have a field of their own; the file's other columns follow under their names. */
export function leadCells(lead: LeadAsOf): Cells {
  const count = (kind: string): number => lead.interactions.filter((one) => one.kind === kind).length;
  const last = lead.interactions.filter((one) => one.direction === 'inbound' || one.kind === 'opened' || one.kind === 'clicked').at(-1);
  const own: Record<string, string> = {
    State: lead.state ?? '', Source: said(lead.source), 'Job title': said(lead.jobTitle), Owner: said(lead.ownerName), Industry: said(lead.account?.industry ?? null),
    Employees: said(lead.account?.employees ?? null), Country: said(lead.account?.country ?? null), Founded: said(lead.account?.foundedYear ?? null),
    'Has an e-mail address': yes(lead.hasEmail), 'Has a phone number': yes(lead.hasPhone),
    // No month: with less than some years of leads it would stand for "lately", and the next month was never seen.
    'Days since it came in': lead.daysOld === null ? '' : lead.daysOld.toFixed(2),
    'Messages sent': String(count('sent')), Opened: String(count('opened') + count('read')), Clicked: String(count('clicked')), Replies: String(count('replied')), Meetings: String(count('meeting_booked')),
    Calls: String(count('call')), 'Days since heard from': last ? ((lead.at - last.at) / DAY).toFixed(2) : '',
  };
  for (const [column, value] of Object.entries(lead.custom)) own[Object.hasOwn(own, column) ? `${column} (from the file)` : column] = said(value);
  return own;
}
