import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { z } from 'zod';
import { DesignPage } from '@/components/experiments/form/design-page';
import { BackLink } from '@/components/ui/back-link';
import { defaultHabits } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { getExperiment } from '@/lib/experiments/get-experiment';
import { subjectKeyOf } from '@/lib/experiments/schema';
import { orNotFound, pageAccess } from '@/lib/server/page';
import { readPast, saveExperiment } from '../../actions';
import { readChoices } from '../../read-choices';

export const metadata: Metadata = { title: 'Change an experiment' };

export default async function EditExperimentPage({ params }: { params: Promise<{ workspace: string; experiment: string }> }) {
  const { workspace: slug, experiment: id } = await params;
  const { scope, member } = await pageAccess(slug, 'experiment.write');
  if (!z.uuid().safeParse(id).success) notFound();
  const { status, version, plan, variants, name, hypothesis, type, allocation, unit, subject, layer, traffic, startAt, stopAt } = await orNotFound(getExperiment(scope, id));
  const path = `/w/${slug}/experiments`;
  if (status !== 'draft' && status !== 'scheduled') redirect(`${path}/${id}`);
  const draft = {
    ...plan, name, hypothesis, type, allocation, unit, subject, traffic, startAt, stopAt,
    // A layer that it was given by itself goes with its subject.
    layer: layer === subjectKeyOf(subject) || layer === `own:${id}` ? '' : layer,
    variants: variants.map(({ key, name: called, description, weight, levels, payload }) => ({ key, name: called, description, weight, levels, payload })),
  };
  return (
    <>
      <PageHeader title={name} back={<BackLink href={`${path}?tab=drafts`} label="Drafts" />} line={status === 'scheduled' ? 'Scheduled. Saving a change makes it a draft again.' : 'A draft: nothing takes effect before it is started.'} />
      <DesignPage key={version} workspace={slug} path={path} choices={await readChoices(scope)} existing={{ id, version, draft }} save={saveExperiment} readPast={readPast} habits={{ ...defaultHabits, timeZone: member.workspace.timezone }} />
    </>
  );
}
