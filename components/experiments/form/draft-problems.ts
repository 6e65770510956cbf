/** What is wrong with a design, by field, in words for who fills it in: the server's own schema and checks, run while it is typed. Pure. */
import { designProblems } from '@/lib/experiments/check-design';
import { newExperiment } from '@/lib/experiments/schema';
import type { Draft } from './draft';

export interface Problem {
  path: string;
  message: string;
}

export const STEPS = [
  { key: 'idea', title: 'Hypothesis', line: 'What you expect, and why.' },
  { key: 'variants', title: 'Variants', line: 'What differs between them.' },
  { key: 'who', title: 'Who', line: 'Who gets a variant, and when.' },
  { key: 'metrics', title: 'Metrics', line: 'What it is judged by.' },
  { key: 'design', title: 'Design', line: 'How long it takes, and when it is decided.' },
  { key: 'review', title: 'Review', line: 'Everything at a glance, then start.' },
] as const;
export type StepKey = (typeof STEPS)[number]['key'];

const FIELDS: Record<Exclude<StepKey, 'review' | 'design'>, readonly string[]> = {
  idea: ['name', 'hypothesis'], variants: ['subject', 'variants', 'factors'], who: ['unit', 'traffic', 'layer', 'targeting', 'startAt', 'stopAt'], metrics: ['metrics', 'segmentBy'],
};

/** On which step a field stands. */
export function stepOf(path: string): StepKey {
  const field = path.split('.')[0]!;
  for (const [step, fields] of Object.entries(FIELDS)) if (fields.includes(field)) return step as StepKey;
  return 'design';
}

const number = (value: unknown): string => (typeof value === 'number' || typeof value === 'bigint' ? Number(value).toLocaleString('en-IE', { maximumFractionDigits: 6 }) : String(value));

export function problemsOf(draft: Draft, now: Date): Problem[] {
  const parsed = newExperiment.safeParse(draft, {
    error: (issue) => {
      if (issue.code === 'invalid_type' && issue.expected === 'number') return 'Enter a number.';
      if (issue.code === 'invalid_type' && issue.expected === 'int') return 'Enter a whole number.';
      if (issue.code === 'too_small' && issue.origin === 'number') return `${issue.inclusive === false ? 'More than' : 'At least'} ${number(issue.minimum)}.`;
      if (issue.code === 'too_big' && issue.origin === 'number') return `At most ${number(issue.maximum)}.`;
      if (issue.code === 'too_small' && issue.origin === 'string') return 'Fill this in.';
      if (issue.code === 'too_big' && issue.origin === 'string') return `At most ${number(issue.maximum)} characters.`;
      if (issue.code === 'too_small' && issue.origin === 'array') return `At least ${number(issue.minimum)}.`;
      return undefined;
    },
  });
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const empty = draft.targeting.flatMap(({ values }, index) => (values.some((value) => typeof value === 'string' && value.trim() === '') ? [{ path: `targeting.${index}.values`, message: 'Enter a value.' }] : []));
  return [...empty, ...designProblems(parsed.data, now)];
}

/** Problems that stand at a field or below it. */
export const errorsAt = (problems: readonly Problem[], path: string): string[] => problems.filter((one) => one.path === path).map(({ message }) => message);
