/** What a workspace's calls to language models are wired to: providers that have a key, its prompts, traces, cache and budget. */
import { productionPrompt, type ShippedPrompt } from '@/lib/prompts/production-prompt';
import type { Prisma } from '@/lib/server/db/generated/client';
import { transaction } from '@/lib/server/db/tenancy';
import { env } from '@/lib/server/env';
import type { Scope } from '@/lib/server/scope';
import { readSettings } from '@/lib/workspaces/schema';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { anthropicProvider } from './anthropic';
import { memoryBreaker, type BreakerStore } from './breaker';
import { budgetRefusal, type Budget, type Spend } from './budget';
import { builtinEmbedder } from './embed-builtin';
import { openaiEmbedder } from './embed-openai';
import type { Embedder } from './embed';
import { openaiProvider } from './openai';
import type { CachedAnswer, RouterDeps } from './run';
import { insertCall, readCached, saveCached, spentSince } from './store';
import type { TraceSink } from './trace';

type Held = { breaker: BreakerStore; reserved: Map<string, Spend> };
const holder = globalThis as typeof globalThis & { winloopModels?: Held };
/** One breaker and one ledger of open reservations a process. */
const held = (): Held => (holder.winloopModels ??= { breaker: memoryBreaker(), reserved: new Map() });

const given = (apiKey: string, baseURL: string | undefined, model: string | undefined) => ({ apiKey, ...(baseURL ? { baseURL } : {}), ...(model ? { model } : {}) });

export function configuredProviders(): RouterDeps['providers'] {
  const e = env();
  return {
    ...(e.ANTHROPIC_API_KEY ? { anthropic: anthropicProvider(given(e.ANTHROPIC_API_KEY, e.ANTHROPIC_BASE_URL, e.ANTHROPIC_MODEL)) } : {}),
    ...(e.OPENAI_API_KEY ? { openai: openaiProvider(given(e.OPENAI_API_KEY, e.OPENAI_BASE_URL, e.OPENAI_MODEL)) } : {}),
  };
}

/** OpenAI's embeddings where there is a key (traced, within the budget), else the built-in hashed features. */
export async function workspaceEmbedder(scope: Scope): Promise<Embedder> {
  const { OPENAI_API_KEY, OPENAI_BASE_URL } = env();
  if (!OPENAI_API_KEY) return builtinEmbedder;
  const { settings } = await currentWorkspace(scope);
  return openaiEmbedder(given(OPENAI_API_KEY, OPENAI_BASE_URL, undefined), {
    trace: traceInto(scope, null), breaker: held().breaker, budget: dailyBudget(scope, readSettings(settings).dailyBudgetUsd),
  });
}

const traceInto = (scope: Scope, runId: string | null): TraceSink => async (row) => void (await transaction(scope, () => insertCall(scope, runId, row)));

/** The daily cap of the workspace: what was spent since midnight UTC, and what calls under way may still cost. */
function dailyBudget(scope: Scope, dailyBudgetUsd: number): Budget {
  const limits = { tokens: null, costMicros: dailyBudgetUsd * 1e6 };
  const { reserved } = held();
  const open = (): Spend => reserved.get(scope.workspaceId) ?? { tokens: 0, costMicros: 0 };
  const hold = (amount: Spend, sign: 1 | -1) => {
    const now = open();
    reserved.set(scope.workspaceId, { tokens: now.tokens + sign * amount.tokens, costMicros: (now.costMicros ?? 0) + sign * (amount.costMicros ?? 0) });
  };
  return {
    reserve: async (estimate) => {
      const midnight = new Date(new Date().setUTCHours(0, 0, 0, 0));
      const spent = await transaction(scope, () => spentSince(scope, midnight));
      const pending = open();
      const reason = budgetRefusal(limits, { tokens: spent.tokens + pending.tokens, costMicros: spent.costMicros + (pending.costMicros ?? 0) }, estimate);
      if (reason) return { ok: false, reason };
      hold(estimate, 1);
      let settled = false;
      return { ok: true, settle: async () => { if (!settled) { settled = true; hold(estimate, -1); } } };
    },
  };
}

/** Dependencies of `runTask` for one run of one task. Call it outside a transaction: each write is its own. */
export async function workspaceDeps(scope: Scope, task: ShippedPrompt, runId: string | null): Promise<RouterDeps> {
  const workspace = await currentWorkspace(scope);
  return {
    workspaceId: scope.workspaceId,
    providers: configuredProviders(),
    breaker: held().breaker,
    trace: traceInto(scope, runId),
    cache: {
      get: async (key) => (await transaction(scope, () => readCached(scope, key))) as CachedAnswer | null,
      set: async (key, value) => void (await transaction(scope, () => saveCached(scope, key, value as Prisma.InputJsonValue))),
    },
    budget: dailyBudget(scope, readSettings(workspace.settings).dailyBudgetUsd),
    prompts: (name) => productionPrompt(scope, { ...task, name }),
  };
}
