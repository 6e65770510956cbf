/** What can be tested in this workspace, as the page gives it to the form. */
import type { Presentation, Unit } from '@/lib/experiments/schema';

export interface RuleChoice {
  key: string;
  name: string;
  polarity: 'risk' | 'opportunity';
  /** "with nothing recorded for 14 days or more" */
  speaksOf: string;
  enabled: boolean;
  settings: readonly { key: string; label: string; unit: string; min: number; max: number; value: number }[];
}

export interface PromptChoice {
  task: string;
  title: string;
  versions: readonly { id: string; version: number; production: boolean; rationale: string | null }[];
}

export interface AttributeChoice {
  attribute: string;
  label: string;
  kind: 'text' | 'number' | 'boolean';
  what: string;
  units: readonly Unit[];
}

export interface Choices {
  rules: readonly RuleChoice[];
  prompts: readonly PromptChoice[];
  attributes: readonly AttributeChoice[];
  /** As insights are shown now. */
  presentation: Presentation;
  providers: readonly ('anthropic' | 'openai' | 'builtin')[];
  /** Without a key prompt arms would be identical. */
  hasModel: boolean;
}
