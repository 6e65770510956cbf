/** What a deal's numbers say in words. Pure: `now` is the moment of rendering (ISO). */
import { probabilityWord } from '@/lib/models/probability-word';
import type { Tone } from '@/components/ui/tone';

const DAY = 86_400_000;

export const times = (n: number): string => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`);
export const countOf = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

/** Whole days from `from` to `to`, as people count them: 9.8 days are nine. */
export const daysBetween = (from: string, to: string): number => Math.floor((Date.parse(to) - Date.parse(from)) / DAY);

/** Beyond one and a half times the usual a stay is worth a look, beyond twice it is long. */
export function stayTone(days: number, usual: number | null): Tone {
  if (usual === null) return 'neutral';
  return days > usual * 2 ? 'risk' : days > usual * 1.5 ? 'caution' : 'neutral';
}

/** Days by which an open deal is past its expected close; null when it is not. */
export function overdueDays({ status, expectedCloseAt }: { status: string; expectedCloseAt: string | null }, now: string): number | null {
  if (status !== 'open' || expectedCloseAt === null) return null;
  const days = daysBetween(expectedCloseAt, now);
  return days >= 1 ? days : null;
}

const TONES: Record<ReturnType<typeof probabilityWord>, Tone> = {
  'very likely': 'opportunity', likely: 'opportunity', even: 'forecast', unlikely: 'caution', 'very unlikely': 'risk',
};

export const probabilityTone = (probability: number): Tone => TONES[probabilityWord(probability)];

/** The change in whole points as shown (62% minus 58% is 4, whatever the decimals), null when there is no earlier score. */
export const pointsSince = (now: number | null, before: number | null): number | null =>
  now === null || before === null ? null : Math.round(now * 100) - Math.round(before * 100);

export const signed = (points: number): string => (points > 0 ? `+${points}` : points < 0 ? `−${-points}` : '0');

/** "higher than 7 of 10 open deals": `share` of the other open deals lies below. */
export function rankWords(share: number): string {
  const tenths = Math.round(share * 10);
  if (tenths >= 10) return 'higher than nearly all open deals';
  return tenths <= 0 ? 'lower than nearly all open deals' : `higher than ${tenths} of 10 open deals`;
}
