/** Which providers answer here, and what they were asked and cost: never the keys themselves, not even in part. */
import { transaction } from '@/lib/server/db/tenancy';
import { env } from '@/lib/server/env';
import type { Scope } from '@/lib/server/scope';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { readSettings, type WorkspaceSettings } from '@/lib/workspaces/schema';
import { DEFAULT_ANTHROPIC_MODEL } from './anthropic';
import { OPENAI_EMBEDDING_MODEL } from './embed-openai';
import { DEFAULT_OPENAI_MODEL } from './openai';
import { spentSince, usesSince, type ProviderUse } from './store';

const DAYS = 30;
const DAY = 86_400_000;

export type ProviderReport = {
  providers: { key: 'anthropic' | 'openai'; hasKey: boolean; model: string; embeddingModel: string | null; ownAddress: boolean }[];
  days: number;
  uses: ProviderUse[];
  spentTodayUsd: number;
  dailyBudgetUsd: number;
  compareShare: number;
  firstModel: WorkspaceSettings['firstModel'];
};

export async function providerReport(scope: Scope, now: Date = new Date()): Promise<ProviderReport> {
  const { ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL, ANTHROPIC_MODEL, OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL } = env();
  const { settings } = await currentWorkspace(scope);
  const { dailyBudgetUsd, compareShare, firstModel } = readSettings(settings);
  const midnight = new Date(Math.floor(now.getTime() / DAY) * DAY);
  const [uses, today] = await transaction(scope, async () => [await usesSince(scope, new Date(now.getTime() - DAYS * DAY)), await spentSince(scope, midnight)] as const);
  return {
    providers: [
      { key: 'anthropic', hasKey: Boolean(ANTHROPIC_API_KEY), model: ANTHROPIC_MODEL ?? DEFAULT_ANTHROPIC_MODEL, embeddingModel: null, ownAddress: Boolean(ANTHROPIC_BASE_URL) },
      { key: 'openai', hasKey: Boolean(OPENAI_API_KEY), model: OPENAI_MODEL ?? DEFAULT_OPENAI_MODEL, embeddingModel: OPENAI_EMBEDDING_MODEL, ownAddress: Boolean(OPENAI_BASE_URL) },
    ],
    days: DAYS, uses, spentTodayUsd: today.costMicros / 1e6, dailyBudgetUsd, compareShare, firstModel,
  };
}
