import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { VersionEditor } from '@/components/prompts/version-editor';
import { BackLink } from '@/components/ui/back-link';
import { PageHeader } from '@/components/ui/page-header';
import { promptedTask } from '@/lib/prompts/catalogue';
import { getPrompt } from '@/lib/prompts/get-prompt';
import { PRODUCTION } from '@/lib/prompts/schema';
import { orNotFound, pageAccess } from '@/lib/server/page';
import { createVersion } from '../../actions';

export const metadata: Metadata = { title: 'New version of a prompt' };

type Props = { params: Promise<{ workspace: string; prompt: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NewVersionPage({ params, searchParams }: Props) {
  const { workspace: slug, prompt: named } = await params;
  const { scope } = await pageAccess(slug, 'prompt.write');
  const { from } = await searchParams;
  const prompt = await orNotFound(getPrompt(scope, named));
  const task = promptedTask(prompt.name);
  const base = prompt.versions.find(({ version }) => String(version) === from) ?? prompt.versions.find(({ labels }) => labels.includes(PRODUCTION));
  if (!base || !task) notFound();
  const path = `/w/${slug}/prompts/${prompt.name}`;
  return (
    <>
      <PageHeader title={`New version of “${prompt.title}”`} back={<BackLink href={path} label={prompt.title} />} line={`Begins with version ${base.version}. Versions are never changed or deleted; nothing uses the new one until it is put in production.`} />
      <VersionEditor workspace={slug} promptId={prompt.id} path={path} base={base} shipped={task.defaultPrompt.template} usualTokens={task.maxTokens} create={createVersion} />
    </>
  );
}
