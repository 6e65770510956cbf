'use client';

import { useState } from 'react';
import type { Assumed } from './assumptions';
import { Designer } from './designer';
import type { ExperimentFormProps } from './experiment-form';
import { PlannerCard, type ReadPast } from './planner-card';

/** The form with what plans it. What is assumed is the same on every step. */
export function DesignPage({ readPast, ...props }: Omit<ExperimentFormProps, 'planner'> & { readPast: ReadPast }) {
  const [typed, setTyped] = useState<Partial<Assumed>>({});
  return (
    <Designer
      {...props}
      planner={(draft, onUse, brief) => <PlannerCard workspace={props.workspace} draft={draft} onUse={onUse} readPast={readPast} typed={typed} onType={setTyped} habits={props.habits} brief={brief} />}
    />
  );
}
