import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache, type ReactNode } from 'react';
import { CompareForm, ComparisonCards } from '@/components/models/compare-versions';
import { DriftCards } from '@/components/models/drift-cards';
import { MovesCard, TrainingsCard } from '@/components/models/history-cards';
import { standingWords } from '@/components/models/model-words';
import { EndTrial, PutInUse, RollBack } from '@/components/models/move-alias';
import { Overview } from '@/components/models/overview';
import { CheckNow } from '@/components/models/check-now';
import { readChecks } from '@/components/models/chart-models';
import { earlierChampions, judgedWords } from '@/components/models/roll-back-words';
import { ScheduleCard } from '@/components/models/schedule-card';
import { TrainingProgress } from '@/components/models/training-progress';
import { VersionsTable } from '@/components/models/versions-table';
import { BackLink } from '@/components/ui/back-link';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { defaultHabits } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { Tabs } from '@/components/ui/tabs';
import { countOpenDeals } from '@/lib/deals/count-open-deals';
import { compareVersions } from '@/lib/models/life/compare-versions';
import { getModel } from '@/lib/models/life/get-model';
import { modelName } from '@/lib/models/life/schema';
import { readTrial } from '@/lib/models/life/trial-standing';
import { orNotFound, pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { cancelTraining, checkModels, moveAlias, rollBack, saveSchedule } from '../actions';

type Props = { params: Promise<{ workspace: string; model: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Once a request: the page and its title need the same. */
const load = cache(async (workspace: string, named: string) => {
  const { scope, member } = await pageAccess(workspace, 'model.read');
  const model = modelName.safeParse(named);
  if (!model.success) notFound();
  return { scope, member, detail: await orNotFound(getModel(scope, model.data)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, model } = await params;
  return { title: (await load(workspace, model)).detail.label };
}

const LABELS = { overview: 'Overview', versions: 'Versions', compare: 'Compare', drift: 'Drift', history: 'History', schedule: 'Schedule' } as const;
const TABS = Object.keys(LABELS) as (keyof typeof LABELS)[];

export default async function ModelPage({ params, searchParams }: Props) {
  const { workspace: slug, model: named } = await params;
  const { scope, member, detail } = await load(slug, named);
  const given = await searchParams;
  const { model, champion, challenger, shadow, versions, moves, trainings, openTraining, samples } = detail;
  const tab = TABS.find((one) => one === given.tab) ?? 'overview';
  const path = `/w/${slug}/models/${model}`;
  const writes = allows(scope.role, 'model.write');
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const judged = judgedWords(model, writes && detail.subject === 'deal' ? await countOpenDeals(scope) : null, habits);
  const earlier = champion ? earlierChampions(moves, champion.version, habits) : [];

  const versionAt = (value: unknown) => versions.find(({ version }) => version === value);
  // What is looked at first: the version on its way into use, or the newest, beside the one in use.
  const a = versionAt(given.a) ?? challenger ?? shadow ?? versions.find(({ version }) => version !== champion?.version) ?? versions[0];
  const b = versionAt(given.b) ?? (champion?.version === a?.version ? versions.find(({ version }) => version !== a?.version) : champion) ?? versions.find(({ version }) => version !== a?.version);
  const compared = tab === 'compare' && a && b && a.version !== b.version ? await orNotFound(compareVersions(scope, model, a.version, b.version)) : null;
  const putInUse = (version: string, onTrial: boolean): ReactNode => writes && champion && version !== champion.version && (
    <PutInUse workspace={slug} model={model} version={version} champion={champion.version} onTrial={onTrial} judged={judged} move={moveAlias} />
  );
  const aliased = (version: string) => challenger?.version === version || shadow?.version === version;

  return (
    <>
      <PageHeader
        title={detail.label} back={<BackLink href={`/w/${slug}/models`} label="All models" />}
        line={champion ? `${standingWords(champion, model, habits)}.` : `Will say ${detail.predicts}.`}
        actions={writes && (
          <>
            {champion && earlier.length > 0 && <RollBack workspace={slug} model={model} current={champion.version} earlier={earlier} judged={judged} trials={[challenger, shadow].flatMap((one) => one?.version ?? [])} rollBack={rollBack} />}
            {samples.trainable && !openTraining && <CheckNow variant="primary" workspace={slug} models={[model]} check={checkModels} />}
          </>
        )}
      />
      <div className="flex flex-col gap-4">
        {openTraining && <TrainingProgress workspace={slug} training={openTraining} cancel={writes ? cancelTraining : null} habits={habits} />}
        <Tabs
          label={detail.label} current={tab}
          tabs={TABS.map((key) => ({ key, label: LABELS[key], href: key === 'overview' ? path : `${path}?tab=${key}`, ...(key === 'versions' ? { count: versions.length } : {}) }))}
        />
        {tab === 'overview' && (
          <Overview
            detail={detail} standing={await readTrial(scope, model)} path={path} habits={habits}
            trialActions={(version, alias) => writes && (
              <>
                <EndTrial workspace={slug} model={model} version={version} alias={alias} judged={judged} move={moveAlias} />
                {putInUse(version, true)}
              </>
            )}
          />
        )}
        {tab === 'versions' && <VersionsTable model={model} path={path} versions={versions} habits={habits} />}
        {tab === 'compare' && (
          a && b ? (
            <>
              <CompareForm path={path} versions={versions} a={a.version} b={b.version} habits={habits} />
              {compared ? <ComparisonCards model={model} compared={compared} actions={b.version === champion?.version && putInUse(a.version, aliased(a.version))} habits={habits} />
                : <Card flush><EmptyState title="That is the same version twice">Choose another one to set it beside.</EmptyState></Card>}
            </>
          ) : <Card flush><EmptyState title="There are not two versions yet">Each training makes one. Before a new version is used, this page shows what it would have said on records held out, beside the one in use.</EmptyState></Card>
        )}
        {tab === 'drift' && <DriftCards checks={readChecks(detail.drift)} model={model} habits={habits} />}
        {tab === 'history' && (
          <>
            <MovesCard moves={moves} habits={habits} />
            <TrainingsCard trainings={trainings} habits={habits} />
          </>
        )}
        {tab === 'schedule' && <ScheduleCard workspace={slug} detail={detail} save={writes ? saveSchedule : null} habits={habits} />}
      </div>
    </>
  );
}
