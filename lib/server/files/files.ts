/** Where files are kept: in the data folder, or in a bucket where the environment names one. */
import path from 'node:path';
import { env } from '../env';
import type { FileStore } from './contract';
import { localFiles } from './local-files';
import { s3Files } from './s3-files';

const holder = globalThis as typeof globalThis & { winloopFiles?: FileStore };

export function files(): FileStore {
  if (holder.winloopFiles) return holder.winloopFiles;
  const { WINLOOP_DATA_DIR, s3 } = env();
  return (holder.winloopFiles = s3 ? s3Files(s3) : localFiles(path.join(/* turbopackIgnore: true */ WINLOOP_DATA_DIR, 'files')));
}

/** For tests: another store; null is the one of the environment again. */
export const useFiles = (store: FileStore | null): void => void (store ? (holder.winloopFiles = store) : Reflect.deleteProperty(holder, 'winloopFiles'));
