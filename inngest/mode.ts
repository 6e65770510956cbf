/** Who executes the functions: the embedded runner, or an Inngest server when the environment names one. */
import { BadEnvironment, type Env } from '@/lib/server/env';

export type JobsMode = { kind: 'embedded' } | { kind: 'server'; /** A dev server: signatures are not checked. */ dev: boolean };
type Given = Pick<Env, 'INNGEST_BASE_URL' | 'INNGEST_DEV' | 'INNGEST_EVENT_KEY' | 'INNGEST_SIGNING_KEY' | 'isLocal'>;

/** Throws BadEnvironment with what to set. A signing key alone is no server: it also signs the embedded runner's requests. */
export function jobsMode({ INNGEST_BASE_URL, INNGEST_DEV, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY, isLocal }: Given): JobsMode {
  if (INNGEST_DEV !== undefined && !['0', 'false'].includes(INNGEST_DEV)) {
    if (!isLocal) throw new BadEnvironment(['INNGEST_DEV turns signature checks off, so it is for this machine only: unset it, or use HOST=127.0.0.1 without a public WINLOOP_URL']);
    return { kind: 'server', dev: true };
  }
  if (INNGEST_BASE_URL === undefined && INNGEST_EVENT_KEY === undefined) return { kind: 'embedded' };
  const absent = [INNGEST_EVENT_KEY ? '' : 'INNGEST_EVENT_KEY', INNGEST_SIGNING_KEY ? '' : 'INNGEST_SIGNING_KEY'].filter(Boolean);
  if (absent.length > 0) throw new BadEnvironment([`an Inngest server is configured, so ${absent.join(' and ')} must be set too (or unset INNGEST_BASE_URL and INNGEST_EVENT_KEY for the embedded runner)`]);
  return { kind: 'server', dev: false };
}
