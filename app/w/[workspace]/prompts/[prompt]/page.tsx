import type { Metadata } from 'next';
import Form from 'next/form';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { AskImprovement } from '@/components/prompts/ask-improvement';
import { DiffView } from '@/components/prompts/diff-view';
import { Improvements } from '@/components/prompts/improvements';
import { RollBack } from '@/components/prompts/move-label';
import { MoveHistory } from '@/components/prompts/move-history';
import { NoModel } from '@/components/prompts/no-model';
import { PastDeals } from '@/components/prompts/past-deals';
import { standsWords } from '@/components/prompts/prompt-words';
import { VersionCard } from '@/components/prompts/version-card';
import { VersionsTable } from '@/components/prompts/versions-table';
import { BackLink } from '@/components/ui/back-link';
import { Button, LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { defaultHabits } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { Select } from '@/components/ui/select';
import { Tabs } from '@/components/ui/tabs';
import { listImprovements } from '@/lib/improver/list-improvements';
import { hasModel } from '@/lib/llm/has-model';
import { compareVersions } from '@/lib/prompts/compare-versions';
import { getPrompt } from '@/lib/prompts/get-prompt';
import { PRODUCTION, type PromptVersionView } from '@/lib/prompts/schema';
import { getReplay, listReplays } from '@/lib/replays/get-replay';
import { orNotFound, pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { cancelReplay, lookForImprovements, moveLabel, tryOnPastDeals } from '../actions';

type Props = { params: Promise<{ workspace: string; prompt: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Once a request: the page and its title need the same. */
const load = cache(async (workspace: string, prompt: string) => {
  const { scope, member } = await pageAccess(workspace, 'prompt.read');
  return { scope, member, prompt: await orNotFound(getPrompt(scope, prompt)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, prompt } = await params;
  return { title: (await load(workspace, prompt)).prompt.title };
}

const TABS = ['versions', 'compare', 'past-deals', 'improvements', 'history'] as const;
const LABELS: Record<(typeof TABS)[number], string> = { versions: 'Versions', compare: 'Compare', 'past-deals': 'Past deals', improvements: 'Improvements', history: 'History' };
/** Only for answers that are held to account. */
const NEED_OUTCOMES: readonly string[] = ['past-deals', 'improvements'];
const id = z.uuid();

export default async function PromptPage({ params, searchParams }: Props) {
  const { workspace: slug, prompt: named } = await params;
  const { scope, member, prompt } = await load(slug, named);
  const given = await searchParams;
  const shown = TABS.filter((one) => prompt.replayable || !NEED_OUTCOMES.includes(one));
  const tab = shown.find((one) => one === given.tab) ?? 'versions';
  const path = `/w/${slug}/prompts/${prompt.name}`;
  const writes = allows(scope.role, 'prompt.write');
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };

  const { versions, history } = prompt;
  const production = versions.find(({ labels }) => labels.includes(PRODUCTION));
  if (!production) notFound();
  const versionAt = (value: unknown, otherwise: PromptVersionView) => versions.find(({ version }) => String(version) === value) ?? otherwise;
  const selected = versionAt(given.version, production);
  const [a, b] = [versionAt(given.a, production), versionAt(given.b, versions[0] ?? production)];
  const before = versions.find(({ version }) => version === history.find(({ label, to }) => label === PRODUCTION && to === production.version)?.from);
  const canAsk = hasModel();
  const replays = tab === 'past-deals' ? await listReplays(scope, prompt) : [];
  const replayId = id.safeParse(given.replay).data ?? replays[0]?.id;
  const replay = tab === 'past-deals' && replayId !== undefined ? await orNotFound(getReplay(scope, replayId)) : null;
  const improving = tab === 'improvements' ? await listImprovements(scope, prompt) : null;
  const looking = improving?.looks.some(({ status }) => status === 'queued' || status === 'running') ?? false;
  const choices = versions.map(({ version, labels }) => ({ value: String(version), label: `Version ${version}${labels.length > 0 ? `, ${labels.join(', ')}` : ''}` }));

  return (
    <>
      <PageHeader
        title={prompt.title} back={<BackLink href={`/w/${slug}/prompts`} label="All prompts" />} line={prompt.replayable ? standsWords(production.version, production.metrics) : `Version ${production.version} is in production`}
        actions={writes && (
          <>
            {before && <RollBack workspace={slug} promptId={prompt.id} from={production} to={before} move={moveLabel} />}
            <LinkButton variant="primary" href={`${path}/new?from=${selected.version}`}>New version</LinkButton>
          </>
        )}
      />
      <div className="flex flex-col gap-4">
        {!canAsk && <NoModel workspace={slug} />}
        <Tabs
          label={prompt.title} current={tab}
          tabs={shown.map((key) => ({ key, label: LABELS[key], href: key === 'versions' ? path : `${path}?tab=${key}`, ...(key === 'versions' ? { count: versions.length } : {}) }))}
        />
        {tab === 'versions' && (
          <>
            <VersionsTable path={path} versions={versions} selected={selected.id} judged={prompt.replayable} learning={`/w/${slug}/learning`} habits={habits} />
            <VersionCard
              workspace={slug} promptId={prompt.id} path={path} version={selected} production={production} versions={versions} habits={habits} move={writes ? moveLabel : null} canTry={prompt.replayable}
              diff={<DiffView parts={compareVersions(production, selected)} />}
            />
          </>
        )}
        {tab === 'compare' && (
          <Card title={a.version === b.version ? 'Compare two versions' : `From version ${a.version} to version ${b.version}`}>
            <Form action={path} scroll={false} className="mb-2 flex flex-wrap items-end gap-3">
              <input type="hidden" name="tab" value="compare" />
              <Select key={`a${a.version}`} label="From" name="a" defaultValue={String(a.version)} options={choices} className="w-56" />
              <Select key={`b${b.version}`} label="To" name="b" defaultValue={String(b.version)} options={choices} className="w-56" />
              <Button type="submit">Compare</Button>
            </Form>
            <DiffView parts={compareVersions(a, b)} />
          </Card>
        )}
        {tab === 'past-deals' && (
          <PastDeals
            workspace={slug} path={path} versions={versions} production={production} chosen={given.version === undefined ? null : selected.id === production.id ? null : selected} canAsk={canAsk}
            replays={replays} open={replay} habits={habits} start={writes ? tryOnPastDeals : null} cancel={writes ? cancelReplay : null}
          />
        )}
        {improving && (
          <Improvements
            workspace={slug} path={path} looks={improving.looks} evidence={improving.evidence} canAsk={canAsk} habits={habits}
            ask={writes && <AskImprovement workspace={slug} promptId={prompt.id} looking={looking} ask={lookForImprovements} />}
          />
        )}
        {tab === 'history' && <MoveHistory moves={history} habits={habits} />}
      </div>
    </>
  );
}
