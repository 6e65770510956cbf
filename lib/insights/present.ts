/**
 * How insights stand before a reader: in which order, and how much of each is said at first sight. The workspace has a usual way
 * (settings), an experiment may give a deal, an account or a reader another. Pure, browser-safe.
 */
import type { Presentation } from '@/lib/experiments/schema';
import type { Insight } from './schema';

export const ORDER_WORDS: Record<Presentation['order'], string> = {
  severity: 'What is most serious first', actions_first: 'What there is to do first', confidence: 'What is most certain first',
};
export const WORDING_WORDS: Record<Presentation['wording'], string> = { full: 'Everything at once', brief: 'One sentence, the rest on asking' };
export const presentationWords = ({ order, wording }: Presentation): string => `${ORDER_WORDS[order]}; ${WORDING_WORDS[wording].toLowerCase()}`;

/** In the order in which they are shown. `insights` come in the analyst's own order, by severity, which decides between equals. */
export function inOrder<I extends Pick<Insight, 'type' | 'actions' | 'confidence'>>(insights: readonly I[], order: Presentation['order']): I[] {
  if (order === 'severity') return [...insights];
  const rank = order === 'confidence' ? ({ confidence }: I) => -confidence : ({ type, actions }: I) => (type === 'next_action' ? 0 : actions.length > 0 ? 1 : 2);
  return [...insights].sort((a, b) => rank(a) - rank(b));
}

/** A point after these is no end of a sentence. */
const ABBREVIATION = /(?:\b(?:e\.g|i\.e|approx|vs|no|mr|mrs|ms|dr|inc|ltd|corp|co|st)|\b[A-Z])\.$/i;
const SHORTEST = 24;

/** The first sentence of a text and what follows it; a text of one sentence has no rest. */
export function firstSentence(body: string): { first: string; rest: string } {
  const text = body.trim();
  for (const { index, 0: end } of text.matchAll(/[.!?][”"')\]]*(?=\s+[^\p{Ll}\s])|\n/gu)) {
    const first = text.slice(0, index + end.length).trimEnd();
    // Too short to say anything ("Why?"), or no end at all.
    if (first.length < SHORTEST || ABBREVIATION.test(first)) continue;
    const rest = text.slice(index + end.length).trim();
    return { first, rest };
  }
  return { first: text, rest: '' };
}
