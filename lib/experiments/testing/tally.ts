/** Decides many ids and counts; run as a program (`node --import tsx tally.ts 100000 salt`) it does so in a process of its own and prints the answer. */
import { pathToFileURL } from 'node:url';
import { compile, decide, type AllocationOf, type Compiled, type Holdout } from '../allocation';
import { emailLikeId, sequentialId, uuidLikeId } from './ids';

export const ID_KINDS = { sequential: sequentialId, uuid: uuidLikeId, email: emailLikeId } as const;
export type IdKind = keyof typeof ID_KINDS;

/** An experiment as far as allocation sees it: variants "a", "b", … with these weights. */
export function experimentOf(over: Partial<AllocationOf> & { shares?: readonly number[] } = {}): AllocationOf {
  const { shares = [1, 1], ...rest } = over;
  const variants = shares.map((weight, position) => ({ id: String.fromCharCode(97 + position), key: `v${position}`, name: `V${position}`, description: '', levels: [], payload: { kind: 'external' as const, value: '' }, position, weight }));
  return { id: 'experiment', layer: 'layer', slice: { from: 0, to: 1 }, status: 'running', variants, weights: {}, plan: { targeting: [] }, salt: 'salt', ...rest };
}

export const NO_HOLDOUT: Holdout = { share: 0, salt: '' };

/** How many got what (a variant's id, or the reason), and a number that is the same only where every single decision was. */
export type Tally = { counts: Record<string, number>; digest: number };

export function tally(compiled: Compiled, idOf: (i: number) => string, from: number, to: number): Tally {
  const counts: Record<string, number> = {};
  let digest = 0;
  for (let i = from; i < to; i++) {
    const decided = decide(compiled, idOf(i), {});
    const got = 'variantId' in decided ? decided.variantId : decided.reason;
    counts[got] = (counts[got] ?? 0) + 1;
    digest = (Math.imul(digest, 31) + got.charCodeAt(0)) >>> 0;
  }
  return { counts, digest };
}

/** What two processes must say alike: three variants in a slice, some held out, `count` ids of each kind. */
export const tallies = (count: number, salt: string): Record<string, Tally> => {
  const compiled = compile(experimentOf({ salt, shares: [2, 1, 1], slice: { from: 0.1, to: 0.9 } }), { share: 0.05, salt: 'holdout' });
  return Object.fromEntries(Object.entries(ID_KINDS).map(([kind, idOf]) => [kind, tally(compiled, idOf, 0, count)]));
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(JSON.stringify(tallies(Number(process.argv[2]), process.argv[3] ?? '')));
