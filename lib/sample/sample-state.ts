/**
 * How far the sample is, for whoever waits for it. The job that loads it (inngest/functions/load-sample.ts) calls
 * `noteSampleProgress` between its steps and once with status 'loaded' at the end.
 */
import { findWorkspace } from '@/lib/server/doors/auth';
import { transaction } from '@/lib/server/db/tenancy';
import { systemScope, type Scope } from '@/lib/server/scope';
import type { SampleProgress } from './schema';
import { SAMPLE_PASSWORD, SAMPLE_SIGN_INS, SAMPLE_SLUG, type SignIn } from './sign-ins';
import { readProgress, writeProgress } from './store';

export type SampleState = SampleProgress & { signIns: readonly SignIn[]; password: string };

/** Writes how far the load is; joins the caller's transaction when there is one. */
export const noteSampleProgress = (scope: Scope, progress: SampleProgress): Promise<void> =>
  transaction(scope, () => writeProgress(scope, progress, new Date()));

/** The sample's state; null where there is no sample workspace. */
export async function sampleState(): Promise<SampleState | null> {
  const workspace = await findWorkspace(SAMPLE_SLUG);
  if (!workspace?.isSample) return null;
  const scope = systemScope(workspace.id, 'sample');
  const progress = await transaction(scope, () => readProgress(scope));
  return { ...(progress ?? { status: 'loading', step: 'Waiting for its turn', done: 0, total: 0 }), signIns: SAMPLE_SIGN_INS, password: SAMPLE_PASSWORD };
}
