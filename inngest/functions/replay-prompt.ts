/** A prompt version tried on past deals: a few deals a step, so that a restart goes on where it was. */
import { safeError } from '@/lib/server/log';
import { failReplay, finishReplay, prepareReplay, replaySome } from '@/lib/replays/run-replay';
import { systemScope, type Scope } from '@/lib/server/scope';
import { inngest, on } from '../client';
import { events } from '../events';

/** Runs one piece of work as a step of this name. */
export type Step = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** The steps of a replay, wherever it is run. */
export async function replaySteps(run: Step, scope: Scope, replayId: string): Promise<void> {
  if (await run('prepare', () => prepareReplay(scope, replayId))) {
    for (let part = 1; await run(`deals-${part}`, () => replaySome(scope, replayId)); part++) { /* the next few deals */ }
  }
  await run('compare', async () => { await finishReplay(scope, replayId); });
}

export const replayPrompt = inngest.createFunction(
  {
    id: 'replay-prompt', name: 'Try a prompt on past deals', retries: 3, triggers: [on('prompt/replay.requested')], concurrency: [{ limit: 1, key: 'event.data.workspaceId' }],
    onFailure: async ({ event, error }) => {
      const { workspaceId, replayId } = events['prompt/replay.requested'].parse(event.data.event.data);
      await failReplay(systemScope(workspaceId, 'replays'), replayId, `It failed four times (${safeError(error).name}); try again, or see Jobs.`);
    },
  },
  async ({ event, step }) => {
    const { workspaceId, replayId } = events['prompt/replay.requested'].parse(event.data);
    await replaySteps((name, work) => step.run(name, work) as ReturnType<typeof work>, systemScope(workspaceId, 'replays'), replayId);
  },
);
