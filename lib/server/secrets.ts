/**
 * The installation's secrets: from the environment, or, on a loopback host only, generated once into the data folder
 * (readable by its owner alone). readEnv has already refused other hosts without them.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { env } from './env';

const shape = z.object({ auth: z.string().min(32), encryption: z.string().length(64), inngestSigning: z.string().min(16) });
export type Secrets = z.infer<typeof shape>;

const holder = globalThis as typeof globalThis & { winloopSecrets?: Secrets };

function generated(folder: string): Secrets {
  const file = path.join(folder, 'secrets.json');
  const fresh: Secrets = {
    auth: randomBytes(32).toString('base64url'),
    encryption: randomBytes(32).toString('hex'),
    inngestSigning: `signkey-prod-${randomBytes(32).toString('hex')}`,
  };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, JSON.stringify(fresh), { flag: 'wx', mode: 0o600 });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')));
  }
}

export function secrets(): Secrets {
  if (holder.winloopSecrets) return holder.winloopSecrets;
  const { NEXTAUTH_SECRET, WINLOOP_ENCRYPTION_KEY, INNGEST_SIGNING_KEY, WINLOOP_DATA_DIR } = env();
  const complete = NEXTAUTH_SECRET && WINLOOP_ENCRYPTION_KEY && INNGEST_SIGNING_KEY;
  const made = complete ? null : generated(WINLOOP_DATA_DIR);
  return (holder.winloopSecrets = shape.parse({
    auth: NEXTAUTH_SECRET ?? made?.auth,
    encryption: WINLOOP_ENCRYPTION_KEY ?? made?.encryption,
    inngestSigning: INNGEST_SIGNING_KEY ?? made?.inngestSigning,
  }));
}
