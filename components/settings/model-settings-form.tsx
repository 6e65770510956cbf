'use client';

import { useRouter } from 'next/navigation';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import { useAction } from '@/components/ui/use-action';
import type { WorkspaceSettings } from '@/lib/workspaces/schema';
import { Form, textOf, unplaced } from './form';
import type { PageAction } from './use-change';

type Saved = Pick<WorkspaceSettings, 'dailyBudgetUsd' | 'compareShare' | 'firstModel'>;
const FIRST: { value: WorkspaceSettings['firstModel']; label: string }[] = [
  { value: 'anthropic', label: 'Claude, then GPT' }, { value: 'openai', label: 'GPT, then Claude' }, { value: 'builtin', label: 'None: the built-in analyst answers' },
];

/** What language models may cost a day, which is asked first, and how often both are. */
export function ModelSettingsForm({ workspace, budgetUsd, compareShare, firstModel, canCompare, save }: { workspace: string; budgetUsd: number; compareShare: number; firstModel: Saved['firstModel']; canCompare: boolean; save: PageAction<Saved, unknown> }) {
  const router = useRouter();
  const action = useAction(save, workspace);
  const send = async (data: FormData) => {
    const share = canCompare ? Number(textOf(data, 'share')) / 100 : compareShare;
    if ((await action.run({ dailyBudgetUsd: Number(textOf(data, 'budget')), compareShare: share, firstModel: textOf(data, 'first') as Saved['firstModel'] })) === null) return;
    showToast('Saved', { tone: 'opportunity' });
    router.refresh();
  };
  return (
    <Form onSend={(data) => void send(data)} problem={unplaced(action, ['dailyBudgetUsd', 'compareShare', 'firstModel'])} className="max-w-md">
      <TextInput label="Daily budget, US dollars" name="budget" type="number" min={0} max={10000} step="any" defaultValue={budgetUsd} hint="When a call might exceed it, the built-in analyst answers instead until midnight UTC." error={action.errorOf('dailyBudgetUsd')} />
      <Select label="Asked for advice" name="first" defaultValue={firstModel} options={FIRST} hint="One without a key is passed over. When none answers, the built-in analyst does." error={action.errorOf('firstModel')} />
      <TextInput label="Runs that ask both Claude and GPT, percent" name="share" type="number" min={0} max={100} step="any" defaultValue={compareShare * 100} disabled={!canCompare} hint={canCompare ? 'The answers are compared; it costs about twice as much for these runs.' : 'Needs both keys.'} error={action.errorOf('compareShare')} />
      <SubmitButton variant="outline" pending={action.pending} pendingText="Saving" className="self-start">
        Save
      </SubmitButton>
    </Form>
  );
}
