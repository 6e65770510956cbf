import { Badge } from '@/components/ui/badge';
import type { Tone } from '@/components/ui/tone';
import type { ExampleLabel } from '@/lib/training/schema';

export const LABELS: Readonly<Record<ExampleLabel, { word: string; tone: Tone; means: string }>> = {
  good: { word: 'Good', tone: 'opportunity', means: 'everybody who answered, and the way the deal went, spoke for it' },
  mixed: { word: 'Mixed', tone: 'caution', means: 'some spoke for it, some against' },
  bad: { word: 'Bad', tone: 'risk', means: 'all that was said, and the way the deal went, spoke against it' },
};

export function LabelBadge({ label }: { label: ExampleLabel }) {
  const { word, tone } = LABELS[label];
  return <Badge tone={tone} plain>{word}</Badge>;
}

export const TYPES: Readonly<Record<string, string>> = { risk: 'Risk', opportunity: 'Opportunity', next_action: 'Next action', forecast: 'Forecast' };
