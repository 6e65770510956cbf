'use client';

import { ArrowUpDown, Braces, ListMinus, MessageSquareCode, VolumeX, type LucideIcon } from 'lucide-react';
import { Card } from '@/components/ui/card';
import { TextArea, TextInput } from '@/components/ui/text-input';
import { closedBecause, fromTemplate, TEMPLATES, type TemplateKey } from './draft';
import { errorsAt } from './draft-problems';
import type { StepProps } from './step-props';

const ICONS: Record<TemplateKey, LucideIcon> = { rule: VolumeX, order: ArrowUpDown, wording: ListMinus, prompt: MessageSquareCode, external: Braces };

/** What is expected; a template fills in everything, and all of it can be changed. */
export function IdeaStep({ draft, change, replace, choices, problems, fresh, onTemplate }: StepProps & { /** Nothing was typed yet. */ fresh: boolean; onTemplate: () => void }) {
  return (
    <>
      <Card title={fresh ? 'What would you like to try?' : 'Begin with another'} line="Each begins with settings that work. Change what you like, or go straight to the review.">
        <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
          {TEMPLATES.map(({ key, title, what }) => {
            const Icon = ICONS[key];
            const closed = closedBecause(key, choices);
            return (
              <li key={key} className="flex">
                <button
                  type="button" disabled={closed !== null} onClick={() => { replace(fromTemplate(key, choices)); onTemplate(); }}
                  className="flex flex-1 items-start gap-2.5 rounded-box border border-hairline-strong p-3 text-start text-dense enabled:cursor-pointer enabled:hover:bg-surface-secondary disabled:cursor-not-allowed disabled:border-hairline"
                >
                  <Icon size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" />
                  <span className="min-w-0">
                    <span className="font-medium">{title}</span>
                    <span className="block text-xs text-muted">{closed ?? what}</span>
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      </Card>
      <Card className="gap-4">
        <TextInput label="Name" name="name" maxLength={120} value={draft.name} onChange={(event) => change({ name: event.currentTarget.value })} error={errorsAt(problems, 'name')} hint="How others will find it." />
        <TextArea label="Hypothesis" name="hypothesis" optional rows={2} maxLength={1000} value={draft.hypothesis} onChange={(event) => change({ hypothesis: event.currentTarget.value })} error={errorsAt(problems, 'hypothesis')} hint="If … then … because …: written down before anything is seen, it keeps everybody honest." />
      </Card>
    </>
  );
}
