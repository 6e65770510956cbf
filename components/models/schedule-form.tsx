'use client';

import { useRouter } from 'next/navigation';
import { Form, textOf, unplaced } from '@/components/settings/form';
import type { PageAction } from '@/components/settings/use-change';
import { Checkbox } from '@/components/ui/checkbox';
import { SubmitButton } from '@/components/ui/submit-button';
import { TextInput } from '@/components/ui/text-input';
import { showToast } from '@/components/ui/toast-queue';
import { useAction } from '@/components/ui/use-action';
import { MODELS, type ModelName, type Schedule } from '@/lib/models/life/schema';

export type ScheduleInput = { model: ModelName; enabled: boolean; frequencyDays: number; minNewSamples: number; driftThreshold: number };

/** When a model is looked at by itself, and what makes it be trained anew. */
export function ScheduleForm({ workspace, model, schedule, save }: { workspace: string; model: ModelName; schedule: Schedule; save: PageAction<ScheduleInput, unknown> }) {
  const router = useRouter();
  const action = useAction(save, workspace);
  const { learnsFrom } = MODELS[model];
  const send = async (data: FormData) => {
    const input = { model, enabled: data.get('enabled') === 'on', frequencyDays: Number(textOf(data, 'days')), minNewSamples: Number(textOf(data, 'samples')), driftThreshold: Number(textOf(data, 'threshold')) };
    if ((await action.run(input)) === null) return;
    showToast('Saved', { tone: 'opportunity' });
    router.refresh();
  };
  return (
    <Form onSend={(data) => void send(data)} problem={unplaced(action, ['frequencyDays', 'minNewSamples', 'driftThreshold'])} className="max-w-md">
      <Checkbox label="Look at it by itself" name="enabled" defaultChecked={schedule.enabled} hint="Off, it is looked at and trained only when somebody asks for it." />
      <TextInput label="Every how many days" name="days" type="number" min={1} max={90} step={1} defaultValue={schedule.frequencyDays} error={action.errorOf('frequencyDays')} />
      <TextInput label={`Train anew after this many new ${learnsFrom}`} name="samples" type="number" min={10} max={100000} step={1} defaultValue={schedule.minNewSamples} error={action.errorOf('minNewSamples')} />
      <TextInput label="Train anew from this drift score on" name="threshold" type="number" min={0.05} max={0.5} step="any" defaultValue={schedule.driftThreshold} hint="How much worse it got, as a share of how good it was: 0.1 is a warning, 0.2 critical. Only where chance does not explain it." error={action.errorOf('driftThreshold')} />
      <SubmitButton variant="outline" pending={action.pending} pendingText="Saving" className="self-start">Save</SubmitButton>
    </Form>
  );
}
