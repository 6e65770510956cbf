/** Does a text speak of price? A lexicon: short, in the languages our customers write, and honest about being no more. */
import type { HistoryInteraction } from '@/lib/deals/history';

const PRICE = /\b(pric(e|es|ed|ing)|quot(e|es|ed|ation)|budget|cost|costs|discount|proposal|invoice|license fee|per seat|purchase order|preis|angebot|rabatt|kosten|prix|devis|remise|tarif|precio|presupuesto|descuento|prezzo|preventivo|sconto)\b|[$€£]\s?\d|\d\s?(usd|eur|gbp|chf)\b/i;

export const speaksOfPrice = (i: Pick<HistoryInteraction, 'subject' | 'text'>): boolean =>
  (i.subject !== null && PRICE.test(i.subject)) || (i.text !== null && PRICE.test(i.text));

export const hasText = (i: Pick<HistoryInteraction, 'text' | 'subject'>): boolean => Boolean(i.text?.trim() || i.subject?.trim());
