/** Every language task whose prompt people may change. A new task gets its line here and is in the registry. */
import { analyseDeal } from '@/lib/insights/tasks/analyse-deal';
import type { ShippedPrompt } from './production-prompt';

export type PromptedTask = ShippedPrompt & { title: string; what: string };

const { name, defaultPrompt, maxTokens } = analyseDeal;
export const PROMPTED_TASKS: readonly (PromptedTask & { maxTokens: number })[] = [
  { name, defaultPrompt, maxTokens, title: 'Advise on a deal', what: 'Writes the insights on one open deal: risks, opportunities, what to do next and a forecast.' },
];

export const promptedTask = (task: string) => PROMPTED_TASKS.find((one) => one.name === task) ?? null;
