'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { useAction, type Outcome } from '@/components/ui/use-action';
import { exportFormat, FORMATS, type ExportFormat, type ExportOptions, type ExportProblem, type Split } from '@/lib/training/schema';
import { PAIRING } from './export-words';

type Options = Partial<ExportOptions> & { format: ExportFormat };
export type Preview = { lines: Record<Split, number>; problems: ExportProblem[] };
type Look = (workspace: string, input: Options) => Promise<Outcome<Preview>>;
type Start = (workspace: string, input: Options) => Promise<Outcome<{ id: string; version: number }>>;

const SHARES = [0, 0.1, 0.2, 0.3] as const;
const LABELS = { good: 'Good only', 'good,mixed': 'Good and mixed', 'good,mixed,bad': 'All labels' } as const;

function read(data: FormData): Options {
  const text = (name: string): string => String(data.get(name) ?? '');
  return {
    format: text('format') as ExportFormat, labels: (text('labels') || 'good').split(',') as ExportOptions['labels'], pairing: (text('pairing') || 'deal') as ExportOptions['pairing'],
    from: text('from') || null, to: text('to') || null, validationShare: Number(text('share')), redact: data.get('redact') === 'on',
  };
}

/** Choices of an export, with what would come of them before it is made. */
export function ExportForm({ workspace, look, start }: { workspace: string; look: Look; start: Start }) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const asked = useRef(0);
  const action = useAction(start, workspace);
  const [format, setFormat] = useState<ExportFormat>('openai_chat');
  const [preview, setPreview] = useState<Preview | null>(null);

  const see = async () => {
    if (!form.current) return;
    const turn = ++asked.current;
    const result = await look(workspace, read(new FormData(form.current))).catch(() => null);
    // An answer to what was chosen before is no answer.
    if (turn === asked.current) setPreview(result?.ok ? result.data : null);
  };
  const first = useRef(see);
  useEffect(() => void first.current(), []);

  const send = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const made = await action.run(read(new FormData(event.currentTarget)));
    if (made) router.push(`/w/${workspace}/training/exports/${made.id}`);
  };
  const { pairs, what } = FORMATS[format];
  const unit = pairs ? 'pairs' : 'lines';
  return (
    <form ref={form} onSubmit={(event) => void send(event)} onChange={() => void see()} className="flex flex-col gap-4">
      {action.problem && <Notice tone="risk" title={action.problem} alert />}
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <Select name="format" label="Format" hint={what.charAt(0).toUpperCase() + what.slice(1)} value={format} onChange={(event) => setFormat(event.target.value as ExportFormat)} options={exportFormat.options.map((value) => ({ value, label: FORMATS[value].name }))} />
        {pairs
          ? <Select key="pairing" name="pairing" label="Pairs of" hint="A good and a bad insight of one type, told apart" defaultValue="deal" options={Object.entries(PAIRING).map(([value, label]) => ({ value, label: label.charAt(0).toUpperCase() + label.slice(1) }))} />
          : <Select key="labels" name="labels" label="Examples" hint="What the model is to say" defaultValue="good" options={Object.entries(LABELS).map(([value, label]) => ({ value, label }))} />}
        <Select name="share" label="For validation" hint="Never the same deal on both sides" defaultValue="0.1" options={SHARES.map((share) => ({ value: String(share), label: share === 0 ? 'No validation file' : `${share * 100}% of deals` }))} />
        <TextInput name="from" type="date" label="From" optional required={false} hint="Day of the insight, in UTC" error={action.errorOf('from')} />
        <TextInput name="to" type="date" label="To" optional required={false} error={action.errorOf('to')} />
        <Checkbox name="redact" defaultChecked className="self-center" label="Without names" hint="Contacts, members, accounts, e-mails, phone numbers and addresses become placeholders" />
      </div>
      <div aria-live="polite" className="flex flex-col gap-2 empty:hidden">
        {preview && <p className="text-dense">{preview.lines.train.toLocaleString('en-US')} {unit} for training, {preview.lines.validation.toLocaleString('en-US')} for validation.</p>}
        {preview?.problems.map(({ level, text }) => <Notice key={text} tone={level === 'error' ? 'caution' : 'neutral'} title={text} />)}
      </div>
      <div><SubmitButton pending={action.pending} pendingText="Starting…">Make the export</SubmitButton></div>
    </form>
  );
}
