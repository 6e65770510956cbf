/** The five stages of a run as a person sees them tick off. Pure. */
import type { StageName, StageProgress } from './schema';

export const STAGES: readonly StageName[] = ['embed', 'retrieve', 'assemble', 'ask', 'validate'];

export const freshStages = (): StageProgress[] => STAGES.map((name) => ({ name, status: 'waiting', ms: null, found: null }));

const change = (stages: readonly StageProgress[], name: StageName, data: Partial<StageProgress>): StageProgress[] =>
  stages.map((stage) => (stage.name === name ? { ...stage, ...data } : stage));

export const begun = (stages: readonly StageProgress[], name: StageName): StageProgress[] => change(stages, name, { status: 'running' });
export const done = (stages: readonly StageProgress[], name: StageName, ms: number, found: string): StageProgress[] => change(stages, name, { status: 'done', ms: Math.round(ms * 10) / 10, found });
/** Whatever was under way has failed. */
export const failed = (stages: readonly StageProgress[], why: string): StageProgress[] =>
  stages.map((stage) => (stage.status === 'running' ? { ...stage, status: 'failed', found: why } : stage));
