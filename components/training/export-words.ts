/** An export in words. Pure. */
import type { Tone } from '@/components/ui/tone';
import type { ExportOptions, ExportState } from '@/lib/training/schema';

export const isAtWork = (status: ExportState['status']): boolean => status === 'queued' || status === 'running';

export function statusOf({ status, manifest, expiresAt }: Pick<ExportState, 'status' | 'manifest' | 'expiresAt'>, now: string): { word: string; tone: Tone } {
  switch (status) {
    case 'queued': return { word: 'Waiting', tone: 'neutral' };
    case 'running': return { word: 'Being written', tone: 'action' };
    case 'failed': return { word: 'Failed', tone: 'risk' };
    case 'cancelled': return { word: 'Cancelled', tone: 'neutral' };
    case 'completed':
      if (expiresAt !== null && expiresAt <= now) return { word: 'Removed', tone: 'neutral' };
      return manifest?.problems.some(({ level }) => level === 'error') ? { word: 'Ready, would be refused', tone: 'caution' } : { word: 'Ready', tone: 'opportunity' };
  }
}

export const progressWords = ({ done, total }: Pick<ExportState, 'done' | 'total'>): string => `${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} lines`;

export const PAIRING = { moment: 'the same moment of a deal', deal: 'the same deal', stage: 'deals in the same stage' } as const;

export function optionWords({ labels, from, to, redact, validationShare, pairing }: ExportOptions, pairs: boolean): string {
  return [
    pairs ? `pairs of ${PAIRING[pairing]}` : `${labels.join(' and ')} examples`, from || to ? `${from ?? 'the beginning'} to ${to ?? 'now'}` : 'all time',
    validationShare === 0 ? 'no validation file' : `${Math.round(validationShare * 100)}% of deals for validation`, redact ? 'without names' : 'with names',
  ].join(', ');
}

const UNITS = ['B', 'kB', 'MB', 'GB'] as const;
export function sizeWords(bytes: number): string {
  const power = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${UNITS[power]}`;
}
