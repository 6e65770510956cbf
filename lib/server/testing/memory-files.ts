/** Files kept in memory: for tests that do not try the store itself. */
import type { FileStore } from '@/lib/server/files/contract';

export function memoryFiles(): FileStore {
  const kept = new Map<string, Uint8Array>();
  const keys = (prefix: string) => [...kept.keys()].filter((key) => key.startsWith(`${prefix}/`)).sort();
  return {
    write: async (key, bytes) => void kept.set(key, bytes),
    read: async (key) => {
      const bytes = kept.get(key);
      return bytes ? (async function* () { yield bytes; })() : null;
    },
    list: async (prefix) => keys(prefix),
    remove: async (prefix) => {
      const gone = keys(prefix);
      for (const key of gone) kept.delete(key);
      return gone.length;
    },
  };
}
