/** The file store in a folder. A file is written beside its place and moved there, so that a killed process leaves the old one or the new one. */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { mustBeKey, type FileStore } from './contract';

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
/** What a killed process left half written. */
const HALF = /^\.half-/;

/** Opened when the first piece is asked for, closed with the last: whoever does not read leaves nothing open. */
async function* pieces(file: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(file) as AsyncIterable<Uint8Array>;
}

export function localFiles(folder: string): FileStore {
  const place = (key: string): string => path.join(/* turbopackIgnore: true */ folder, mustBeKey(key));
  const list = async (prefix: string): Promise<string[]> => {
    try {
      const found = await readdir(place(prefix), { recursive: true, withFileTypes: true });
      return found.filter((entry) => entry.isFile() && !HALF.test(entry.name)).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')).sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  };
  return {
    list,
    async write(key, bytes) {
      const target = place(key);
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      const half = path.join(path.dirname(target), `.half-${randomBytes(6).toString('hex')}`);
      const file = await open(half, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(half, target);
    },
    async read(key) {
      const file = place(key);
      try {
        await access(file);
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
      return pieces(file);
    },
    async remove(prefix) {
      const count = (await list(prefix)).length;
      await rm(place(prefix), { recursive: true, force: true });
      return count;
    },
  };
}
