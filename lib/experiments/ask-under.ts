/** What a language task is asked with under the variants that are in force: the version of its prompt, and which model first. */
import type { ProviderName } from '@/lib/llm/provider';
import type { ShippedPrompt } from '@/lib/prompts/production-prompt';
import { productionPrompt } from '@/lib/prompts/production-prompt';
import { versionById } from '@/lib/prompts/version-for-replay';
import type { PromptVersion } from '@/lib/llm/task';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { readSettings, type WorkspaceSettings } from '@/lib/workspaces/schema';
import type { VariantPayload } from './schema';

export type AskedWith = { prompt: PromptVersion & { id: string }; order: ProviderName[] };

/** Without a variant the version in production, and the workspace's order of models. The built-in answers when none does. */
export const askedWith = (scope: Scope, task: ShippedPrompt, payloads: readonly VariantPayload[]): Promise<AskedWith> => transaction(scope, async () => {
  const version = payloads.find((payload) => payload.kind === 'prompt');
  const model = payloads.find((payload) => payload.kind === 'model');
  return {
    prompt: version ? await versionById(scope, version.versionId) : await productionPrompt(scope, task),
    order: orderFrom(model?.provider ?? readSettings((await currentWorkspace(scope)).settings).firstModel),
  };
});

/** The one chosen, then the other; with the built-in chosen none is asked. */
const orderFrom = (first: WorkspaceSettings['firstModel']): ProviderName[] => (first === 'builtin' ? [] : first === 'openai' ? ['openai', 'anthropic'] : ['anthropic', 'openai']);
