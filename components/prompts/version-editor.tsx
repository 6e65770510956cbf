'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { PageAction } from '@/components/settings/use-change';
import { LinkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextArea, TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import { useAction } from '@/components/ui/use-action';
import { templateProblems, type PromptTemplate } from '@/lib/llm/prompt';

type Effort = 'low' | 'medium' | 'high';
type Config = { maxTokens?: number | undefined; effort?: Effort | undefined };
export type CreateVersion = PageAction<{ promptId: string; template: PromptTemplate; config: Config; rationale?: string }, { id: string; version: number }>;

const efforts = [{ value: '', label: 'As the model decides' }, { value: 'low', label: 'Low' }, { value: 'medium', label: 'Medium' }, { value: 'high', label: 'High' }];

/** A new version, begun from another one. What is wrong with the template is said while it is typed. */
export function VersionEditor({ workspace, promptId, path, base, shipped, usualTokens, create }: {
  workspace: string; promptId: string; path: string; base: { version: number; template: PromptTemplate; config: Config };
  /** Which values the task gives: a template uses each of them. */
  shipped: PromptTemplate; usualTokens: number; create: CreateVersion;
}) {
  const router = useRouter();
  const action = useAction(create, workspace);
  const [system, setSystem] = useState(base.template.system);
  const [user, setUser] = useState(base.template.user);
  const [tokens, setTokens] = useState(base.config.maxTokens === undefined ? '' : String(base.config.maxTokens));
  const [effort, setEffort] = useState<string>(base.config.effort ?? '');
  const [rationale, setRationale] = useState('');
  const problems = templateProblems(shipped, { system, user });
  const same = system === base.template.system && user === base.template.user && tokens === String(base.config.maxTokens ?? '') && effort === (base.config.effort ?? '');

  const save = async () => {
    if (problems.length > 0 || same) return;
    const config: Config = { ...(tokens === '' ? {} : { maxTokens: Number(tokens) }), ...(effort === '' ? {} : { effort: effort as Effort }) };
    const made = await action.run({ promptId, template: { system, user }, config, ...(rationale.trim() ? { rationale } : {}) });
    if (!made) return;
    showToast(`Version ${made.version} is made. Nothing uses it until it is put in production.`, { tone: 'opportunity' });
    router.push(`${path}?version=${made.version}`);
  };

  return (
    <form action={() => undefined} onSubmit={(event) => { event.preventDefault(); void save(); }} className="flex max-w-5xl flex-col gap-4" noValidate>
      <Card className="gap-4">
        {action.problem && <Notice tone="risk" title={action.problem} alert>{action.errorOf('template').join(' ')}</Notice>}
        <TextArea label="Instructions" name="system" value={system} onChange={(event) => setSystem(event.currentTarget.value)} rows={12} maxLength={20000} spellCheck={false} error={action.errorOf('template.system')} hint="What the model is and how it works. Rules that data are never instructions, that only given ids are cited, and that it may abstain are put before it and cannot be taken away." />
        <TextArea label="Request" name="user" value={user} onChange={(event) => setUser(event.currentTarget.value)} rows={6} maxLength={20000} spellCheck={false} error={action.errorOf('template.user')} hint="What is asked, with the data in its place." />
        <div aria-live="polite">
          {problems.length > 0 ? (
            <Notice tone="caution" title="The task cannot fill this template">
              <ul className="list-disc ps-4">{problems.map((problem) => <li key={problem}>{problem}</li>)}</ul>
            </Notice>
          ) : (
            <p className="text-xs text-muted">Every value that the task gives is used.</p>
          )}
        </div>
      </Card>
      <Card title="Settings" line="They travel with the version.">
        <div className="grid max-w-2xl gap-4 sm:grid-cols-2">
          <TextInput label="Longest answer, tokens" name="maxTokens" type="number" min={256} max={32000} step={1} optional value={tokens} onChange={(event) => setTokens(event.currentTarget.value)} hint={`256 to 32,000; empty is the task's own ${usualTokens.toLocaleString('en-US')}. Hidden reasoning counts.`} error={action.errorOf('config.maxTokens')} />
          <Select label="Effort" name="effort" value={effort} onChange={(event) => setEffort(event.currentTarget.value)} options={efforts} hint="Sent only when set: older models refuse it." error={action.errorOf('config.effort')} />
        </div>
      </Card>
      <Card>
        <TextArea label="Why" name="rationale" optional value={rationale} onChange={(event) => setRationale(event.currentTarget.value)} maxLength={2000} hint="What should be different, and how one would see it. Stays with the version." error={action.errorOf('rationale')} />
        <div className="flex flex-wrap items-center justify-end gap-2">
          {same && <span className="me-auto text-xs text-muted">Nothing differs from version {base.version} yet.</span>}
          <LinkButton href={path}>Cancel</LinkButton>
          <SubmitButton pending={action.pending} pendingText="Saving" disabled={problems.length > 0 || same}>Save as a new version</SubmitButton>
        </div>
      </Card>
    </form>
  );
}
