/** What the parts of the simulator know of the deal that they write about. */
import type { Rng } from '@/lib/stats/rng';
import type { Traits } from './traits';
import type { ImportedDeal, NewContact } from './world';

export type Life = {
  deal: ImportedDeal; traits: Traits; rng: Rng;
  /** Epoch milliseconds: opened, and closed or now. Whatever happens lies strictly between. */
  from: number; to: number; days: number;
  /** Of the deal, with when each was added; the first from the beginning. Empty without an account. */
  contacts: (NewContact & { addedAt: number })[];
  rival: string;
};
