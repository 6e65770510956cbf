/** A model is trained: begun, learned, and placed, each once however often the process is killed. A training that somebody cancelled places nothing. */
import { NonRetriableError } from 'inngest';
import { beginTraining, failTraining, learn, place, TrainingEnded } from '@/lib/models/life/train-model';
import { safeError } from '@/lib/server/log';
import { systemScope } from '@/lib/server/scope';
import { inngest, on } from '../client';
import { events } from '../events';

const unlessEnded = <T>(work: Promise<T>): Promise<T> => work.catch((error: unknown) => {
  throw error instanceof TrainingEnded ? new NonRetriableError(error.message, { cause: error }) : error;
});

export const trainModel = inngest.createFunction(
  {
    id: 'train-model', name: 'Train a model', retries: 3, triggers: [on('model/training.requested')], concurrency: [{ limit: 1, key: 'event.data.workspaceId' }],
    idempotency: 'event.data.trainingId',
    onFailure: async ({ event, error }) => {
      const { workspaceId, trainingId } = events['model/training.requested'].parse(event.data.event.data);
      await failTraining(systemScope(workspaceId, 'models'), trainingId, `It failed four times (${safeError(error).name}); see Jobs.`);
    },
  },
  async ({ event, step }) => {
    const { workspaceId, trainingId } = events['model/training.requested'].parse(event.data);
    const scope = systemScope(workspaceId, 'models');
    const { model } = await step.run('begin', () => unlessEnded(beginTraining(scope, trainingId)));
    await step.run('learn', () => unlessEnded(learn(scope, trainingId)));
    const { version, result } = await step.run('place', () => unlessEnded(place(scope, trainingId)));
    return { model, version, ...result };
  },
);
