import type { Metadata } from 'next';
import Link from 'next/link';
import { ImportProgress } from '@/components/imports/import-progress';
import { ImportResult } from '@/components/imports/import-result';
import { canRun, canUndo, ENTITY_LABELS, statusOf } from '@/components/imports/import-words';
import { SettleColumns } from '@/components/imports/settle-columns';
import { UndoImport } from '@/components/imports/undo-import';
import { Badge } from '@/components/ui/badge';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { UnreadableFile } from '@/lib/imports/csv/unreadable';
import { getImport } from '@/lib/imports/get-import';
import { previewImport } from '@/lib/imports/plan';
import { orNotFound, pageAccess } from '@/lib/server/page';
import { previewWith, startWith, stopImport, undoWhole } from '../actions';

export const metadata: Metadata = { title: 'Import' };

export default async function ImportedFilePage({ params }: { params: Promise<{ workspace: string; id: string }> }) {
  const { workspace: slug, id } = await params;
  const { scope } = await pageAccess(slug, 'import.run');
  const state = await orNotFound(getImport(scope, id));
  const { word, tone } = statusOf(state);
  const preview = canRun(state) ? await previewImport(scope, id, {}).catch((error: unknown) => {
    if (error instanceof UnreadableFile) return error.message;
    throw error;
  }) : null;

  return (
    <>
      <PageHeader
        title={state.filename} back={<Link href={`/w/${slug}/import`} className="text-dense text-muted underline">Import</Link>}
        line={<span className="flex items-center gap-2">{ENTITY_LABELS[state.entity]} <Badge tone={tone}>{word}</Badge> by {state.actorName}</span>}
        actions={canUndo(state) && <UndoImport workspace={slug} state={state} undo={undoWhole} />}
      />
      <div className="flex flex-col gap-4">
        {state.status !== 'mapping' && <ImportProgress workspace={slug} initial={state} stop={stopImport}><ImportResult state={state} /></ImportProgress>}
        {typeof preview === 'string' && preview !== state.error && <Notice tone="risk" title="The file cannot be read" alert>{preview}</Notice>}
        {preview !== null && typeof preview !== 'string' && <SettleColumns key={state.status} workspace={slug} importId={id} first={preview} preview={previewWith} start={startWith} />}
      </div>
    </>
  );
}
