/** Shapes of the search over records. Safe in the browser. */
import { z } from 'zod';

export const searchText = z.object({ q: z.string().trim().min(2).max(200) });
export const RECORD_KINDS = ['deals', 'leads', 'accounts', 'contacts'] as const;
/** `kind` is also the part of the address under which the record has its page. */
export type FoundRecord = { kind: (typeof RECORD_KINDS)[number]; id: string; name: string; detail: string };
