/** A look for improvements: what was rejected or wrong leads to a draft, the draft is tried on past deals, and what holds is put before a manager. */
import { beginImprovement, concludePrompt, concludeRules, draftImprovement, failImprovement, improverScope, keepDraft } from '@/lib/improver/run-improvement';
import { safeError } from '@/lib/server/log';
import { inngest, on } from '../client';
import { events } from '../events';
import { replaySteps, type Step } from './replay-prompt';

export const improvePrompt = inngest.createFunction(
  {
    id: 'improve-prompt', name: 'Look for improvements', retries: 3, triggers: [on('prompt/improve.requested')], concurrency: [{ limit: 1, key: 'event.data.workspaceId' }],
    onFailure: async ({ event, error }) => {
      const { workspaceId, requestId } = events['prompt/improve.requested'].parse(event.data.event.data);
      await failImprovement(improverScope(workspaceId), requestId, `It failed four times (${safeError(error).name}); ask again, or see Jobs.`);
    },
  },
  async ({ event, step }) => {
    const { workspaceId, requestId } = events['prompt/improve.requested'].parse(event.data);
    const scope = improverScope(workspaceId);
    const run: Step = (name, work) => step.run(name, work) as ReturnType<typeof work>;
    const id = await run('begin', () => beginImprovement(scope, requestId));
    if (id === null) return;
    const made = await run('draft', () => draftImprovement(scope, id));
    if (made === null) return;
    if (made.kind === 'rules') return run('propose', () => concludeRules(scope, id, made.draft, made.refused));
    const kept = await run('keep', () => keepDraft(scope, id, made.draft));
    if (kept === null) return;
    await replaySteps(run, scope, kept.replayId);
    return run('propose', () => concludePrompt(scope, id, made.draft, kept));
  },
);
