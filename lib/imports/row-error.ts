/** What is said about rows: each error as a sentence, notes counted instead of repeated. */
import type { CountedNote, Note, RowError } from './schema';

/** `Row 17, "Close date": "31/02/2026" is not a date that exists.` */
export const sentence = ({ row, column, message }: RowError): string => `Row ${row}${column === null ? '' : `, "${column}"`}: ${message}.`;

const KEPT = 200;

/** Counts equal notes over rows; keeps the first 200 different ones and says how many more there were. */
export class NoteTally {
  private readonly notes = new Map<string, CountedNote>();
  private more = 0;

  /** Goes on counting where a list left off. */
  static from(list: readonly CountedNote[]): NoteTally {
    const tally = new NoteTally();
    for (const note of list) tally.notes.set(`${note.column ?? ''}\0${note.message}`, { ...note });
    return tally;
  }

  add(row: number, note: Note): void {
    const key = `${note.column ?? ''}\0${note.message}`;
    const there = this.notes.get(key);
    if (there) there.rows++;
    else if (this.notes.size < KEPT) this.notes.set(key, { ...note, rows: 1, firstRow: row });
    else this.more++;
  }

  /** In order of appearance. `more`: rows whose note was one too many to be kept. */
  list(): { notes: CountedNote[]; more: number } {
    return { notes: [...this.notes.values()], more: this.more };
  }
}
