import { Badge } from '@/components/ui/badge';
import type { Tone } from '@/components/ui/tone';
import type { RunStatus } from '@/lib/jobs/schema';

export const statusWords: Readonly<Record<RunStatus, string>> = {
  queued: 'Queued', running: 'Running', sleeping: 'Sleeping', waiting: 'Waiting for an event', completed: 'Completed', failed: 'Failed', cancelled: 'Cancelled',
};
const tones: Readonly<Record<RunStatus, Tone>> = { queued: 'neutral', running: 'action', sleeping: 'neutral', waiting: 'neutral', completed: 'neutral', failed: 'risk', cancelled: 'neutral' };

/** Only what is under way and what failed stands out. */
export function RunStatusMark({ status }: { status: RunStatus }) {
  return tones[status] === 'neutral' ? <span>{statusWords[status]}</span> : <Badge tone={tones[status]} plain>{statusWords[status]}</Badge>;
}

/** "generate-insights" as a person says it. */
export const functionWords = (name: string): string => {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
