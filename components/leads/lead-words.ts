/** What a lead's facts say in words. Pure. */
import { formatDate, formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import type { Tone } from '@/components/ui/tone';
import type { LeadEvent } from '@/lib/leads/get-lead';
import { MIN_ENDED, type Lead, type LeadQuery, type LeadState } from '@/lib/leads/schema';

export const STATE_WORDS: Record<LeadState, string> = { new: 'New', working: 'Working', qualified: 'Qualified', converted: 'Converted', disqualified: 'Disqualified' };
export const STATE_TONES: Record<LeadState, Tone> = { new: 'neutral', working: 'neutral', qualified: 'action', converted: 'opportunity', disqualified: 'caution' };
export const FILTER_WORDS: Record<LeadQuery['state'], string> = { open: 'Open', ...STATE_WORDS, ended: 'Ended', all: 'All' };

type Endings = { converted: number; ended: number };

/** Why there is no score, as far as it is known. */
export function noModelWords({ ended }: Endings, habits?: ReadingHabits): { title: string; text: string } {
  return ended < MIN_ENDED
    ? { title: `No lead model yet: ${formatNumber(ended, habits)} of ${MIN_ENDED} ended leads`, text: 'A lead ends when it is converted or disqualified. From there on a model is tried on them, and open leads are scored where it proves better than always saying the same.' }
    : { title: 'Not scored yet: no lead model has been trained', text: `${formatNumber(ended, habits)} leads have ended and are there to learn from; ${MIN_ENDED} are the least that it takes.` };
}

/** "38% of the workspace’s 341 ended leads converted", null where none has ended: as many as a model would learn from. */
export const conversionWords = ({ converted, ended }: Endings, habits?: ReadingHabits): string | null =>
  ended === 0 ? null : `${formatPercent(converted / ended, habits)} of the workspace’s ${formatNumber(ended, habits)} ended ${ended === 1 ? 'lead' : 'leads'} converted`;

/** Where they work: the account, else the company that was named. */
export const workplace = ({ account, company }: Pick<Lead, 'account' | 'company'>): string | null => account?.name ?? company;

const FIELDS: Readonly<Record<string, string>> = { source: 'Source', company: 'Company', owner: 'Owner', jobTitle: 'Job title' };
const CUSTOM = 'custom:';

/** A change as a line of the timeline: "Working → Qualified", "Visits: 3 → 12". */
export function eventWords({ field, before, after }: Pick<LeadEvent, 'field' | 'before' | 'after'>): string {
  if (field === 'state') {
    const now = STATE_WORDS[after as LeadState] ?? String(after);
    return before === null ? 'Came in' : `${STATE_WORDS[before as LeadState] ?? String(before)} → ${now}`;
  }
  if (field === 'account') return 'Account changed';
  const name = field.startsWith(CUSTOM) ? field.slice(CUSTOM.length) : (FIELDS[field] ?? field);
  const said = (value: string | number | null) => (value === null ? (field === 'owner' ? 'nobody' : 'not known') : String(value));
  return `${name}: ${said(before)} → ${said(after)}`;
}

/** "came in 5 Jan 2026, ended 1 Feb 2026". What nobody knows is said so. */
export function whenWords({ leadAt, endedAt, state }: Pick<Lead, 'leadAt' | 'endedAt' | 'state'>, habits?: ReadingHabits): string {
  const came = leadAt ? `came in ${formatDate(leadAt, 'day-year', habits)}` : 'came in on a day that is not known';
  if (state !== 'converted' && state !== 'disqualified') return came;
  return `${came}, ${state}${endedAt ? ` ${formatDate(endedAt, 'day-year', habits)}` : ', nobody knows when'}`;
}

/** The facts that say something, in the order of their names; empty ones are left out. */
export const shownFacts = (facts: Readonly<Record<string, unknown>>): { name: string; value: string }[] => Object.entries(facts)
  .filter(([, value]) => value !== null && value !== undefined && String(value).trim() !== '')
  .map(([name, value]) => ({ name, value: typeof value === 'object' ? JSON.stringify(value) : String(value) }))
  .sort((a, b) => a.name.localeCompare(b.name, 'en'));
