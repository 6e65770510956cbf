import type { Metadata } from 'next';
import { DesignPage } from '@/components/experiments/form/design-page';
import { BackLink } from '@/components/ui/back-link';
import { defaultHabits } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { pageAccess } from '@/lib/server/page';
import { readPast, saveExperiment } from '../actions';
import { readChoices } from '../read-choices';

export const metadata: Metadata = { title: 'New experiment' };

export default async function NewExperimentPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace: slug } = await params;
  const { scope, member } = await pageAccess(slug, 'experiment.write');
  const path = `/w/${slug}/experiments`;
  return (
    <>
      <PageHeader title="New experiment" back={<BackLink href={path} label="All experiments" />} line="What you type is kept in this browser until it is saved. Nothing takes effect before it is started." />
      <DesignPage workspace={slug} path={path} choices={await readChoices(scope)} save={saveExperiment} readPast={readPast} habits={{ ...defaultHabits, timeZone: member.workspace.timezone }} />
    </>
  );
}
