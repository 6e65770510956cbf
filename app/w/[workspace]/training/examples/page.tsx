import type { Metadata } from 'next';
import Link from 'next/link';
import { z } from 'zod';
import { ExamplePanel } from '@/components/training/example-panel';
import { ExamplesTable } from '@/components/training/examples-table';
import { LABELS, TYPES } from '@/components/training/label-badge';
import { TrainingTabs } from '@/components/training/training-tabs';
import { cx } from '@/components/ui/cx';
import { defaultHabits } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-header';
import { readUrlQuery } from '@/components/ui/url-query';
import { insightType } from '@/lib/insights/schema';
import { orNotFound, pageAccess } from '@/lib/server/page';
import { getExample, listExamples, PAGE } from '@/lib/training/list-examples';
import { exampleLabel } from '@/lib/training/schema';

export const metadata: Metadata = { title: 'Training examples' };

const query = z.object({ label: exampleLabel.optional(), type: insightType.optional(), page: z.coerce.number().int().min(1).max(10_000).default(1), example: z.uuid().optional() });

export default async function TrainingExamplesPage({ params, searchParams }: { params: Promise<{ workspace: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const { workspace } = await params;
  const { scope, member } = await pageAccess(workspace, 'training.read');
  const { label, type, page, example: open } = readUrlQuery(query, await searchParams);
  const { rows, total } = await listExamples(scope, { label: label ?? null, type: type ?? null, page });
  const example = open ? await orNotFound(getExample(scope, open)) : null;
  const at = (over: Partial<z.input<typeof query>>): string => {
    const next = new URLSearchParams(Object.entries({ label, type, page: page === 1 ? undefined : page, ...over }).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])));
    return `/w/${workspace}/training/examples${next.size > 0 ? `?${next.toString()}` : ''}`;
  };
  return (
    <>
      <PageHeader title="Training data" line={`${total.toLocaleString('en-US')} labelled ${total === 1 ? 'example' : 'examples'} of deals in your sight`} />
      <TrainingTabs workspace={workspace} current="examples" />
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          <Choices label="Label" none="Any label" current={label} choices={Object.entries(LABELS).map(([value, { word }]) => [value, word] as const)} hrefOf={(value) => at({ label: value as typeof label, page: undefined })} />
          <Choices label="Type" none="Any type" current={type} choices={Object.entries(TYPES)} hrefOf={(value) => at({ type: value as typeof type, page: undefined })} />
        </div>
        <ExamplesTable rows={rows} total={total} page={page} size={PAGE} hrefOf={(to) => at({ page: to === 1 ? undefined : to })} openHref={(id) => at({ example: id })} current={open} habits={{ ...defaultHabits, timeZone: member.workspace.timezone }} />
      </div>
      {example && <ExamplePanel workspace={workspace} example={example} closeHref={at({})} />}
    </>
  );
}

function Choices({ label, none, current, choices, hrefOf }: { label: string; none: string; current: string | undefined; choices: readonly (readonly [string, string])[]; hrefOf: (value: string | undefined) => string }) {
  return (
    <nav aria-label={label} className="flex flex-wrap items-center gap-1">
      {[[undefined, none] as const, ...choices].map(([value, word]) => (
        <Link key={word} href={hrefOf(value)} scroll={false} prefetch={false} aria-current={value === current ? 'true' : undefined} className={cx('flex h-7 items-center rounded-box px-2 text-xs pointer-coarse:h-9', value === current ? 'bg-default font-medium' : 'text-muted hover:text-foreground')}>
          {word}
        </Link>
      ))}
    </nav>
  );
}
