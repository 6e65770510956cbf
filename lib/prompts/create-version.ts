import { templateProblems, type PromptTemplate } from '@/lib/llm/prompt';
import type { PromptConfig } from '@/lib/llm/task';
import { contentHash } from '@/lib/llm/trace';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict, invalid, notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { promptedTask } from './catalogue';
import type { NewPromptVersion } from './schema';
import { findPrompt, insertVersion, lockPrompt, readVersions } from './store';

/** Same words, same settings: spaces at the ends of lines and absent settings make no difference. */
function normal({ template, config }: Pick<NewPromptVersion, 'template' | 'config'>): { template: PromptTemplate; config: PromptConfig } {
  const tidy = (text: string) => text.replaceAll('\r\n', '\n').replace(/[ \t]+$/gm, '').trim();
  return {
    template: { system: tidy(template.system), user: tidy(template.user) },
    config: { ...(config.maxTokens === undefined ? {} : { maxTokens: config.maxTokens }), ...(config.effort === undefined ? {} : { effort: config.effort }) },
  };
}

/**
 * Adds a version; nothing uses it until a label is moved. `latest` is wherever the newest version is. Throws not_found, invalid for
 * a template that its task cannot fill, conflict when a version says exactly this already.
 */
export const createVersion = (scope: Scope, { promptId, rationale, ...content }: NewPromptVersion): Promise<{ id: string; version: number }> => transaction(scope, async () => {
  const prompt = await findPrompt(scope, { id: promptId });
  const task = prompt && promptedTask(prompt.name);
  if (!prompt || !task) throw notFound('prompt');
  const { template, config } = normal(content);
  const problems = templateProblems(task.defaultPrompt.template, template);
  if (problems.length > 0) throw invalid('The template does not fit its task.', problems.map((message) => ({ path: 'template', message })));
  await lockPrompt(scope, promptId);
  const versions = await readVersions(scope, promptId);
  const hash = contentHash({ template, config });
  const same = versions.find((one) => one.contentHash === hash);
  if (same) throw conflict(`Version ${same.version} says exactly this already.`);
  const made = await insertVersion(scope, promptId, (versions[0]?.version ?? 0) + 1, {
    template: JSON.stringify(template), config, contentHash: hash, rationale: rationale || null, createdBy: scope.principal.name,
  });
  await audit(scope, { action: 'prompt_version.create', entityId: made.id, after: { name: prompt.name, version: made.version, rationale } });
  return { id: made.id, version: made.version };
});
