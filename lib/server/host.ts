/**
 * What the process that listens (scripts/serve.mjs, outside of Next's bundle) needs from the product inside it. It hangs on
 * globalThis because Next bundles a module more than once.
 */
import type { SampleState } from '@/lib/sample/sample-state';

export type Host = {
  /** From now on nothing new is begun: streams end (so that browsers reconnect elsewhere), no job is taken. */
  stopTaking(): void;
  /** After the last request: jobs rest, socket and lock are gone, the database is closed. */
  close(): Promise<void>;
  /** How far the sample workspace is, with its sign-ins; null where there is none. */
  sample(): Promise<SampleState | null>;
};

const holder = globalThis as typeof globalThis & { winloopHost?: Host; winloopStopping?: AbortController };

export const setHost = (host: Host): void => void (holder.winloopHost = host);

/** Is this the server's process, where jobs run? */
export const isServing = (): boolean => holder.winloopHost !== undefined;

/** Aborted when the server begins to stop: streams listen to it and end. */
export const stopping = (): AbortController => (holder.winloopStopping ??= new AbortController());
