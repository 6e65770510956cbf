'use client';

import { Plus, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { PRODUCT_UNITS } from '@/lib/experiments/check-design';
import { UNITS, type Condition } from '@/lib/experiments/schema';
import { OPS, UNIT_WORDS } from '../experiment-words';
import { ChoiceCards } from './choice-cards';
import { errorsAt } from './draft-problems';
import { NumberField } from './number-field';
import type { StepProps } from './step-props';

/** Who is in it, how many of them, and when. */
export function WhoStep({ draft, change, choices, problems }: StepProps) {
  const inProduct = draft.subject.kind !== 'external';
  const units = inProduct ? PRODUCT_UNITS.filter((one) => draft.subject.kind === 'presentation' || one !== 'user') : UNITS;
  const many = UNIT_WORDS[draft.unit].many;
  return (
    <>
      <Card className="gap-4">
        <ChoiceCards label="Who is drawn" value={draft.unit} onChange={(unit) => change({ unit, targeting: [], segmentBy: null })} columns={3} options={units.map((one) => ({ value: one, title: capital(UNIT_WORDS[one].many), what: UNIT_WORDS[one].why }))} />
        {errorsAt(problems, 'unit').map((message) => <Notice key={message} tone="caution" title={message} />)}
        <NumberField label={`Share of ${many}`} className="max-w-48" value={draft.traffic} scale={100} min={0.1} max={100} onChange={(traffic) => change({ traffic })} hint="%, the others are treated as always" error={errorsAt(problems, 'traffic')} />
      </Card>
      <Card title="Only some" line={draft.targeting.length === 0 ? `All ${many} that come by. Conditions narrow it down.` : 'All conditions hold.'} className="gap-4">
        {draft.targeting.map((condition, index) => (
          <ConditionRow key={index} condition={condition} index={index} draft={draft} change={change} choices={choices} problems={problems} />
        ))}
        {draft.targeting.length < 10 && (
          <div>
            <Button onClick={() => change({ targeting: [...draft.targeting, { attribute: choices.attributes.find(({ units: of }) => of.includes(draft.unit))?.attribute ?? 'segment', op: 'is', values: [''] }] })}>
              <Plus aria-hidden />
              Add a condition
            </Button>
          </div>
        )}
      </Card>
      <Card title="When" line="Without a beginning it starts when you press Start. Times are UTC.">
        <div className="grid max-w-2xl gap-4 sm:grid-cols-2">
          <Moment label="Begins by itself" value={draft.startAt} onChange={(startAt) => change({ startAt })} error={errorsAt(problems, 'startAt')} hint="Empty: as soon as you start it." />
          <Moment label="Ends by itself" value={draft.stopAt} onChange={(stopAt) => change({ stopAt })} error={errorsAt(problems, 'stopAt')} hint="Empty: when somebody decides." />
        </div>
      </Card>
      <details className="rounded-card border border-hairline bg-surface p-4">
        <summary className="cursor-pointer text-dense font-medium">Advanced: layer</summary>
        <div className="mt-3 max-w-md">
          <TextInput label="Layer" optional maxLength={60} value={draft.layer} onChange={(event) => change({ layer: event.currentTarget.value })} error={errorsAt(problems, 'layer')} hint={`Experiments of the same layer never share ${many}. Empty: experiments on the same thing share a layer by themselves.`} />
        </div>
      </details>
    </>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function ConditionRow({ condition, index, draft, change, choices, problems }: { condition: Condition; index: number } & Pick<StepProps, 'draft' | 'change' | 'choices' | 'problems'>) {
  const known = choices.attributes.filter(({ units }) => units.includes(draft.unit));
  const of = known.find(({ attribute }) => attribute === condition.attribute);
  const byHand = draft.subject.kind === 'external';
  const number = of?.kind === 'number' || condition.op === 'at_least' || condition.op === 'at_most';
  const set = (patch: Partial<Condition>) => change({ targeting: draft.targeting.map((one, i) => (i === index ? { ...one, ...patch } : one)) });
  const at = `targeting.${index}`;
  const valueErrors = problems.filter(({ path }) => path.startsWith(`${at}.values`)).map(({ message }) => message);
  return (
    <div role="group" aria-label={`Condition ${index + 1}`} className="grid items-start gap-2 sm:grid-cols-[12rem_8rem_1fr_auto]">
      {byHand ? <TextInput label="Attribute" maxLength={40} spellCheck={false} value={condition.attribute} onChange={(event) => set({ attribute: event.currentTarget.value })} error={errorsAt(problems, `${at}.attribute`)} hint="As your program names it." /> : (
        <Select label="Attribute" value={condition.attribute} onChange={(event) => set({ attribute: event.currentTarget.value, op: 'is', values: [''] })} options={known.map(({ attribute, label }) => ({ value: attribute, label }))} hint={of?.what} />
      )}
      <Select label="Holds" value={condition.op} onChange={(event) => set({ op: event.currentTarget.value as Condition['op'] })} options={OPS.filter(({ value }) => byHand || of?.kind === 'number' || value === 'is' || value === 'is_not')} />
      <TextInput
        label="Value" value={condition.values.join(', ')} error={valueErrors} hint={number ? 'A number' : of?.kind === 'boolean' ? 'true or false' : 'Several with commas: any of them'}
        onChange={(event) => set({ values: valuesOf(event.currentTarget.value, number) })}
      />
      <Button variant="ghost" iconOnly className="sm:mt-6" aria-label={`Remove condition ${index + 1}`} onClick={() => change({ targeting: draft.targeting.filter((_one, i) => i !== index) })}>
        <Trash2 aria-hidden />
      </Button>
    </div>
  );
}

/** "EMEA, APAC" are two texts; where numbers are asked for, what is one becomes one. The space after a comma stays while it is typed. */
function valuesOf(text: string, number: boolean): Condition['values'] {
  const parts = text.split(',').map((part, index) => (index === 0 ? part.trimStart() : part.replace(/^\s/, '')));
  return parts.map((part) => (number && part.trim() !== '' && Number.isFinite(Number(part)) && String(Number(part)) === part ? Number(part) : part));
}

/** A moment in UTC. */
function Moment({ label, value, onChange, hint, error }: { label: string; value: string | null; onChange: (iso: string | null) => void; hint: string; error: string[] }) {
  return (
    <TextInput
      label={label} optional type="datetime-local" hint={hint} error={error} value={value ? value.slice(0, 16) : ''}
      onChange={(event) => {
        const at = Date.parse(`${event.currentTarget.value}:00Z`);
        onChange(Number.isNaN(at) ? null : new Date(at).toISOString());
      }}
    />
  );
}
