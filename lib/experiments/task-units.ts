/** What a language task can be tested on. Pure. */
import type { PromptedTask } from '@/lib/prompts/catalogue';
import type { Unit } from './schema';

/** Advice on a deal is made once for everybody who sees the deal. */
export const MADE_FOR: readonly Unit[] = ['deal', 'account'];

/** A task that answers about deals is drawn by deal or account. One that answers to a request has each request for its unit, and nothing that the product counts. */
export const unitsOfTask = (task: Pick<PromptedTask, 'replayable'>): readonly Unit[] => (task.replayable ? MADE_FOR : ['message']);
