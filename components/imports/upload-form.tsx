'use client';

import { FileUp } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useId, useState, type DragEvent } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import { Select } from '@/components/ui/select';
import type { Entity } from '@/lib/imports/schema';
import { ENTITY_LABELS } from './import-words';

type Sending = { name: string; sent: number; size: number };

/** Sends the file as it is, in constant memory, telling how far it is; rejects with a sentence. */
function upload(url: string, workspace: string, file: File, onProgress: (sent: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.responseType = 'json';
    request.setRequestHeader('x-winloop-workspace', workspace);
    request.setRequestHeader('content-type', 'text/csv');
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onerror = () => reject(new Error('The connection broke off. Nothing was imported; choose the file again.'));
    request.onload = () => {
      const answer = request.response as { id?: string; title?: string } | null;
      if (request.status < 300 && answer?.id) resolve(answer.id);
      else reject(new Error(answer?.title ?? 'The file could not be stored. Try again.'));
    };
    request.send(file);
  });
}

/** Chooses a CSV (by button, keyboard or dropping it) and uploads it; its columns are settled on the next page. */
export function UploadForm({ workspace, entities, first }: { workspace: string; entities: readonly Entity[]; /** What is likely in the file, from where one came. */ first: Entity }) {
  const router = useRouter();
  const inputId = useId();
  const [entity, setEntity] = useState<Entity>(first);
  const [sending, setSending] = useState<Sending | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [over, setOver] = useState(false);

  async function send(file: File | undefined) {
    if (!file) return;
    setProblem(null);
    setSending({ name: file.name, sent: 0, size: file.size });
    try {
      const query = new URLSearchParams({ entity, wait: 'true', filename: file.name });
      const id = await upload(`/api/v1/imports?${query}`, workspace, file, (sent) => setSending({ name: file.name, sent, size: file.size }));
      router.push(`/w/${workspace}/import/${id}`);
    } catch (error) {
      setSending(null);
      setProblem(error instanceof Error ? error.message : 'The file could not be stored. Try again.');
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void send(event.dataTransfer.files[0]);
  };

  return (
    <div>
      <div className="mb-4 sm:max-w-56">
        <Select label="What is in the file?" value={entity} onChange={(event) => setEntity(event.target.value as Entity)} options={entities.map((value) => ({ value, label: ENTITY_LABELS[value] }))} />
      </div>
      <div
        onDragOver={(event) => { event.preventDefault(); setOver(true); }}
        onDragLeave={(event) => { if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false); }}
        onDrop={drop}
        className={cx('flex flex-col items-center gap-1 rounded-card border border-dashed border-hairline-strong px-4 py-10 text-center transition-colors', over && 'border-action bg-action-soft')}
      >
        <span className="mb-2 grid size-10 place-items-center rounded-card border border-hairline bg-surface-secondary text-muted"><FileUp size={20} aria-hidden /></span>
        <p className="text-sm font-medium"><span className="pointer-coarse:hidden">Drop a CSV here, or choose one</span><span className="hidden pointer-coarse:inline">Choose a CSV</span></p>
        <p className="max-w-prose text-dense text-balance text-muted">From a CRM or a spreadsheet, up to 200 MB: separated by commas, semicolons, tabs or bars, with dates as they are usually written. You see how it is understood before anything happens.</p>
        <input id={inputId} type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" className="sr-only" tabIndex={-1} aria-label="CSV file" onChange={(event) => {
          void send(event.target.files?.[0]);
          // The same file chosen again, corrected, is a change too.
          event.target.value = '';
        }} />
        <div className="mt-3">
          <Button variant="primary" onClick={() => document.getElementById(inputId)?.click()} disabled={sending !== null}>Choose a file</Button>
        </div>
      </div>
      <div aria-live="polite" className="not-empty:mt-4">
        {sending && <Progress label={sending.name} value={sending.sent} max={Math.max(1, sending.size)} text={sending.sent >= sending.size ? 'storing' : `${Math.round((100 * sending.sent) / Math.max(1, sending.size))}% sent`} />}
      </div>
      {problem && <div className="mt-4"><Notice tone="risk" title="The file was not taken" alert>{problem}</Notice></div>}
    </div>
  );
}
