/** Where the files of an export are, and their lines in order. */
import type { FileStore } from '@/lib/server/files/contract';
import type { Scope } from '@/lib/server/scope';
import type { Split } from './schema';

export const MANIFEST = 'manifest.json';
export const FILE_NAMES = ['train.jsonl', 'validation.jsonl', MANIFEST] as const;

/** Units a part: some megabytes at most. */
export const PART = 200;
export const partsOf = (units: number): number => Math.ceil(units / PART);

/** All exports of a workspace. */
export const exportsFolder = (scope: Scope): string => `exports/${scope.workspaceId}`;
export const exportFolder = (scope: Scope, exportId: string): string => `${exportsFolder(scope)}/${exportId}`;
export const partKey = (scope: Scope, exportId: string, kind: Split | 'notes', n: number): string => `${exportFolder(scope, exportId)}/${kind}/${String(n).padStart(5, '0')}.json${kind === 'notes' ? '' : 'l'}`;

/** The bytes of a file, part after part; parts without a line of this split are not there. */
export async function* bytesOf(store: FileStore, scope: Scope, exportId: string, split: Split, parts: number): AsyncGenerator<Uint8Array> {
  for (let n = 1; n <= parts; n++) {
    const part = await store.read(partKey(scope, exportId, split, n));
    if (part) yield* part;
  }
}

/** Its lines; `seen` is told every piece as it is kept. */
export async function* linesIn(store: FileStore, scope: Scope, exportId: string, split: Split, parts: number, seen: (piece: Uint8Array) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const piece of bytesOf(store, scope, exportId, split, parts)) {
    seen(piece);
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') throw new Error('a file of the export ends in the middle of a line');
}
