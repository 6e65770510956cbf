'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PageAction } from '@/components/settings/use-change';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import { Stat, StatList } from '@/components/ui/stat';
import type { BaseRates, BaseRatesQuery } from '@/lib/experiments/base-rates-schema';
import { planExperiment, span } from '@/lib/experiments/planner';
import { planRequest, type Simulated } from '@/lib/experiments/planner-schema';
import { count, countUnits, lookOf, UNIT_WORDS, valueWords } from '../experiment-words';
import { assumedFor, pastOf, requestOf, simulationOf, type Assumed } from './assumptions';
import type { Draft } from './draft';
import { NumberField } from './number-field';

export type ReadPast = PageAction<BaseRatesQuery, BaseRates>;

interface Props {
  workspace: string;
  draft: Draft;
  /** Puts what was planned into the design. */
  onUse: (patch: Partial<Draft>) => void;
  readPast: ReadPast;
  /** What a person assumed instead of the past. */
  typed: Partial<Assumed>;
  onType: (typed: Partial<Assumed>) => void;
  habits: ReadingHabits;
  /** In the review: what follows, without its fields. */
  brief?: boolean;
}

const TONES = { ok: 'opportunity', caution: 'caution', alert: 'risk' } as const;
const TITLES = { ok: 'There is enough traffic', caution: 'Enough to be read once, at the end', alert: 'The traffic is too small for this' } as const;

/** How long it takes and what can be found, from the workspace's own past, and the design played against what is assumed. */
export function PlannerCard({ workspace, draft, onUse, readPast, typed, onType, habits, brief = false }: Props) {
  const primary = draft.metrics.find(({ role }) => role === 'primary');
  const asked: BaseRatesQuery = { unit: draft.unit, subject: draft.subject, windowDays: 90, followDays: primary?.windowDays && primary.windowDays >= 1 && primary.windowDays <= 365 ? primary.windowDays : null };
  const past = useQuery({
    queryKey: ['experiment past', workspace, asked], staleTime: 300_000, retry: false,
    queryFn: async () => {
      const answer = await readPast(workspace, asked);
      if (!answer.ok) throw new Error(answer.error.message);
      return answer.data;
    },
  });
  if (!primary) return null;
  const rates = past.data ?? null;
  const rate = pastOf(draft, rates);
  const assumed = assumedFor(draft, rates, typed);
  const request = planRequest.safeParse(requestOf(draft, assumed));
  const planned = request.success ? planExperiment(request.data) : null;
  const many = UNIT_WORDS[draft.unit].many;
  const look = lookOf(primary);
  const share = look === 'binomial';
  const missing = rates ? (rates.rates.find(({ measure }) => measure === primary.measure)?.missing ?? null) : null;
  const need = planned?.need;
  return (
    <Card
      title="What your traffic allows"
      line={past.isPending ? 'Looking at the last 90 days …'
        : rate && rates?.traffic.perDay ? `From the last 90 days here: ${formatNumber(rates.traffic.perDay, habits, 1)} ${many} a day, ${primary.name.toLowerCase()} ${valueWords(rate.value!, look, habits)} (${valueWords(rate.low!, look, habits)} to ${valueWords(rate.high!, look, habits)}, n = ${formatNumber(rate.n, habits)}).`
        : (missing ?? rates?.traffic.missing ?? (past.isError ? 'The past could not be read. Enter what you expect.' : 'The past says nothing of this metric: enter what you expect.'))}
    >
      {!brief && (
        <div className="grid max-w-3xl gap-4 sm:grid-cols-3">
          <NumberField label={`${primary.name} today`} value={assumed.value} scale={share ? 100 : 1} onChange={(value) => onType({ ...typed, value })} hint={share ? `% of ${many}` : 'on average'} />
          {primary.kind !== 'binomial' && <NumberField label="Spread" value={assumed.sd} min={0} onChange={(sd) => onType({ ...typed, sd })} hint={`standard deviation from ${UNIT_WORDS[draft.unit].one} to ${UNIT_WORDS[draft.unit].one}`} />}
          <NumberField label={`New ${many} a day`} value={assumed.unitsPerDay} min={0} onChange={(unitsPerDay) => onType({ ...typed, unitsPerDay })} hint="that meet the conditions" />
          <NumberField label="Change worth finding" value={assumed.effect} scale={100} min={0.1} onChange={(effect) => onType({ ...typed, effect })} hint={share && assumed.value > 0 ? `% of it: from ${valueWords(assumed.value, look, habits)} to ${valueWords(assumed.value * (1 + (primary.better === 'lower' ? -1 : 1) * (assumed.effect || 0)), look, habits)}` : '% of the control’s figure'} />
        </div>
      )}
      {planned ? (
        <>
          <Notice tone={TONES[planned.level]} title={TITLES[planned.level]}>{planned.text}</Notice>
          <StatList>
            <Stat label="Needed in all" value={need ? formatNumber(need.total, habits) : '–'} unit={need ? many : undefined} sample={need ? `${formatNumber(Math.min(...need.perVariant), habits)} a variant` : 'no number is enough'} />
            <Stat label="That takes" value={need?.days == null ? '–' : span(need.days)} sample={planned.rule === 'sequence' ? 'and may be looked at any day' : 'and is read once, at the end'} />
            <Stat label={`In ${planned.inWeeks.weeks} weeks`} value={planned.inWeeks.detectable === null ? '–' : formatPercent(planned.inWeeks.detectable, habits, 1)} unit={planned.inWeeks.detectable === null ? undefined : 'change'} sample={`found with 80% chance, from ${countUnits(planned.inWeeks.units, draft.unit, habits)}`} />
            <Stat label="Chance to find yours" value={planned.inWeeks.power < 0.01 ? 'below 1%' : formatPercent(planned.inWeeks.power, habits)} sample={`in ${planned.inWeeks.weeks} weeks, if it is ${formatPercent(assumed.effect, habits, 1)}`} />
          </StatList>
          {!brief && <Actions draft={draft} assumed={assumed} planned={need?.total ?? null} onUse={onUse} habits={habits} />}
        </>
      ) : !past.isPending && (
        <p className="text-dense text-muted">{brief ? 'Nothing was assumed of the metric and the traffic (step Design), so nobody knows how long this takes.' : 'Fill in the fields, and this says how long it takes.'}</p>
      )}
    </Card>
  );
}

function Actions({ draft, assumed, planned, onUse, habits }: { draft: Draft; assumed: Assumed; planned: number | null; onUse: Props['onUse']; habits: ReadingHabits }) {
  const [played, setPlayed] = useState<{ of: string; result: Simulated } | null>(null);
  const [playing, setPlaying] = useState(false);
  const request = simulationOf(draft, assumed, planned);
  const mark = JSON.stringify(request);
  const play = async () => {
    if (!request || playing) return;
    setPlaying(true);
    // Drawn first, so that the button says what is happening.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const [{ simulateDesign }, { simulationRequest }, { createRng }] = await Promise.all([import('@/lib/experiments/simulate-design'), import('@/lib/experiments/planner-schema'), import('@/lib/stats/rng')]);
    const parsed = simulationRequest.safeParse(request);
    if (parsed.success) setPlayed({ of: mark, result: simulateDesign(parsed.data, createRng(mark)) });
    setPlaying(false);
  };
  const result = played?.of === mark ? played.result : null;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        {planned !== null && planned !== draft.plannedUnits && <Button onClick={() => onUse({ plannedUnits: planned })}>Plan for {countUnits(planned, draft.unit, habits)}</Button>}
        {request && <Button aria-disabled={playing} onClick={() => void play()}>{playing ? 'Playing it …' : `Play it ${formatNumber(request.runs ?? 0, habits)} times`}</Button>}
      </div>
      <div aria-live="polite">
        {result && (
          <>
            <p className="text-dense">{result.text}</p>
            <StatList>
              <Stat label="Right variant named" value={formatPercent(result.best, habits)} sample={`of ${count(result.runs, 'run', habits)}`} />
              <Stat label="Wrong decision" value={formatPercent(result.wrong, habits)} sample="if the assumption is right" />
              <Stat label="No decision" value={formatPercent(result.undecided, habits)} sample="until the planned end" />
              <Stat label="Ended early" value={formatPercent(result.stoppedEarly, habits)} sample={`on average after ${formatNumber(result.meanUnits, habits)} of ${formatNumber(result.plannedUnits, habits)} ${UNIT_WORDS[draft.unit].many}`} />
            </StatList>
          </>
        )}
      </div>
    </div>
  );
}
