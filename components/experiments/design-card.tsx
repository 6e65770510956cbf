import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import type { Experiment, Metric } from '@/lib/experiments/schema';
import { ALLOCATION_WORDS, conditionWords, countUnits, KIND_WORDS, measureWords, payloadWords, subjectWords, TYPE_WORDS, UNIT_WORDS, type PayloadLabels, type SubjectNames } from './experiment-words';

/** What was planned before anything was seen: it does not change once it runs. */
export function DesignCard({ experiment: e, names, labels, habits }: { experiment: Experiment; names: SubjectNames; labels: PayloadLabels; habits: ReadingHabits }) {
  const { plan } = e;
  const bandit = e.type === 'MULTI_ARMED_BANDIT';
  const total = e.variants.reduce((sum, { weight }) => sum + weight, 0);
  return (
    <Card title="Design" line={`Made by ${e.createdBy}. ${e.status === 'draft' || e.status === 'scheduled' ? 'It can be changed until it starts.' : 'It has not changed since the start.'}`}>
      <dl className="grid gap-x-4 gap-y-2 text-dense sm:grid-cols-[9rem_1fr]">
        {e.hypothesis && <Fact name="Hypothesis">{e.hypothesis}</Fact>}
        <Fact name="What differs">{subjectWords(e.subject, names)}</Fact>
        <Fact name="Variants">
          <ul className="flex flex-col gap-1">
            {e.variants.map((v) => (
              <li key={v.id}>
                <span className="font-medium">{v.name}</span> <span className="text-muted">({formatPercent(v.weight / total, habits, 1)}{bandit ? ' at first' : ''}; key <code className="font-mono text-xs">{v.key}</code>)</span>
                <span className="block wrap-anywhere text-muted">{[v.description, payloadWords(v.payload, labels) === v.name ? '' : payloadWords(v.payload, labels), v.levels.map((level, factor) => `${plan.factors[factor]?.name}: ${plan.factors[factor]?.levels[level]}`).join(', ')].filter(Boolean).join('. ')}</span>
              </li>
            ))}
          </ul>
        </Fact>
        <Fact name="Who">
          {whoWords({ ...e, targeting: plan.targeting }, habits)}{e.layer && !e.layer.startsWith('own:') && ` Layer “${e.layer}”${e.slice && e.slice.to - e.slice.from < 1 ? `, from ${formatPercent(e.slice.from, habits, 1)} to ${formatPercent(e.slice.to, habits, 1)} of it` : ''}.`} {UNIT_WORDS[e.unit].why}
        </Fact>
        <Fact name="Metrics">
          <ul className="flex flex-col gap-1">{plan.metrics.map((m) => <li key={m.key}><span className="font-medium">{m.name}</span> <span className="text-muted">{metricWords(m, habits)}</span></li>)}</ul>
        </Fact>
        <Fact name="Run as">{TYPE_WORDS[e.type].name}; {ALLOCATION_WORDS[e.allocation].toLowerCase()}. {bandit ? `Updated every ${formatNumber(plan.cadenceHours, habits, 2)} h; no variant below ${formatPercent(plan.floor, habits, 1)}.` : TYPE_WORDS[e.type].what}</Fact>
        <Fact name="Decided when">
          at least {countUnits(plan.minSampleSize, e.unit, habits)} a variant, {formatPercent(plan.confidence, habits, 1)} sure, {formatPercent(plan.minEffect, habits, 1)} better or more, guardrails unharmed.
          {plan.plannedUnits !== null && ` Planned for ${countUnits(plan.plannedUnits, e.unit, habits)} in all.`} {plan.autoWinner ? 'The winner is chosen without asking.' : 'A person decides.'} {plan.stopOnHarm ? 'Ends by itself when a guardrail is harmed.' : 'A harmed guardrail does not end it.'}
        </Fact>
        <Fact name="Schedule">
          {e.startedAt ? <>started <DateText iso={e.startedAt} look="minute" habits={habits} /></> : e.startAt ? <>starts <DateText iso={e.startAt} look="minute" habits={habits} /></> : 'not started'}
          {e.endedAt ? <>, ended <DateText iso={e.endedAt} look="minute" habits={habits} /></> : e.stopAt ? <>, ends <DateText iso={e.stopAt} look="minute" habits={habits} /></> : ', no end set'}
        </Fact>
      </dl>
    </Card>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="min-w-0 wrap-anywhere">{children}</dd>
  </>
);

/** "All contacts.", "30% of deals where stage is Proposal." */
export const whoWords = ({ unit, traffic, targeting }: Pick<Experiment, 'unit' | 'traffic'> & { targeting: Experiment['plan']['targeting'] }, habits: ReadingHabits): string =>
  `${traffic === 1 ? 'All' : `${formatPercent(traffic || 0, habits, 1)} of`} ${UNIT_WORDS[unit].many}${targeting.length === 0 ? '' : ` where ${targeting.map(conditionWords).join(' and ')}`}.`;

export function metricWords(m: Metric, habits: ReadingHabits): string {
  const parts = [
    m.role === 'primary' ? 'decides' : m.role === 'guardrail' ? `guardrail, may lose ${formatPercent(m.tolerance, habits, 1)}` : 'also looked at',
    `${m.better} is better`,
    m.measure ? measureWords(m.measure).what : `${KIND_WORDS[m.kind].toLowerCase()}, reported by a program as “${m.key}”`,
    m.windowDays === null ? 'whenever it comes' : `within ${formatNumber(m.windowDays, habits, 1)} days${m.delayDays > 0 ? `, from day ${formatNumber(m.delayDays, habits, 1)} on` : ''}`,
    ...(m.cap === null ? [] : [`at most ${formatNumber(m.cap, habits, 2)} a unit`]),
    ...(m.adjusted ? ['adjusted by the past'] : []),
  ];
  return `(${parts.join('; ')})`;
}
