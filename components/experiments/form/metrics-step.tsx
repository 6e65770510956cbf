'use client';

import { Plus, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Checkbox } from '@/components/ui/checkbox';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { MEASURES, metricKind, type Measure, type Metric } from '@/lib/experiments/schema';
import { KIND_WORDS, measureWords, UNIT_WORDS } from '../experiment-words';
import { keyFrom, measuredMetric, reportedMetric } from './draft';
import { errorsAt } from './draft-problems';
import { NumberField } from './number-field';
import type { StepProps } from './step-props';

const ROLES = {
  primary: { title: 'Decides', line: 'One metric, chosen beforehand: whoever may choose afterwards always finds one that agrees.' },
  secondary: { title: 'Also looked at', line: 'Says more about what happened; decides nothing.' },
  guardrail: { title: 'Must not get worse', line: 'Guardrails: a winner that harms one of them is none.' },
} as const;

/** What it is judged by. */
export function MetricsStep({ draft, change, choices, problems }: StepProps) {
  const { metrics } = draft;
  const set = (index: number, patch: Partial<Metric>) => change({ metrics: metrics.map((one, i) => (i === index ? { ...one, ...patch } : one)) });
  const attributes = choices.attributes.filter(({ units, kind }) => units.includes(draft.unit) && kind !== 'number');
  const counted = draft.subject.kind !== 'external' || draft.unit === 'deal' || draft.unit === 'account' || draft.unit === 'user';
  const add = (role: Metric['role']) => {
    const free = counted ? MEASURES.find((measure) => metrics.every((one) => one.measure !== measure)) : undefined;
    const key = keyFrom('metric', metrics.map((one) => one.key));
    change({ metrics: [...metrics, free ? measuredMetric(free, role) : reportedMetric(role, key, '')] });
  };
  return (
    <>
      {errorsAt(problems, 'metrics').map((message) => <Notice key={message} tone="caution" title={message} />)}
      {(['primary', 'secondary', 'guardrail'] as const).map((role) => (
        <Card key={role} title={ROLES[role].title} line={ROLES[role].line} className="gap-4">
          {metrics.some((one) => one.role === role) && (
            <ul className="divide-y divide-hairline">
              {metrics.map((metric, index) => metric.role === role && (
                <li key={index} className="py-4 first:pt-0 last:pb-0">
                  <MetricFields draft={draft} metric={metric} index={index} counted={counted} problems={problems} onChange={(patch) => set(index, patch)} onRemove={role === 'primary' ? null : () => change({ metrics: metrics.filter((_one, i) => i !== index) })} />
                </li>
              ))}
            </ul>
          )}
          {metrics.length < 10 && (role !== 'primary' || !metrics.some((one) => one.role === 'primary')) && (
            <div>
              <Button onClick={() => add(role)}>
                <Plus aria-hidden />
                {role === 'guardrail' ? 'Add a guardrail' : 'Add a metric'}
              </Button>
            </div>
          )}
        </Card>
      ))}
      <Card title="Break results down" line="Shown beside the result, corrected for looking at many groups; decides nothing.">
        {draft.subject.kind === 'external'
          ? <TextInput label="By attribute" className="max-w-md" optional maxLength={40} spellCheck={false} value={draft.segmentBy ?? ''} onChange={(event) => change({ segmentBy: event.currentTarget.value || null })} error={errorsAt(problems, 'segmentBy')} hint="As your program names it when it asks for a variant." />
          : <Select label="By" className="max-w-md" value={draft.segmentBy ?? ''} onChange={(event) => change({ segmentBy: event.currentTarget.value || null })} error={errorsAt(problems, 'segmentBy')} options={[{ value: '', label: 'Not broken down' }, ...attributes.map(({ attribute, label }) => ({ value: attribute, label }))]} />}
      </Card>
    </>
  );
}

interface FieldsProps {
  draft: StepProps['draft'];
  metric: Metric;
  index: number;
  /** The product counts its own measures of these units. */
  counted: boolean;
  problems: StepProps['problems'];
  onChange: (patch: Partial<Metric>) => void;
  onRemove: (() => void) | null;
}

const REPORTED = '';

function MetricFields({ draft, metric, index, counted, problems, onChange, onRemove }: FieldsProps) {
  const at = `metrics.${index}`;
  const errors = (field: string) => errorsAt(problems, `${at}.${field}`);
  const one = UNIT_WORDS[draft.unit].one;
  const external = draft.subject.kind === 'external';
  const choose = (value: string) => {
    const taken = draft.metrics.filter((_one, i) => i !== index).map(({ key }) => key);
    const next = value === REPORTED ? reportedMetric(metric.role, keyFrom('metric', taken), '') : measuredMetric(value as Measure, metric.role);
    onChange({ ...next, key: taken.includes(next.key) ? keyFrom(next.key, taken) : next.key });
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-start gap-2">
        <div className="grid min-w-0 flex-1 gap-3 sm:grid-cols-2">
          {counted && <Select label="Metric" value={metric.measure ?? REPORTED} onChange={(event) => choose(event.currentTarget.value)} error={errors('measure')} options={[...MEASURES.map((measure) => ({ value: measure as string, label: measureWords(measure).name })), { value: REPORTED, label: 'Reported by a program' }]} hint={metric.measure ? `Of each ${one}: ${measureWords(metric.measure).what}. Counted by the product.` : 'Your program reports it, by REST.'} />}
          {metric.measure !== null && measureWords(metric.measure).kinds.length > 1 && <Select label="Counted as" value={metric.kind} onChange={(event) => onChange({ kind: event.currentTarget.value as Metric['kind'] })} options={measureWords(metric.measure).kinds.map((kind) => ({ value: kind, label: KIND_WORDS[kind] }))} error={errors('kind')} />}
          {metric.measure === null && (
            <>
              <TextInput label="Name" maxLength={80} value={metric.name} onChange={(event) => onChange({ name: event.currentTarget.value })} error={errors('name')} hint={`What happened to the ${one}: “Replied”.`} />
              <TextInput label="Key" maxLength={40} spellCheck={false} value={metric.key} onChange={(event) => onChange({ key: event.currentTarget.value })} error={errors('key')} hint="What your program calls it." />
              <Select label="Kind" value={metric.kind} onChange={(event) => onChange({ kind: event.currentTarget.value as Metric['kind'] })} options={metricKind.options.map((kind) => ({ value: kind, label: KIND_WORDS[kind] }))} />
            </>
          )}
          <NumberField label="Counts for" optional value={metric.windowDays} min={0} max={365} onChange={(days) => onChange({ windowDays: Number.isNaN(days) ? null : days })} error={errors('windowDays')} hint={`days after the ${one} came in; empty: whenever it comes`} />
          {metric.role === 'guardrail' && <NumberField label="May get worse by" value={metric.tolerance} scale={100} min={0} max={100} onChange={(tolerance) => onChange({ tolerance })} error={errors('tolerance')} hint="% of the control’s figure" />}
        </div>
        {onRemove && (
          <Button variant="ghost" iconOnly aria-label={`Remove ${metric.name || 'metric'}`} onClick={onRemove}>
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      <details className="text-dense">
        <summary className="cursor-pointer text-xs text-muted">Advanced: direction, delay, cap, adjustment</summary>
        <div className="mt-3 grid gap-3 sm:grid-cols-2">
          <Select label="Better is" value={metric.better} onChange={(event) => onChange({ better: event.currentTarget.value as Metric['better'] })} options={[{ value: 'higher', label: 'Higher' }, { value: 'lower', label: 'Lower' }]} />
          <NumberField label="Counts from day" value={metric.delayDays} min={0} max={365} onChange={(delayDays) => onChange({ delayDays })} error={errors('delayDays')} hint="0: at once" />
          {metric.kind !== 'binomial' && <NumberField label={`Cap for one ${one}`} optional value={metric.cap} min={0} onChange={(cap) => onChange({ cap: Number.isNaN(cap) ? null : cap })} error={errors('cap')} hint="No more than this counts, so that one outlier does not decide." />}
          {external && metric.kind !== 'ratio' && <Checkbox className="self-center" label="Adjusted by the past" hint={`Where your program gives the same number of each ${one} from before, differences between ${UNIT_WORDS[draft.unit].many} are taken out and fewer are needed.`} checked={metric.adjusted} onChange={(event) => onChange({ adjusted: event.currentTarget.checked })} />}
        </div>
      </details>
    </div>
  );
}
