'use client';

import { Designer } from './designer';
import type { ExperimentFormProps } from './experiment-form';

/** The form with what plans it. */
export function DesignPage(props: Omit<ExperimentFormProps, 'planner'>) {
  return <Designer {...props} planner={() => null} />;
}
