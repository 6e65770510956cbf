import type { PageAction } from '@/components/settings/use-change';
import { Card } from '@/components/ui/card';
import { DateText } from '@/components/ui/date-text';
import { formatNumber, type ReadingHabits } from '@/components/ui/format';
import type { ModelDetail } from '@/lib/models/life/schema';
import { scheduleWords } from './model-words';
import { ScheduleForm, type ScheduleInput } from './schedule-form';

/** When the model is looked at by itself, and how near the next training is; with the form for those who may change it. */
export function ScheduleCard({ workspace, detail: { model, schedule, samples, learnsFrom }, save, habits }: { workspace: string; detail: Pick<ModelDetail, 'model' | 'schedule' | 'samples' | 'learnsFrom'>; save: PageAction<ScheduleInput, unknown> | null; habits: ReadingHabits }) {
  return (
    <Card title="When it is looked at" line={`${scheduleWords(schedule, learnsFrom, habits)}.`}>
      <ul className="flex flex-col gap-1 text-dense">
        {schedule.enabled && <li>Next check <DateText iso={schedule.nextCheckAt} look="minute" habits={habits} />.</li>}
        <li>{schedule.lastCheckedAt ? <>Last check <DateText iso={schedule.lastCheckedAt} look="minute" habits={habits} />.</> : 'It was not checked yet.'}</li>
        <li>{samples.trainable ? `${formatNumber(samples.fresh, habits)} of ${formatNumber(schedule.minNewSamples, habits)} new ${learnsFrom} since it last learned.` : samples.why}</li>
      </ul>
      {save && <ScheduleForm workspace={workspace} model={model} schedule={schedule} save={save} />}
    </Card>
  );
}
