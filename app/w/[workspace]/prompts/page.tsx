import type { Metadata } from 'next';
import { NoModel } from '@/components/prompts/no-model';
import { accuracyWords, costWords, helpfulWords, latencyWords, type RateWords } from '@/components/prompts/prompt-words';
import { DataTable, type Column } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { hasModel } from '@/lib/llm/has-model';
import { listPrompts } from '@/lib/prompts/list-prompts';
import type { PromptSummary } from '@/lib/prompts/schema';
import { pageAccess } from '@/lib/server/page';

export const metadata: Metadata = { title: 'Prompts' };

const Rate = ({ value, fine }: RateWords) => (
  <>
    {value} <span className="block text-xs text-muted">{fine}</span>
  </>
);

/** What it writes is neither resolved nor answered. */
const NOT_JUDGED: RateWords = { value: '–', fine: 'not judged' };

export default async function PromptsPage({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace: slug } = await params;
  const { scope } = await pageAccess(slug, 'prompt.read');
  const prompts = await listPrompts(scope);
  const columns: Column<PromptSummary>[] = [
    { key: 'title', header: 'Prompt', cell: ({ title }) => title, under: ({ what }) => <span className="block text-xs font-normal whitespace-normal text-muted">{what}</span> },
    { key: 'production', header: 'In production', align: 'end', cell: ({ production }) => `version ${production}`, card: '' },
    { key: 'latest', header: 'Newest', align: 'end', cell: ({ latest, versions }) => (versions === 1 ? 'the same' : `version ${latest}`), from: 'sm' },
    { key: 'accuracy', header: 'Right', align: 'end', from: 'sm', cell: ({ metrics, replayable }) => <Rate {...(replayable ? accuracyWords(metrics) : NOT_JUDGED)} />, explanation: 'Insights of the version in production that were resolved right, with 95% interval' },
    { key: 'helpful', header: 'Helpful', align: 'end', from: 'md', cell: ({ metrics, replayable }) => <Rate {...(replayable ? helpfulWords(metrics) : NOT_JUDGED)} />, explanation: 'Answers that found its insights helpful, with 95% interval' },
    { key: 'cost', header: 'Cost an answer', align: 'end', from: 'lg', cell: ({ metrics }) => costWords(metrics) },
    { key: 'latency', header: 'Time, median', align: 'end', from: 'lg', cell: ({ metrics }) => latencyWords(metrics) },
  ];
  const changed = prompts.filter(({ production, versions }) => versions > 1 || production > 1).length;
  return (
    <>
      <PageHeader title="Prompts" line={changed === 0 ? `${prompts.length} language tasks, each with the prompt that it was shipped with` : `${prompts.length} language tasks, ${changed} with versions of your own`} />
      <div className="flex flex-col gap-4">
        {!hasModel() && <NoModel workspace={slug} />}
        <DataTable
          caption="Prompts" columns={columns} rows={prompts} rowKey={({ id }) => id} rowHref={({ name }) => `/w/${slug}/prompts/${name}`}
          empty={<EmptyState title="No prompts">Each language task has one.</EmptyState>}
        />
      </div>
    </>
  );
}
