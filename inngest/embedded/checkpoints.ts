/**
 * Checkpoints: what the SDK reports in the middle of a call, so that several steps need one request and each is still on disk
 * before the next begins. The SDK sends them to a server's API (`POST /v1/checkpoint/<run>/async`); with the embedded runner its
 * `fetch` ends here, in the same process, and nothing leaves. On globalThis because Next bundles modules more than once.
 */
import { z } from 'zod';
import { operation, type Operation } from './protocol';

/** False: the run is not this call's any more (cancelled, given to another, the process stops): the SDK is to end the call. */
export type TakeCheckpoint = (operations: Operation[]) => Promise<boolean>;

const holder = globalThis as typeof globalThis & { winloopCheckpoints?: Map<string, TakeCheckpoint> };
const takers = (): Map<string, TakeCheckpoint> => (holder.winloopCheckpoints ??= new Map());

export const takeCheckpoints = (ticket: string, take: TakeCheckpoint): void => void takers().set(ticket, take);
export const endCheckpoints = (ticket: string): void => void takers().delete(ticket);

const body = z.looseObject({ qi_id: z.string(), steps: z.array(operation) });
const PATH = /^\/v1\/checkpoint\/[^/]+\/async$/;

const answer = (status: number): Response => new Response('{}', { status, headers: { 'content-type': 'application/json' } });

/** Stands for the server's API. Anything but a checkpoint of a call under way is refused: nothing goes out. */
export const embeddedFetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (!PATH.test(url.pathname) || typeof init?.body !== 'string') throw new Error(`The embedded job runner has no ${url.pathname}.`);
  const { qi_id: ticket, steps } = body.parse(JSON.parse(init.body));
  // 409 is how a server says that the call is stale: the SDK stops and does not try again.
  return answer((await takers().get(ticket)?.(steps)) ? 200 : 409);
};
