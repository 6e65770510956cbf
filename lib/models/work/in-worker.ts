/** Long arithmetic in a thread of its own, so that whoever asks for a page meanwhile gets it at once. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FromThread } from './entry';
import type { JobInput, JobName, JobOutput } from './jobs';

/** Made by scripts/generate.mjs before anything of ours runs. */
const bundle = (): string => path.join(/* turbopackIgnore: true */ process.cwd(), 'lib/models/work/generated/entry.mjs');

/**
 * Runs the job; calls of `tell` follow each other, each after the one before has settled. When it throws (somebody cancelled), the thread is
 * ended and the error is thrown. Errors of the job are thrown as they were. A thread that dies, by lack of memory say, is an error too.
 */
export function inWorker<N extends JobName>(
  job: N, input: JobInput<N>, tell: (phase: string, done: number, total: number) => Promise<void>,
): Promise<JobOutput<N>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(/* turbopackIgnore: true */ bundle(), { workerData: { job, input } });
    let heard: Promise<void> = Promise.resolve(), ended = false;
    const end = (settle: () => void): void => {
      if (ended) return;
      ended = true;
      void worker.terminate();
      settle();
    };
    worker.on('message', (message: FromThread) => {
      heard = heard.then(async () => {
        if (ended) return;
        if ('tell' in message) await tell(...message.tell);
        else if ('done' in message) end(() => resolve(message.done as JobOutput<N>));
        else end(() => reject(Object.assign(new Error(message.failed.message), message.failed)));
      }).catch((error: unknown) => end(() => reject(error)));
    });
    worker.on('error', (error) => end(() => reject(error)));
    worker.on('exit', (code) => void heard.then(() => end(() => reject(new Error(`the thread of ${job} ended with code ${code}`)))));
  });
}
