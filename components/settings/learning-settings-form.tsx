'use client';

import { useRouter } from 'next/navigation';
import { Select } from '@/components/ui/select';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import { useAction } from '@/components/ui/use-action';
import { INSIGHT_ORDERS, INSIGHT_WORDINGS, type Presentation } from '@/lib/experiments/schema';
import { ORDER_WORDS, WORDING_WORDS } from '@/lib/insights/present';
import type { WorkspaceSettings } from '@/lib/workspaces/schema';
import { Form, textOf, unplaced } from './form';
import type { PageAction } from './use-change';

type Learning = Pick<WorkspaceSettings, 'heldOutShare' | 'updateAfterLabels' | 'experimentHoldoutShare' | 'presentation'>;
interface LearningSettingsFormProps {
  workspace: string;
  settings: Learning;
  save: PageAction<Learning, unknown>;
}

const percent = (data: FormData, name: string): number => Number(textOf(data, name)) / 100;

/** How many deals go without advice so that its effect can be measured, how many without experiments, how advice is shown, and how often the workspace learns anew. */
export function LearningSettingsForm({ workspace, settings: { heldOutShare, updateAfterLabels, experimentHoldoutShare, presentation }, save }: LearningSettingsFormProps) {
  const router = useRouter();
  const action = useAction(save, workspace);
  const send = async (data: FormData) => {
    const chosen = { order: textOf(data, 'order'), wording: textOf(data, 'wording') } as Presentation;
    if ((await action.run({ heldOutShare: percent(data, 'share'), updateAfterLabels: Number(textOf(data, 'labels')), experimentHoldoutShare: percent(data, 'untouched'), presentation: chosen })) === null) return;
    showToast('Saved', { tone: 'opportunity' });
    router.refresh();
  };
  return (
    <Form onSend={(data) => void send(data)} problem={unplaced(action, ['heldOutShare', 'updateAfterLabels', 'experimentHoldoutShare'])} className="max-w-md">
      <TextInput
        label="Deals held out, percent" name="share" type="number" min={0} max={50} step="any" defaultValue={heldOutShare * 100}
        hint="Drawn by chance when advice is first asked for: on these the advice is made and kept to itself, so that what it changes can be measured. Deals that were drawn stay where they are. 0 shows everything and measures nothing."
        error={action.errorOf('heldOutShare')}
      />
      <TextInput
        label="Left out of every experiment, percent" name="untouched" type="number" min={0} max={20} step="any" defaultValue={experimentHoldoutShare * 100}
        hint="Deals, accounts and people that no experiment ever touches, the same ones for all of them. Beside deals held out, which go without advice: these get it as it is."
        error={action.errorOf('experimentHoldoutShare')}
      />
      <Select label="Order of insights on a deal" name="order" defaultValue={presentation.order} options={INSIGHT_ORDERS.map((value) => ({ value, label: ORDER_WORDS[value] }))} />
      <Select
        label="What an insight says at first sight" name="wording" defaultValue={presentation.wording} options={INSIGHT_WORDINGS.map((value) => ({ value, label: WORDING_WORDS[value] }))}
        hint="Unless an experiment shows a deal otherwise."
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
