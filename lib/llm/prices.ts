/**
 * List prices in micro-dollars per token (the same number as dollars per million tokens), standard tier, read from
 * platform.claude.com and developers.openai.com in November 2026. A model that is not listed has no price: its cost is
 * null, never a guess. (OpenAI doubles input prices above 272,000 input tokens; our prompts stay far below.)
 */
import type { TokenUsage } from '@/lib/llm/provider';

export type Price = { input: number; cachedInput: number; output: number };

export const PRICES_AS_OF = '2026-11-21';

export const PRICES: Readonly<Record<string, Price>> = {
  'claude-sonnet-5-5': { input: 2, cachedInput: 0.2, output: 10 },
  'claude-sonnet-5': { input: 2, cachedInput: 0.2, output: 10 },
  'claude-sonnet-4-6': { input: 3, cachedInput: 0.3, output: 15 },
  'claude-sonnet-4-5': { input: 3, cachedInput: 0.3, output: 15 },
  'claude-opus-5-5': { input: 4, cachedInput: 0.2, output: 20 },
  'claude-opus-5': { input: 5, cachedInput: 0.5, output: 25 },
  'claude-haiku-4-5': { input: 1, cachedInput: 0.1, output: 5 },
  'gpt-5.6-terra': { input: 2, cachedInput: 0.2, output: 12 },
  'gpt-5.6-luna': { input: 0.2, cachedInput: 0.02, output: 1.2 },
  'gpt-5.4': { input: 2.5, cachedInput: 0.25, output: 15 },
  'gpt-5.4-mini': { input: 0.75, cachedInput: 0.075, output: 4.5 },
  'text-embedding-3-large': { input: 0.13, cachedInput: 0.13, output: 0 },
};

/** A dated snapshot (`-20250929`, `-2026-03-17`) costs what its family costs. */
const family = (model: string): string => model.replace(/-(\d{8}|\d{4}-\d{2}-\d{2})$/, '');

/** Cost in micro-dollars, rounded up; null when the model's price is not known. */
export function costMicros(model: string, usage: TokenUsage, prices: Readonly<Record<string, Price>> = PRICES): number | null {
  const key = [model, family(model)].find((name) => Object.hasOwn(prices, name));
  const price = key === undefined ? undefined : prices[key];
  if (!price) return null;
  const fresh = usage.input - usage.cachedInput;
  return Math.ceil(fresh * price.input + usage.cachedInput * price.cachedInput + usage.output * price.output);
}
