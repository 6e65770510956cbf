/** A version and the one in production, for those who compare them on past deals. */
import { notFound } from '@/lib/server/errors';
import type { Scope } from '@/lib/server/scope';
import { promptedTask } from './catalogue';
import { usable } from './production-prompt';
import { PRODUCTION } from './schema';
import { findLabelled, findPrompt, findVersion } from './store';

type Usable = ReturnType<typeof usable>;

/** Inside a transaction. Throws not_found for a version that is not here, or whose task cannot be replayed on past deals. */
export async function versionForReplay(scope: Scope, versionId: string): Promise<{ promptId: string; name: string; tried: Usable; production: Usable }> {
  const version = await findVersion(scope, versionId);
  const prompt = version && (await findPrompt(scope, { id: version.promptId }));
  const production = prompt && promptedTask(prompt.name)?.replayable ? await findLabelled(scope, prompt.name, PRODUCTION) : null;
  if (!version || !prompt || !production) throw notFound('version');
  return { promptId: prompt.id, name: prompt.name, tried: usable(version), production: usable(production) };
}

/** Inside a transaction. Throws not_found. */
export async function versionById(scope: Scope, id: string): Promise<Usable> {
  const found = await findVersion(scope, id);
  if (!found) throw notFound('version');
  return usable(found);
}
