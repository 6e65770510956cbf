'use client';

import { useRouter } from 'next/navigation';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import { useAction } from '@/components/ui/use-action';
import { Form, textOf, unplaced } from './form';
import type { PageAction } from './use-change';

/** What language models may cost a day, and how often both are asked. */
export function ModelSettingsForm({ workspace, budgetUsd, compareShare, canCompare, save }: { workspace: string; budgetUsd: number; compareShare: number; canCompare: boolean; save: PageAction<{ dailyBudgetUsd: number; compareShare: number }, unknown> }) {
  const router = useRouter();
  const action = useAction(save, workspace);
  const send = async (data: FormData) => {
    const share = canCompare ? Number(textOf(data, 'share')) / 100 : compareShare;
    if ((await action.run({ dailyBudgetUsd: Number(textOf(data, 'budget')), compareShare: share })) === null) return;
    showToast('Saved', { tone: 'opportunity' });
    router.refresh();
  };
  return (
    <Form onSend={(data) => void send(data)} problem={unplaced(action, ['dailyBudgetUsd', 'compareShare'])} className="max-w-md">
      <TextInput label="Daily budget, US dollars" name="budget" type="number" min={0} max={10000} step="any" defaultValue={budgetUsd} hint="When a call might exceed it, the built-in analyst answers instead until midnight UTC." error={action.errorOf('dailyBudgetUsd')} />
      <TextInput label="Runs that ask both Claude and GPT, percent" name="share" type="number" min={0} max={100} step="any" defaultValue={compareShare * 100} disabled={!canCompare} hint={canCompare ? 'The answers are compared; it costs about twice as much for these runs.' : 'Needs both keys.'} error={action.errorOf('compareShare')} />
      <SubmitButton variant="outline" pending={action.pending} pendingText="Saving" className="self-start">
        Save
      </SubmitButton>
    </Form>
  );
}
