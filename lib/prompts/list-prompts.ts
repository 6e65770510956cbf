/** The prompts of a workspace: one a language task, with the version in production, the newest, and how the one in production does. */
import { transaction } from '@/lib/server/db/tenancy';
import type { Scope } from '@/lib/server/scope';
import { PROMPTED_TASKS } from './catalogue';
import { productionPrompt } from './production-prompt';
import { PRODUCTION, type PromptSummary } from './schema';
import { readLabels, readPrompts, readVersions } from './store';
import { NO_METRICS, versionMetrics } from './version-metrics';

export const listPrompts = (scope: Scope): Promise<PromptSummary[]> => transaction(scope, async () => {
  const listed: PromptSummary[] = [];
  const stored = new Map((await readPrompts(scope)).map(({ id, name }) => [name, id]));
  for (const task of PROMPTED_TASKS) {
    const { name, title, what, replayable } = task;
    // A task that was never asked has no record yet: reading its production version makes it.
    if (!stored.has(name)) await productionPrompt(scope, task);
    const id = stored.get(name) ?? (await readPrompts(scope)).find((one) => one.name === name)?.id;
    if (id === undefined) throw new Error(`prompt ${name} was not made`);
    const versions = await readVersions(scope, id);
    const at = (await readLabels(scope, id)).find(({ label }) => label === PRODUCTION)?.versionId;
    const production = versions.find((one) => one.id === at)?.version ?? 1;
    listed.push({
      id, name, title, what, replayable, production, latest: versions[0]?.version ?? 1, versions: versions.length,
      metrics: (await versionMetrics(scope, name)).get(String(production)) ?? NO_METRICS,
    });
  }
  return listed;
});
