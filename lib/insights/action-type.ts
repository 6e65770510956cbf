/** Kinds of actions that advice suggests and people report. */
import { z } from 'zod';

export const actionType = z.enum(['call', 'email', 'meeting', 'multi_thread', 'executive', 'pricing', 'proposal', 'close_plan', 'qualify', 'other']);
export type ActionType = z.infer<typeof actionType>;
