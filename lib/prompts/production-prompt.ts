/** The version of a task's prompt that is in use: the one that the label `production` points at. */
import { contentHash } from '@/lib/llm/trace';
import type { PromptTemplate } from '@/lib/llm/prompt';
import type { PromptConfig, PromptVersion } from '@/lib/llm/task';
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { PRODUCTION } from './schema';
import { ensureFirstVersion, findLabelled, type StoredVersion } from './store';

export type ShippedPrompt = { name: string; defaultPrompt: { template: PromptTemplate; config: PromptConfig } };

/** A stored version as the router takes it. */
export const usable = (stored: StoredVersion): PromptVersion & { id: string } =>
  ({ id: stored.id, version: String(stored.version), template: JSON.parse(stored.template) as PromptTemplate, config: stored.config as PromptConfig });

/** Reads the production version; the shipped prompt becomes version 1 of a workspace that has none yet. */
export const productionPrompt = (scope: Scope, { name, defaultPrompt }: ShippedPrompt): Promise<PromptVersion & { id: string }> => transaction(scope, async () => {
  let stored = await findLabelled(scope, name, PRODUCTION);
  if (!stored) {
    const { template, config } = defaultPrompt;
    await ensureFirstVersion(scope, name, PRODUCTION, { template: JSON.stringify(template), config, contentHash: contentHash({ template, config }), createdBy: 'shipped with the product' });
    stored = await findLabelled(scope, name, PRODUCTION);
    if (!stored) throw new Error(`prompt ${name} has no production version`);
  }
  return usable(stored);
});
