import { Archive, FlaskConical, PencilRuler, Scale } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { RefreshWhile } from '@/components/jobs/run-controls';
import { count } from '@/components/experiments/experiment-words';
import { ExperimentsTable } from '@/components/experiments/experiments-table';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { defaultHabits, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { ListSearch } from '@/components/ui/list-search';
import { PageHeader } from '@/components/ui/page-header';
import { Tabs } from '@/components/ui/tabs';
import { listExperiments } from '@/lib/experiments/list-experiments';
import type { ExperimentStatus, ExperimentSummary } from '@/lib/experiments/schema';
import { hasModel } from '@/lib/llm/has-model';
import { pageAccess } from '@/lib/server/page';
import { allows } from '@/lib/server/permissions';
import { currentWorkspace } from '@/lib/workspaces/current-workspace';
import { readSettings } from '@/lib/workspaces/schema';
import { SUBJECT_NAMES } from './read-choices';

export const metadata: Metadata = { title: 'Experiments' };

const TABS = ['active', 'drafts', 'decided', 'archive'] as const;
type TabKey = (typeof TABS)[number];
const TAB_OF: Record<ExperimentStatus, TabKey> = { running: 'active', paused: 'active', scheduled: 'active', draft: 'drafts', stopped: 'decided', completed: 'decided' };
const STATUSES = (tab: TabKey) => (Object.keys(TAB_OF) as ExperimentStatus[]).filter((status) => TAB_OF[status] === tab);

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ExperimentsPage({ params, searchParams }: Props) {
  const { workspace: slug } = await params;
  const { scope, member } = await pageAccess(slug, 'experiment.read');
  const given = await searchParams;
  const now = new Date();
  const tab = TABS.find((one) => one === given.tab) ?? 'active';
  const q = typeof given.q === 'string' ? given.q.trim().toLowerCase() : '';
  const active = await listExperiments(scope, { archived: false, statuses: STATUSES('active') }, now);
  const listed = tab === 'active' ? active : await listExperiments(scope, tab === 'archive' ? { archived: true } : { archived: false, statuses: STATUSES(tab) }, now);
  const shown = q ? listed.filter((one) => textOf(one).includes(q)) : listed;
  const habits = { ...defaultHabits, timeZone: member.workspace.timezone };
  const path = `/w/${slug}/experiments`;
  const writes = allows(scope.role, 'experiment.write');
  const { heldOutShare } = readSettings((await currentWorkspace(scope)).settings);
  return (
    <>
      <RefreshWhile active={active.some(({ status }) => status === 'running')} every={30_000} />
      <PageHeader title="Experiments" line={headline(active, habits)} actions={writes && <LinkButton href={`${path}/new`} variant="primary">New experiment</LinkButton>} />
      <p className="mb-3 flex items-start gap-2 rounded-box border border-hairline px-3 py-2 text-dense">
        <Scale size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" />
        <span>
          {heldOutShare === 0 ? 'Advice is shown on every deal, so what advice as a whole changes is not being measured.' : `Always running: ${formatPercent(heldOutShare, habits)} of deals are compared without advice. They are in no experiment.`} <Link href={`/w/${slug}/learning`} className="link">What it says so far</Link>
        </span>
      </p>
      <div className="mb-4 flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1">
          <Tabs
            label="Experiments" current={tab}
            tabs={[{ key: 'active', label: 'Active', href: path, count: active.length }, { key: 'drafts', label: 'Drafts', href: `${path}?tab=drafts` }, { key: 'decided', label: 'Decided', href: `${path}?tab=decided` }, { key: 'archive', label: 'Archive', href: `${path}?tab=archive` }]}
          />
        </div>
        {(tab === 'archive' || tab === 'decided') && <ListSearch path={path} params={given} label="Name, hypothesis or learning" />}
      </div>
      {listed.length === 0 ? <Card><Nothing tab={tab} slug={slug} path={path} writes={writes} /></Card> : (
        <ExperimentsTable
          rows={shown} names={SUBJECT_NAMES} path={path} now={now.toISOString()} habits={habits} learned={tab === 'archive' || tab === 'decided'}
          empty={<EmptyState title="No experiment says that" action={<LinkButton href={`${path}?tab=${tab}`}>Show all</LinkButton>}>Searched: name, hypothesis and what was learned of {count(listed.length, 'experiment', habits)}.</EmptyState>}
        />
      )}
    </>
  );
}

const textOf = ({ name, hypothesis, learnings, says }: ExperimentSummary): string => [name, hypothesis, learnings, says].join('\n').toLowerCase();

function headline(active: readonly ExperimentSummary[], habits: ReadingHabits): string {
  const running = active.filter(({ status }) => status === 'running').length;
  const bad = active.filter(({ health }) => health !== 'ok').length;
  if (active.length === 0) return 'Nothing is being tried right now';
  return [running > 0 ? `${count(running, 'experiment', habits)} running` : 'None running', active.length > running && `${active.length - running} paused or scheduled`, bad > 0 ? `${bad} to look at` : 'all healthy'].filter(Boolean).join(', ');
}

function Nothing({ tab, slug, path, writes }: { tab: TabKey; slug: string; path: string; writes: boolean }) {
  if (tab === 'drafts') return <EmptyState icon={<PencilRuler />} title="No drafts" action={writes && <LinkButton href={`${path}/new`}>Design one</LinkButton>}>A design that is not started yet stands here; it can be changed until it starts.</EmptyState>;
  if (tab === 'decided') return <EmptyState icon={<FlaskConical />} title="Nothing was decided yet" action={<LinkButton href={path}>See what runs</LinkButton>}>What was stopped or decided stands here, with its figures and what was learned, until it is archived.</EmptyState>;
  if (tab === 'archive') return <EmptyState icon={<Archive />} title="The archive is empty" action={<LinkButton href={`${path}?tab=decided`}>See what was decided</LinkButton>}>What is put away is found here by its name, its hypothesis or what was learned.</EmptyState>;
  return (
    <EmptyState
      icon={<FlaskConical />} title="No experiment is running"
      action={writes && <><LinkButton href={`${path}/new`}>Try a quieter rule, another order or brief wording</LinkButton>{hasModel() && <LinkButton href={`/w/${slug}/prompts`}>Write a prompt version</LinkButton>}</>}
    >
      An experiment gives one part of your deals something else and says, with an interval, whether it helped. {writes ? 'A template has it running in a few clicks.' : 'Operators start them; you will see what they say.'}
      {!hasModel() && ' No language model has a key, so versions of a prompt would give the same advice; tests of rules and of how advice is shown take effect at once.'}
    </EmptyState>
  );
}
