/** What a notice says of a model that knows less than its number looks like. Pure. */
import type { WinSignal } from '@/lib/models/schema';
import { MIN_CLOSED } from '@/lib/models/win-signal';

/** Null when there is nothing to warn of. The model's own sentence, without the words that became the title. */
export function signalWords({ signal, sentence, n }: { signal: WinSignal; sentence: string; n: number }): { title: string; text: string } | null {
  if (signal === 'present') return null;
  const title = signal === 'weak' ? 'Weak signal' : n < MIN_CLOSED ? `Not enough history yet: ${n} of ${MIN_CLOSED} closed deals` : 'The past deals hold no signal';
  const text = sentence.replace(/^(Weak signal|No signal|Not enough history yet: \d+ of \d+ closed deals)[:.]\s*/, '');
  return { title, text: text.charAt(0).toUpperCase() + text.slice(1) };
}
