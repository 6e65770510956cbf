'use client';

import { Checkbox } from '@/components/ui/checkbox';
import { Select } from '@/components/ui/select';
import { TextArea } from '@/components/ui/text-input';
import { INSIGHT_ORDERS, INSIGHT_WORDINGS, type Presentation, type VariantPayload } from '@/lib/experiments/schema';
import { ORDER_WORDS, providerName, WORDING_WORDS } from '../experiment-words';
import type { Choices } from './choices';
import type { Draft, DraftVariant } from './draft';
import { errorsAt, type Problem } from './draft-problems';
import { NumberField } from './number-field';

interface Props {
  draft: Draft;
  variant: DraftVariant;
  index: number;
  choices: Choices;
  problems: readonly Problem[];
  onChange: (payload: VariantPayload) => void;
}

const UNITS: Record<string, string> = { percent: '%', percentile: '%' };

/** What a variant does, by the kind of subject. */
export function PayloadFields({ draft: { subject }, variant: { payload, name }, index, choices, problems, onChange }: Props) {
  const at = `variants.${index}.payload`;
  switch (payload.kind) {
    case 'rule': {
      const rule = subject.kind === 'rule' ? choices.rules.find(({ key }) => key === subject.ruleKey) : undefined;
      return (
        <div className="flex flex-col gap-3">
          <Checkbox label="The rule speaks" checked={payload.enabled} onChange={(event) => onChange({ ...payload, enabled: event.currentTarget.checked })} />
          {payload.enabled && (rule?.settings.length ?? 0) > 0 && (
            <div className="grid max-w-2xl items-end gap-3 sm:grid-cols-2">
              {rule!.settings.map(({ key, label, unit, min, max, value }) => (
                <NumberField key={key} label={label} value={payload.settings[key] ?? value} min={min} max={max} onChange={(next) => onChange({ ...payload, settings: { ...payload.settings, [key]: next } })} hint={`${UNITS[unit] ?? unit}, ${min} to ${max}, ${value} now`} error={errorsAt(problems, `${at}.settings.${key}`)} />
              ))}
            </div>
          )}
        </div>
      );
    }
    case 'presentation': return (
      <div className="grid max-w-2xl gap-3 sm:grid-cols-2">
        <Select label="Order" value={payload.order} onChange={(event) => onChange({ ...payload, order: event.currentTarget.value as Presentation['order'] })} options={INSIGHT_ORDERS.map((value) => ({ value, label: ORDER_WORDS[value] }))} />
        <Select label="Wording" value={payload.wording} onChange={(event) => onChange({ ...payload, wording: event.currentTarget.value as Presentation['wording'] })} options={INSIGHT_WORDINGS.map((value) => ({ value, label: WORDING_WORDS[value] }))} />
      </div>
    );
    case 'prompt': {
      const versions = subject.kind === 'prompt' ? (choices.prompts.find(({ task }) => task === subject.task)?.versions ?? []) : [];
      const chosen = versions.find(({ id }) => id === payload.versionId);
      return <Select label="Version" className="max-w-md" value={payload.versionId} onChange={(event) => onChange({ kind: 'prompt', versionId: event.currentTarget.value })} options={versions.map(({ id, version, production }) => ({ value: id, label: `Version ${version}${production ? ', in production' : ''}` }))} hint={chosen?.rationale ?? undefined} error={errorsAt(problems, `${at}.versionId`)} />;
    }
    case 'model': return <Select label="Model" className="max-w-md" value={payload.provider} onChange={(event) => onChange({ kind: 'model', provider: event.currentTarget.value as typeof payload.provider })} options={choices.providers.map((value) => ({ value, label: providerName(value) }))} error={errorsAt(problems, `${at}.provider`)} />;
    case 'external': return <TextArea label="What it says or does" className="max-w-2xl" optional rows={2} maxLength={4000} value={payload.value} onChange={(event) => onChange({ kind: 'external', value: event.currentTarget.value })} hint={`Given to your program with the key${name ? '' : ' of the variant'}: a subject line, a template, a setting. May stay empty.`} error={errorsAt(problems, `${at}.value`)} />;
  }
}
