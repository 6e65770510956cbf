'use client';

import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import { Checkbox } from '@/components/ui/checkbox';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import type { Allocation, ExperimentType } from '@/lib/experiments/schema';
import { ALLOCATION_WORDS, TYPE_WORDS, UNIT_WORDS } from '../experiment-words';
import { ChoiceCards } from './choice-cards';
import { withType } from './draft';
import { errorsAt } from './draft-problems';
import { NumberField } from './number-field';
import type { StepProps } from './step-props';

const ALLOCATIONS: Record<ExperimentType, readonly Allocation[]> = { SEQUENTIAL: ['EQUAL', 'WEIGHTED'], AB_TEST: ['EQUAL', 'WEIGHTED'], MULTIVARIATE: ['EQUAL', 'WEIGHTED'], MULTI_ARMED_BANDIT: ['THOMPSON', 'UCB'] };

/** How it is run, how long it takes, and when it is decided. `planner` says what the traffic here allows. */
export function DesignStep({ draft, change, replace, problems, planner }: StepProps & { planner: ReactNode }) {
  const several = draft.type === 'MULTIVARIATE';
  const bandit = draft.type === 'MULTI_ARMED_BANDIT';
  const many = UNIT_WORDS[draft.unit].many;
  const types: readonly ExperimentType[] = several ? ['MULTIVARIATE'] : ['SEQUENTIAL', 'AB_TEST', 'MULTI_ARMED_BANDIT'];
  return (
    <>
      {planner}
      <Card title="How it is run" className="gap-4">
        <ChoiceCards label="How it is run" hideLabel columns={3} value={draft.type} onChange={(type) => replace(withType(draft, type))} options={types.map((value) => ({ value, title: TYPE_WORDS[value].name, what: TYPE_WORDS[value].what }))} />
        <Select label="Traffic" className="max-w-md" value={draft.allocation} onChange={(event) => change({ allocation: event.currentTarget.value as Allocation })} options={ALLOCATIONS[draft.type].map((value) => ({ value, label: ALLOCATION_WORDS[value] }))} error={errorsAt(problems, 'allocation')} hint={bandit ? 'Thompson suits rates and late outcomes; upper bounds suit quick ones.' : 'Equal shares find a difference with the fewest units.'} />
        {draft.allocation === 'WEIGHTED' && (
          <div role="group" aria-label="Shares" className="flex flex-wrap gap-3">
            {draft.variants.map((variant, index) => (
              <NumberField key={index} className="w-40" label={variant.name || `Variant ${index + 1}`} value={variant.weight} min={0} max={1000} onChange={(weight) => change({ variants: draft.variants.map((one, i) => (i === index ? { ...one, weight } : one)) })} hint={shareOf(draft.variants, index)} error={errorsAt(problems, `variants.${index}.weight`)} />
            ))}
          </div>
        )}
      </Card>
      <Card title="When it is decided" line="All of it has to hold." className="gap-4">
        <div className="grid max-w-3xl gap-4 sm:grid-cols-3">
          <NumberField label={`${capital(many)} a variant, at least`} value={draft.minSampleSize} min={2} onChange={(minSampleSize) => change({ minSampleSize })} error={errorsAt(problems, 'minSampleSize')} hint="Below it nothing is said to have won." />
          <NumberField label="How sure" value={draft.confidence} scale={100} min={80} max={99.9} onChange={(confidence) => change({ confidence })} error={errorsAt(problems, 'confidence')} hint="%. 95 is usual: one in twenty tests without a difference seems to have one." />
          <NumberField label="Smallest gain that counts" value={draft.minEffect} scale={100} min={0} onChange={(minEffect) => change({ minEffect })} error={errorsAt(problems, 'minEffect')} hint="% of the control’s figure. Less is not worth the change." />
        </div>
        <NumberField label={`${capital(many)} in all`} className="max-w-60" optional value={draft.plannedUnits} min={2} onChange={(units) => change({ plannedUnits: Number.isNaN(units) ? null : units })} error={errorsAt(problems, 'plannedUnits')} hint="For how many it is planned. The interval is tightest there." />
        <Checkbox label="Stop by itself when a guardrail is harmed" hint="Rests on an interval that may be looked at any time." checked={draft.stopOnHarm} onChange={(event) => change({ stopOnHarm: event.currentTarget.checked })} />
        <Checkbox label="Choose the winner by itself" hint="Only when everything above is met. Otherwise a recommendation, and a person decides." checked={draft.autoWinner} onChange={(event) => change({ autoWinner: event.currentTarget.checked })} />
      </Card>
      {bandit && (
        <Card title="Bandit" className="gap-4">
          {errorsAt(problems, 'floor').map((message) => <Notice key={message} tone="caution" title={message} />)}
          <div className="grid max-w-3xl gap-4 sm:grid-cols-3">
            <NumberField label="Least share of a variant" value={draft.floor} scale={100} min={0} max={50} onChange={(floor) => change({ floor })} hint="%. Keeps looking at what seems worse." />
            <NumberField label="Moves traffic every" value={draft.cadenceHours} min={0.25} max={168} onChange={(cadenceHours) => change({ cadenceHours })} error={errorsAt(problems, 'cadenceHours')} hint="hours, and when outcomes come in" />
            {draft.allocation === 'UCB' && <Select label="Bound" value={draft.bound} onChange={(event) => change({ bound: event.currentTarget.value as typeof draft.bound })} options={[{ value: 'UCB1', label: 'UCB1' }, { value: 'UCB_V', label: 'UCB-V, for uneven spread' }]} />}
          </div>
        </Card>
      )}
      <details className="rounded-card border border-hairline bg-surface p-4">
        <summary className="cursor-pointer text-dense font-medium">Advanced: what is assumed of rates before</summary>
        <div className="mt-3 grid max-w-md grid-cols-2 gap-3">
          <NumberField label="Successes" value={draft.prior.alpha} min={0} onChange={(alpha) => change({ prior: { ...draft.prior, alpha } })} error={errorsAt(problems, 'prior.alpha')} hint="1 and 1: nothing is assumed" />
          <NumberField label="Failures" value={draft.prior.beta} min={0} onChange={(beta) => change({ prior: { ...draft.prior, beta } })} error={errorsAt(problems, 'prior.beta')} />
        </div>
      </details>
    </>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function shareOf(variants: readonly { weight: number }[], index: number): string {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  const share = variants[index]!.weight / total;
  return Number.isFinite(share) ? `${Math.round(share * 1000) / 10}%` : '';
}
