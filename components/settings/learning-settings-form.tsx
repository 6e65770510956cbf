'use client';

import { useRouter } from 'next/navigation';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import { useAction } from '@/components/ui/use-action';
import { Form, textOf, unplaced } from './form';
import type { PageAction } from './use-change';

interface LearningSettingsFormProps {
  workspace: string;
  heldOutShare: number;
  updateAfterLabels: number;
  save: PageAction<{ heldOutShare: number; updateAfterLabels: number }, unknown>;
}

/** How many deals go without advice so that its effect can be measured, and how often the workspace learns anew. */
export function LearningSettingsForm({ workspace, heldOutShare, updateAfterLabels, save }: LearningSettingsFormProps) {
  const router = useRouter();
  const action = useAction(save, workspace);
  const send = async (data: FormData) => {
    if ((await action.run({ heldOutShare: Number(textOf(data, 'share')) / 100, updateAfterLabels: Number(textOf(data, 'labels')) })) === null) return;
    showToast('Saved', { tone: 'opportunity' });
    router.refresh();
  };
  return (
    <Form onSend={(data) => void send(data)} problem={unplaced(action, ['heldOutShare', 'updateAfterLabels'])} className="max-w-md">
      <TextInput
        label="Deals held out, percent" name="share" type="number" min={0} max={50} step="any" defaultValue={heldOutShare * 100}
        hint="Drawn by chance when advice is first asked for: on these the advice is made and kept to itself, so that what it changes can be measured. Deals that were drawn stay where they are. 0 shows everything and measures nothing."
        error={action.errorOf('heldOutShare')}
      />
      <TextInput
        label="Learn anew after this many new labels" name="labels" type="number" min={10} max={10000} step={1} defaultValue={updateAfterLabels}
        hint="Answers, and insights that came true or did not." error={action.errorOf('updateAfterLabels')}
      />
      <SubmitButton variant="outline" pending={action.pending} pendingText="Saving" className="self-start">
        Save
      </SubmitButton>
    </Form>
  );
}
