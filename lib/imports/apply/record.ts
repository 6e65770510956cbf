/** A batch of records on its way into the database, and what became of it. */
import type { AccountRecord, ContactRecord, DealRecord, Entity, ImportOptions, LeadRecord, MemberRecord, Note, ProductRecord, RowError } from '../schema';

export type RecordOf = { accounts: AccountRecord; products: ProductRecord; contacts: ContactRecord; leads: LeadRecord; members: MemberRecord; deals: DealRecord };
export type MatchKey = ImportOptions['matchKey'];
export type Batch<E extends Entity> = { row: number; record: RecordOf[E] }[];
export type Applied = { created: number; updated: number; skipped: number; errors: RowError[]; notes: RowNote[] };
/** Something done with a row that is worth saying. */
export type RowNote = Note & { row: number };

/** Kept columns added to those that are there; undefined when the row brings none. */
export const mergedCustom = (before: object | undefined, given: Record<string, string>): object | undefined =>
  Object.keys(given).length === 0 ? undefined : { ...before, ...given };

/** Money as two columns; absent where the record says nothing. */
export const moneyColumns = <A extends string, C extends string>(money: { minor: number; currency: string } | null | undefined, amount: A, currency: C): Partial<Record<A, number | null> & Record<C, string>> =>
  (money === undefined ? {} : money === null ? { [amount]: null } : { [amount]: money.minor, [currency]: money.currency }) as Partial<Record<A, number | null> & Record<C, string>>;
