/** Shapes of what can be tested in a workspace, and why not where it cannot. Browser-safe. */
import type { KnownAttribute } from './attribute-list';
import type { EXTERNAL_SUBJECTS, Measure, MetricKind, Presentation, Unit } from './schema';

type Offered = {
  /** Null where it can be tested now; else why a test would find nothing, and what would change that. */
  reason: string | null; available: boolean;
  units: readonly Unit[];
};
export type TestableRule = Offered & {
  key: string; name: string; polarity: 'risk' | 'opportunity'; speaksOf: string; enabled: boolean; record: string;
  settings: readonly { key: string; label: string; unit: string; min: number; max: number; value: number }[];
};
export type TestablePrompt = Offered & { task: string; title: string; versions: readonly { id: string; version: number; production: boolean; rationale: string | null }[] };
export type TestableModel = Offered & { task: string; title: string; providers: readonly ('anthropic' | 'openai' | 'builtin')[]; first: 'anthropic' | 'openai' | 'builtin' };

/** One entry a kind of subject. `available` where at least one choice is. */
export type TestableSubject = { available: boolean; reason: string | null } & (
  | { kind: 'prompt'; choices: readonly TestablePrompt[] }
  | { kind: 'model'; choices: readonly TestableModel[] }
  | { kind: 'rule'; choices: readonly TestableRule[] }
  | { kind: 'presentation'; units: readonly Unit[]; present: Presentation; orders: readonly { value: Presentation['order']; label: string }[]; wordings: readonly { value: Presentation['wording']; label: string }[] }
  | { kind: 'external'; units: readonly Unit[]; what: readonly (typeof EXTERNAL_SUBJECTS)[number][] }
);
export type Testable = {
  subjects: readonly TestableSubject[];
  attributes: readonly KnownAttribute[];
  measures: readonly { measure: Measure; name: string; what: string; better: 'higher' | 'lower'; kinds: readonly MetricKind[]; units: readonly Unit[] }[];
};
