import { v7 as uuidv7 } from 'uuid';
import { getPrompt } from '@/lib/prompts/get-prompt';
import { promptedTask } from '@/lib/prompts/catalogue';
import { audit } from '@/lib/server/audit';
import { transaction } from '@/lib/server/db/tenancy';
import { conflict } from '@/lib/server/errors';
import { send } from '@/lib/server/outbox';
import type { Scope } from '@/lib/server/scope';
import { ensureImprovement, findOpenImprovement, lockPrompt } from './store';

/** Asks for a look for improvements of a prompt; gives the look that is under way when there is one. Throws not_found, conflict for a prompt that cannot be tried. */
export const requestImprovement = (scope: Scope, promptId: string): Promise<{ id: string; fresh: boolean }> => transaction(scope, async () => {
  const prompt = await getPrompt(scope, promptId);
  if (!promptedTask(prompt.name)?.replayable) throw conflict('What this task writes is not held to account, so there is nothing to improve it by.');
  await lockPrompt(scope, prompt.id);
  const open = await findOpenImprovement(scope, prompt.id);
  if (open) return { id: open.id, fresh: false };
  const requestId = uuidv7();
  const { id } = await ensureImprovement(scope, prompt.id, requestId, scope.principal.name);
  await send(scope, 'prompt/improve.requested', { requestId }, requestId);
  await audit(scope, { action: 'prompt_improvement.request', entityId: id, after: { name: prompt.name } });
  return { id, fresh: true };
});
