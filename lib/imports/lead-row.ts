/** What makes a lead out of its cells: one state from status and "converted", times that agree with it, a name. */
import { OPEN_STATES, type LeadState } from '@/lib/leads/schema';
import { plainName } from './names';
import type { ColumnOf } from './deal-row';
import type { Note, RowError } from './schema';
import { outcomeOf } from './stages';
import { quoted } from './values/reading';
import { readBoolean } from './values/words';

/** Words for each state in other systems (Salesforce, HubSpot, Zoho, Dynamics, Pipedrive) and languages, in plainName form. */
const STATE_WORDS: Readonly<Record<LeadState, readonly string[]>> = {
  new: ['new', 'newlead', 'open', 'opennotcontacted', 'notcontacted', 'uncontacted', 'notyetcontacted', 'unread', 'raw', 'fresh', 'lead', 'subscriber', 'inbound', 'neu', 'offen', 'nouveau', 'noncontacte', 'nuevo', 'sincontactar'],
  working: ['working', 'workingcontacted', 'contacted', 'attempted', 'attemptedtocontact', 'attemptingtocontact', 'attemptingcontact', 'contactmade', 'inprogress', 'inprocess', 'active', 'assigned', 'accepted', 'engaged', 'connected', 'responded', 'nurturing', 'nurture', 'contactinfuture', 'marketingqualifiedlead', 'mql', 'badtiming', 'inbearbeitung', 'kontaktiert', 'encours', 'contacte', 'enproceso', 'contactado'],
  qualified: ['qualified', 'prequalified', 'qualifiedlead', 'salesqualified', 'salesqualifiedlead', 'salesaccepted', 'salesacceptedlead', 'sql', 'sal', 'opportunity', 'meetingscheduled', 'qualifiziert', 'qualifie', 'cualificado', 'calificado'],
  converted: ['converted', 'closedconverted', 'qualifiedconverted', 'opendeal', 'customer', 'evangelist', 'enrolled', 'purchased', 'konvertiert', 'converti', 'convertido'],
  disqualified: ['disqualified', 'unqualified', 'notqualified', 'closednotconverted', 'notconverted', 'junk', 'junklead', 'lostlead', 'notinterested', 'nointerest', 'rejected', 'recycled', 'recycle', 'spam', 'duplicate', 'unreachable', 'cannotcontact', 'nolongerinterested', 'archived', 'unqualifiziert', 'disqualifiziert', 'disqualifie', 'descalificado'],
};
const STATES = new Map(Object.entries(STATE_WORDS).flatMap(([state, words]) => words.map((word) => [word, state as LeadState] as const)));

/** The state that a status means; null for a word that is none. */
export function leadStateOf(text: string): LeadState | null {
  const known = STATES.get(plainName(text));
  if (known) return known;
  const outcome = outcomeOf(text);
  return outcome === 'won' ? 'converted' : outcome === 'lost' ? 'disqualified' : outcome === 'open' ? 'working' : null;
}

/** Whether a cell of a "converted" column says yes or no; null when it says neither. */
export function convertedOf(text: string): boolean | null {
  const yes = readBoolean(text);
  if (yes !== null) return yes;
  const state = leadStateOf(text);
  return state === 'converted' ? true : state === 'disqualified' ? false : null;
}

export interface LeadCells {
  name?: string | null; firstName?: string | null; lastName?: string | null; email?: string | null; externalId?: string | null; company?: string | null;
  /** As the file has them. */
  state?: string | null; converted?: string | null; leadAt?: string | null; endedAt?: string | null;
}

export interface LeadFromCells {
  name: string | null; nameIsMade: boolean;
  /** Absent when the file does not say: the lead stays as it is, or is new. */
  state?: LeadState;
  /** The status is no state that we know: to be kept beside the lead. */
  keepStateText: boolean;
  leadAt?: string | null; endedAt?: string | null;
  errors: Omit<RowError, 'row'>[]; notes: Note[];
}

const isOpen = (state: LeadState): boolean => (OPEN_STATES as readonly LeadState[]).includes(state);

/**
 * A conversion that is said counts. "No" under "Converted" is an end without conversion when nothing in the file can show the lead
 * open (no status, no date of the end): a list of how leads ended. Beside a status it only says "not yet".
 */
function stateSaid(cells: LeadCells, columnOf: ColumnOf, notes: Note[], errors: LeadFromCells['errors']): { state?: LeadState; unknown: boolean } {
  const status = cells.state ? leadStateOf(cells.state) : null;
  const converted = cells.converted ? convertedOf(cells.converted) : null;
  const unknown = Boolean(cells.state) && status === null;
  if (cells.converted && converted === null) notes.push({ column: columnOf['converted'] ?? null, message: `${quoted(cells.converted)} is neither yes nor no, so it was not counted` });
  if (converted === true) return { state: 'converted', unknown };
  if (unknown) notes.push({ column: columnOf['state'] ?? null, message: `${quoted(cells.state ?? '')} is no state of a lead: it is kept beside it, and the lead is new` });
  if (converted === null) return { ...(status ? { state: status } : {}), unknown };
  if (status === 'converted') errors.push({ column: columnOf['converted'] ?? null, message: `${quoted(cells.converted ?? '')} contradicts ${quoted(cells.state ?? '')} in "${columnOf['state'] ?? ''}": correct one of them` });
  if (status) return { state: status, unknown };
  if (columnOf['state'] !== undefined) return { unknown };
  if (columnOf['endedAt'] !== undefined && !cells.endedAt) return { state: 'new', unknown };
  notes.push({ column: columnOf['converted'] ?? null, message: 'not converted, and no column shows the lead open: taken as ended without conversion (disqualified)' });
  return { state: 'disqualified', unknown };
}

export function leadFromCells(cells: LeadCells, columnOf: ColumnOf): LeadFromCells {
  const notes: Note[] = [];
  const errors: LeadFromCells['errors'] = [];
  const { state, unknown } = stateSaid(cells, columnOf, notes, errors);
  const given = cells.name || [cells.firstName, cells.lastName].filter(Boolean).join(' ') || null;
  const made = cells.email || (cells.externalId ? `Lead ${cells.externalId}` : null);
  const name = given ?? made?.slice(0, 200) ?? null;
  if (name === null) errors.push({ column: columnOf['name'] ?? columnOf['lastName'] ?? null, message: 'the lead has no name, e-mail or external id to be called by: fill one in' });
  if (!given && name !== null && columnOf['name'] === undefined && columnOf['lastName'] === undefined) notes.push({ column: null, message: 'leads without a name are called by their e-mail address or external id' });

  let { leadAt, endedAt } = cells;
  if (state !== undefined && isOpen(state) && endedAt) {
    notes.push({ column: columnOf['endedAt'] ?? null, message: 'of open leads it was left out: they have not ended' });
    endedAt = undefined;
  }
  if (leadAt && endedAt && endedAt < leadAt) {
    leadAt = endedAt;
    notes.push({ column: columnOf['leadAt'] ?? null, message: 'where it lies after the end, the lead was taken as come in when it ended' });
  }
  return { name, nameIsMade: !given, ...(state ? { state } : {}), keepStateText: unknown, leadAt, endedAt, errors, notes };
}
