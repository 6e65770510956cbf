/** Every language task whose prompt people may change. A new task gets its line here and is in the registry. */
import { improvePrompt } from '@/lib/improver/tasks/improve-prompt';
import { analyseDeal } from '@/lib/insights/tasks/analyse-deal';
import type { ShippedPrompt } from './production-prompt';

export type PromptedTask = ShippedPrompt & {
  title: string; what: string;
  /** Longest answer in tokens where a version says nothing of it. */
  maxTokens: number;
  /** Its answers are predictions: versions can be tried on past deals with known outcomes. */
  replayable: boolean;
};

type OfTask = 'name' | 'defaultPrompt' | 'maxTokens';
const of = ({ name, defaultPrompt, maxTokens }: Pick<PromptedTask, OfTask>): Pick<PromptedTask, OfTask> => ({ name, defaultPrompt, maxTokens });

export const PROMPTED_TASKS: readonly PromptedTask[] = [
  { ...of(analyseDeal), replayable: true, title: 'Advise on a deal', what: 'Writes the insights on one open deal: risks, opportunities, what to do next and a forecast.' },
  { ...of(improvePrompt), replayable: false, title: 'Improve a prompt', what: 'Drafts a new version of a prompt from insights that were rejected or turned out wrong. A draft is tried on past deals and waits for a manager.' },
];

export const promptedTask = (task: string): PromptedTask | null => PROMPTED_TASKS.find((one) => one.name === task) ?? null;
