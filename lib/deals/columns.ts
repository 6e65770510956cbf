/** Which columns an address asks for. Pure. */
import { COLUMNS, USUAL_COLUMNS, type DealColumn } from './schema';

const known = (name: string): name is DealColumn => (COLUMNS as readonly string[]).includes(name);

/** In the order of the table; what is not known is as if it were not there, and nothing known is the usual ones. */
export function chosenColumns(columns: string | undefined): DealColumn[] {
  const wanted = (columns ?? '').split(',').filter(known);
  return wanted.length > 0 ? COLUMNS.filter((name) => wanted.includes(name)) : [...USUAL_COLUMNS];
}

/** What the address says for these columns: nothing for the usual ones. */
export const columnsParameter = (columns: readonly DealColumn[]): string | null => {
  const text = COLUMNS.filter((name) => columns.includes(name)).join(',');
  return text === '' || text === USUAL_COLUMNS.join(',') ? null : text;
};

export const COLUMN_WORDS: Record<DealColumn, string> = {
  stage: 'Stage', amount: 'Amount', close: 'Closes', probability: 'Chance to win', week: 'Change in a week', why: 'Why', owner: 'Owner',
  product: 'Product', opened: 'Opened', activity: 'Last activity', source: 'Lead source',
};
