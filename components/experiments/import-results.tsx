'use client';

import { FileUp } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { formatNumber } from '@/components/ui/format';
import { showToast } from '@/components/ui/toast-queue';
import type { Experiment } from '@/lib/experiments/schema';

type Answer = { units?: number; known?: number; outcomes?: number; title?: string; detail?: string };

/** Results of an experiment that ran elsewhere: a CSV with a row for each unit. */
export function ImportResults({ workspace, experiment: { id, variants, plan } }: { workspace: string; experiment: Experiment }) {
  const router = useRouter();
  const inputId = useId();
  const [sending, setSending] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (file: File | undefined) => {
    if (!file || sending) return;
    setProblem(null);
    setSending(file.name);
    try {
      const answer = await fetch(`/api/v1/experiments/${id}/results`, { method: 'POST', body: file, headers: { 'x-winloop-workspace': workspace, 'content-type': 'text/csv' } });
      const said = (await answer.json().catch(() => ({}))) as Answer;
      if (!answer.ok) return setProblem(said.title ?? 'The file could not be read. Nothing was changed.');
      showToast(`${formatNumber(said.units ?? 0)} units are in, ${formatNumber(said.outcomes ?? 0)} outcomes${said.known ? `; ${formatNumber(said.known)} were there already` : ''}`, { tone: 'opportunity' });
      router.refresh();
    } catch {
      setProblem('The connection broke off. Choose the file again: what is there already counts once.');
    } finally {
      setSending(null);
    }
  };
  const columns = ['unit', 'variant', ...plan.metrics.map(({ key }) => key)];
  return (
    <Card title="It ran elsewhere?" line="Put its results in, and read them here like any other: a CSV with a row for each unit. The file is checked whole before anything is written.">
      {problem && <Notice tone="risk" title={problem} alert />}
      <p className="text-dense text-muted">
        Columns: <code className="font-mono text-xs">{columns.join(', ')}</code>; optional <code className="font-mono text-xs">exposed_at</code>{plan.segmentBy && <>, <code className="font-mono text-xs">{plan.segmentBy}</code></>}. Variants by key ({variants.map(({ key }) => key).join(', ')}) or name; yes or no as 1 or 0.
      </p>
      <div>
        <label htmlFor={inputId} className={buttonClass({}, sending ? 'pointer-events-none opacity-60' : 'cursor-pointer has-focus-visible:outline-2')}>
          <FileUp aria-hidden />
          {sending ? `Reading ${sending}` : 'Choose a CSV file'}
          <input id={inputId} type="file" accept=".csv,text/csv" className="sr-only" disabled={sending !== null} onChange={(event) => { const input = event.currentTarget; void send(input.files?.[0]).finally(() => { input.value = ''; }); }} />
        </label>
      </div>
    </Card>
  );
}
