import type { ReactNode } from 'react';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import { EmptyState } from '@/components/ui/empty-state';
import { formatNumber, type ReadingHabits } from '@/components/ui/format';
import type { ModelDetail } from '@/lib/models/life/schema';
import type { TrialStanding } from '@/lib/models/life/trial-standing';
import { DriftBadge } from './badges';
import { readChecks } from './chart-models';
import { FiguresCard } from './figures-card';
import { RECOMMENDATION_WORDS } from './model-words';
import { TrialCard } from './trial-card';
import { ImportanceCard, VersionCharts } from './version-charts';

/** What is true of a model now: a version on trial, how good the one in use is, whether it drifts, and what it rests on. */
export function Overview({ detail, standing, path, trialActions, habits }: { detail: ModelDetail; /** Of what is on trial. */ standing: TrialStanding | null; path: string; trialActions: (version: string, alias: 'shadow' | 'challenger') => ReactNode; habits: ReadingHabits }) {
  const { model, champion, challenger, shadow, samples, learnsFrom, schedule, predicts } = detail;
  const since = champion?.aliases.find(({ alias }) => alias === 'champion')?.since;
  const latest = readChecks(detail.drift).at(-1);
  const start = START[detail.subject];
  if (!champion) {
    return (
      <Card flush>
        <EmptyState title={samples.trainable ? 'Not trained yet' : 'It cannot be trained yet'} action={start && !samples.trainable && <LinkButton href={path.replace(/\/models\/.*$/, start.path)}>{start.label}</LinkButton>}>
          {samples.why ?? `There are ${formatNumber(samples.now, habits)} ${learnsFrom} to learn from: it is trained at the next check.`} Once it is, this page says {predicts.replace(/^how /, 'how well it knows how ')}: its error with an interval, whether its probabilities mean what they say, what it looks at, and how it drifts. Until then nothing is predicted in its place.
        </EmptyState>
      </Card>
    );
  }
  return (
    <>
      {challenger && <TrialCard model={model} version={challenger} alias="challenger" standing={standing?.version === challenger.version ? standing : null} champion={champion} path={path} actions={trialActions(challenger.version, 'challenger')} habits={habits} />}
      {shadow && <TrialCard model={model} version={shadow} alias="shadow" standing={standing?.version === shadow.version ? standing : null} champion={champion} path={path} actions={trialActions(shadow.version, 'shadow')} habits={habits} />}
      <FiguresCard model={model} version={champion} title="In use" line={<><code className="font-mono text-xs">{champion.version}</code>{since && <>, since <DateText iso={since} look="minute" habits={habits} /></>}</>} habits={habits} />
      <Card title="Drift" line={latest ? <>Latest check <DateText iso={latest.at} look="minute" habits={habits} />{schedule.enabled && <>; next <DateText iso={schedule.nextCheckAt} look="minute" habits={habits} /></>}.</> : schedule.enabled ? <>Not checked yet; first check <DateText iso={schedule.nextCheckAt} look="minute" habits={habits} />.</> : 'Not checked yet; it is checked only when somebody asks for it.'} actions={latest && <LinkButton size="sm" variant="ghost" href={`${path}?tab=drift`}>What was compared</LinkButton>}>
        {latest && (
          <div className="flex flex-wrap items-start gap-x-2 gap-y-1 text-dense">
            <DriftBadge status={latest.report.drift_status} />
            <p className="min-w-0 flex-1 basis-64">{latest.report.sentence} <span className="text-muted">{RECOMMENDATION_WORDS[latest.report.recommendation]}</span></p>
          </div>
        )}
        <p className="text-dense text-muted">{formatNumber(samples.fresh, habits)} new {learnsFrom} since it learned; it is trained anew after {formatNumber(schedule.minNewSamples, habits)}{schedule.enabled ? '' : ' only when somebody asks for it'}.</p>
      </Card>
      <VersionCharts model={model} version={champion} habits={habits} />
      <ImportanceCard model={model} version={champion} />
    </>
  );
}

/** Where what a model learns from comes from. */
const START: Partial<Record<ModelDetail['subject'], { path: string; label: string }>> = {
  deal: { path: '/import', label: 'Import deals' }, lead: { path: '/import', label: 'Import leads' }, text: { path: '/training', label: 'Training data' },
};
