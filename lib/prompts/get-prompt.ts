/** One prompt: its versions with their labels and how they have done, and every move of a label. */
import { placeholders, type PromptTemplate } from '@/lib/llm/prompt';
import { transaction } from '@/lib/server/db/tenancy';
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { promptedTask } from './catalogue';
import { productionPrompt } from './production-prompt';
import { LATEST, promptConfig, type PromptDetail, type PromptVersionView } from './schema';
import { findPrompt, readLabels, readMoves, readVersions } from './store';
import { NO_METRICS, versionMetrics } from './version-metrics';

const MOST_MOVES = 200;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** By id, or by the name of its task. Throws not_found. */
export const getPrompt = (scope: Scope, idOrName: string): Promise<PromptDetail> => transaction(scope, async () => {
  const byName = UUID.test(idOrName) ? null : promptedTask(idOrName);
  if (byName) await productionPrompt(scope, byName);
  const prompt = await findPrompt(scope, byName ? { name: byName.name } : { id: UUID.test(idOrName) ? idOrName : '00000000-0000-0000-0000-000000000000' });
  const task = prompt && promptedTask(prompt.name);
  if (!prompt || !task) throw notFound('prompt');
  const versions = await readVersions(scope, prompt.id);
  const labels = await readLabels(scope, prompt.id);
  const metrics = await versionMetrics(scope, prompt.name);
  const numbers = new Map(versions.map(({ id, version }) => [id, version]));
  const numberOf = (id: string | null) => (id === null ? null : numbers.get(id) ?? null);
  return {
    id: prompt.id, name: prompt.name, title: task.title, what: task.what, replayable: task.replayable, placeholders: placeholders(task.defaultPrompt.template),
    versions: versions.map(({ id, version, template, config, rationale, createdBy, createdAt }, index): PromptVersionView => ({
      id, version, template: JSON.parse(template) as PromptTemplate, config: promptConfig.parse(config), rationale, createdBy, createdAt: createdAt.toISOString(),
      labels: [...labels.filter(({ versionId }) => versionId === id).map(({ label }) => label), ...(index === 0 ? [LATEST] : [])],
      metrics: metrics.get(String(version)) ?? NO_METRICS,
    })),
    history: (await readMoves(scope, prompt.id, MOST_MOVES)).map(({ id, label, fromVersionId, toVersionId, reason, actorName, at }) =>
      ({ id, label, from: numberOf(fromVersionId), to: numberOf(toVersionId), reason, actorName, at: at.toISOString() })),
  };
});
