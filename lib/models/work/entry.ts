/** What runs in the thread: one job, then it ends. Bundled by scripts/generate.mjs, for a thread has no bundler of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { JOBS, type JobName, type Tell } from './jobs';

export type FromThread = { tell: [phase: string, done: number, total: number] } | { done: unknown } | { failed: { name: string; message: string; stack?: string } };

const { job, input } = workerData as { job: JobName; input: never };
const send = (message: FromThread): void => parentPort!.postMessage(message);

async function work(): Promise<void> {
  const run = JOBS[job] as (input: never, tell: Tell) => unknown;
  send({ done: await run(input, (...tell) => send({ tell })) });
}

work().catch((error: unknown) => {
  const { name, message, stack } = error as Error;
  send({ failed: { name, message, stack } });
});
