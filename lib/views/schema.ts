/** Shapes of saved views: a name for an address's query. Safe in the browser. */
import { z } from 'zod';

export const VIEW_PLACES = ['deals'] as const;
/** Beyond this a menu is no help any more. */
export const MOST_VIEWS = 50;

const name = z.string().trim().min(1, 'Please fill this in').max(60, 'At most 60 characters');
/** As it stands in the address, made by `queryText`. */
const query = z.string().max(2_000).regex(/^[^#?\s]*$/, 'This is not the query of an address');

export const newView = z.object({ place: z.enum(VIEW_PLACES), name, query, shared: z.boolean().default(false) });
export const viewPatch = z.object({ name, query, shared: z.boolean() }).partial();

export type NewView = z.infer<typeof newView>;
export type ViewPatch = z.infer<typeof viewPatch>;
/** `own`: the reader's, who may change it; `owner` names whose it is. */
export type SavedView = { id: string; name: string; query: string; shared: boolean; own: boolean; owner: string };
