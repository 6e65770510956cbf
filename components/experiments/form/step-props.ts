import type { Choices } from './choices';
import type { Draft } from './draft';
import type { Problem } from './draft-problems';

/** What every step gets. */
export interface StepProps {
  draft: Draft;
  /** Changes some of it. */
  change: (patch: Partial<Draft>) => void;
  /** Puts another in its place. */
  replace: (draft: Draft) => void;
  choices: Choices;
  problems: readonly Problem[];
}
