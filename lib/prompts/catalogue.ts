/** Every language task whose prompt people may change. A new task gets its line here and is in the registry. */
import { analyseDeal } from '@/lib/insights/tasks/analyse-deal';
import type { ShippedPrompt } from './production-prompt';

export type PromptedTask = ShippedPrompt & {
  title: string; what: string;
  /** Longest answer in tokens where a version says nothing of it. */
  maxTokens: number;
  /** Its answers are predictions: versions can be tried on past deals with known outcomes. */
  replayable: boolean;
};

const { name, defaultPrompt, maxTokens } = analyseDeal;
export const PROMPTED_TASKS: readonly PromptedTask[] = [
  { name, defaultPrompt, maxTokens, replayable: true, title: 'Advise on a deal', what: 'Writes the insights on one open deal: risks, opportunities, what to do next and a forecast.' },
];

export const promptedTask = (task: string): PromptedTask | null => PROMPTED_TASKS.find((one) => one.name === task) ?? null;
