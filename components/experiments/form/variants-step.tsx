'use client';

import { Plus, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Checkbox } from '@/components/ui/checkbox';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { EXTERNAL_SUBJECTS, type Subject } from '@/lib/experiments/schema';
import { EXTERNAL_WORDS } from '../experiment-words';
import { ChoiceCards } from './choice-cards';
import { firstFactors, keyFrom, newVariant, ruleText, withFactors, withSubject, withType, type DraftVariant } from './draft';
import { errorsAt } from './draft-problems';
import { FactorsEditor } from './factors-editor';
import { PayloadFields } from './payload-fields';
import type { StepProps } from './step-props';

const NO_MODEL = 'Needs a language model: without a key all variants would give the same advice.';

/** What differs, and what each variant does. */
export function VariantsStep({ draft, change, replace, choices, problems, workspace }: StepProps & { workspace: string }) {
  const { subject, variants } = draft;
  const several = draft.type === 'MULTIVARIATE';
  const choose = (next: Subject) => replace(withSubject(draft, next, choices));
  const setVariant = (index: number, patch: Partial<DraftVariant>) => change({ variants: variants.map((one, i) => (i === index ? { ...one, ...patch } : one)) });
  const add = () => {
    const last = variants.at(-1)!;
    change({ variants: [...variants, { ...newVariant(`Variant ${String.fromCharCode(65 + variants.length)}`, last.payload, variants.map(({ key }) => key)), weight: last.weight }] });
  };
  const byHand = subject.kind === 'external';
  return (
    <>
      <Card title="What differs" className="gap-4">
        <ChoiceCards
          label="What differs between the variants" hideLabel columns={3} value={subject.kind}
          onChange={(kind) => choose(kind === 'rule' ? { kind, ruleKey: choices.rules[0]?.key ?? '' } : kind === 'prompt' || kind === 'model' ? { kind, task: choices.prompts[0]?.task ?? '' } : kind === 'external' ? { kind, what: 'subject_line' } : { kind })}
          options={[
            { value: 'rule', title: 'A rule', what: 'From which numbers on it speaks, or whether at all.', closed: choices.rules.length === 0 ? 'There is no rule that speaks.' : null },
            { value: 'presentation', title: 'Order and wording of advice', what: 'What stands first on a deal, and how much is said at once.' },
            { value: 'prompt', title: 'A prompt', what: 'Versions of what the language model is asked.', closed: choices.hasModel ? null : NO_MODEL },
            { value: 'model', title: 'The model', what: 'Which language model answers.', closed: choices.hasModel ? null : NO_MODEL },
            { value: 'external', title: 'Something my own program does', what: 'Your program asks for the variant, and reports what came of it.' },
          ]}
        />
        {!choices.hasModel && <p className="text-xs text-muted">Prompt and model tests open once a key is set (<Link className="link" href={`/w/${workspace}/settings/providers`}>providers</Link>). Rules and presentation take effect without one.</p>}
        {subject.kind === 'rule' && (
          <Select
            label="Rule" className="max-w-md" value={subject.ruleKey} error={errorsAt(problems, 'subject.ruleKey')}
            onChange={(event) => {
              const rule = choices.rules.find(({ key }) => key === event.currentTarget.value);
              const old = choices.rules.find(({ key }) => key === subject.ruleKey);
              const next = withSubject(draft, { kind: 'rule', ruleKey: event.currentTarget.value }, choices);
              // A name that came with the rule before goes with it.
              replace(draft.name === ruleText(old).name ? { ...next, ...ruleText(rule) } : next);
            }}
            options={choices.rules.map(({ key, name, enabled }) => ({ value: key, label: enabled ? name : `${name} (switched off)` }))}
            hint={`Speaks of deals ${choices.rules.find(({ key }) => key === subject.ruleKey)?.speaksOf ?? ''}.`}
          />
        )}
        {(subject.kind === 'prompt' || subject.kind === 'model') && (
          <Select label="Task" className="max-w-md" value={subject.task} error={errorsAt(problems, 'subject.task')} onChange={(event) => choose({ kind: subject.kind, task: event.currentTarget.value })} options={choices.prompts.map(({ task, title }) => ({ value: task, label: title }))} />
        )}
        {subject.kind === 'external' && (
          <Select label="What your program varies" className="max-w-md" value={subject.what} onChange={(event) => change({ subject: { kind: 'external', what: event.currentTarget.value as (typeof EXTERNAL_SUBJECTS)[number] } })} options={EXTERNAL_SUBJECTS.map((what) => ({ value: what, label: EXTERNAL_WORDS[what] }))} />
        )}
      </Card>
      <Card title="What each variant does" line="The first one is the control: the others are held against it." className="gap-4">
        {errorsAt(problems, 'variants').map((message) => <Notice key={message} tone="caution" title={message} />)}
        <ol className="divide-y divide-hairline">
          {variants.map((variant, index) => (
            <li key={index} className="flex flex-col gap-3 py-4 first:pt-0 last:pb-0">
              <div className="flex items-end gap-2">
                <TextInput className="max-w-md flex-1" label={index === 0 ? 'Control' : `Variant ${String.fromCharCode(65 + index)}`} maxLength={80} value={variant.name} onChange={(event) => setVariant(index, { name: event.currentTarget.value, ...(index === 0 || byHand ? {} : { key: keyFrom(event.currentTarget.value, variants.filter((_one, i) => i !== index).map(({ key }) => key)) }) })} error={errorsAt(problems, `variants.${index}.name`)} />
                {!several && variants.length > 2 && index > 0 && (
                  <Button variant="ghost" iconOnly aria-label={`Remove ${variant.name || `variant ${index + 1}`}`} onClick={() => change({ variants: variants.filter((_one, i) => i !== index) })}>
                    <Trash2 aria-hidden />
                  </Button>
                )}
              </div>
              {byHand && <TextInput className="max-w-md" label="Key" maxLength={40} spellCheck={false} value={variant.key} onChange={(event) => setVariant(index, { key: event.currentTarget.value })} error={errorsAt(problems, `variants.${index}.key`)} hint="What your program is told." />}
              <PayloadFields draft={draft} variant={variant} index={index} choices={choices} problems={problems} onChange={(payload) => setVariant(index, { payload })} />
            </li>
          ))}
        </ol>
        {!several && variants.length < 12 && (
          <div>
            <Button onClick={add}>
              <Plus aria-hidden />
              Add a variant
            </Button>
          </div>
        )}
      </Card>
      <Card title="Several factors at once" line="Two or more things that differ, in every combination, to see what each does by itself and whether they depend on each other. Takes more units than one difference.">
        <Checkbox label="Test every combination of several factors" checked={several} onChange={(event) => replace(event.currentTarget.checked ? withFactors(draft, firstFactors(subject)) : { ...withType(draft, 'SEQUENTIAL'), variants: variants.slice(0, 2).map((one) => ({ ...one, levels: [] })) })} />
        {several && <FactorsEditor draft={draft} replace={replace} problems={problems} />}
      </Card>
    </>
  );
}
