/** What a dashboard without held-out deals would say, and how far that is from what the advice did. */
import { compareRates, type Interval } from './rates';

export type NaiveUnit = { acted: boolean; end: 'won' | 'lost' | 'open' };
export type NaiveComparison = Interval & {
  /** Share won of the closed deals with acted-on advice, and of those without. */
  acted: number;
  notActed: number;
  difference: number;
  nActed: number;
  nNotActed: number;
};

/** Win rate of closed deals whose advice was acted on against that of the other closed ones; open deals are left out, as such dashboards do. Null when a side has none. */
export function naiveComparison(units: readonly NaiveUnit[], level = 0.95): NaiveComparison | null {
  const count = (acted: boolean) => {
    const closed = units.filter((unit) => unit.acted === acted && unit.end !== 'open');
    return { hits: closed.filter((unit) => unit.end === 'won').length, n: closed.length };
  };
  const yes = count(true), no = count(false);
  if (yes.n === 0 || no.n === 0) return null;
  const { difference, low, high } = compareRates(yes, no, level);
  return { acted: yes.hits / yes.n, notActed: no.hits / no.n, difference, low, high, nActed: yes.n, nNotActed: no.n };
}

const points = (fraction: number): string => {
  const rounded = Math.round(Math.abs(fraction) * 100);
  return `${rounded} ${rounded === 1 ? 'point' : 'points'}`;
};

/** The difference between the two figures in one sentence. They answer different questions, so it says which of them speaks of what the advice did. */
export function explainDifference(naive: Pick<NaiveComparison, 'difference'>, causal: { difference: number; low: number; high: number } | null): string {
  const told = Math.round(naive.difference * 100) === 0 ? 'Deals whose advice was acted on were won as often as the others'
    : `Deals whose advice was acted on were won ${points(naive.difference)} ${naive.difference > 0 ? 'more' : 'less'} often`;
  if (!causal) return `${told}, but people act on the deals they already believe in or fear for, and without enough held-out deals nobody can say how much of that the advice did.`;
  const gap = naive.difference - causal.difference;
  const did = causal.low <= 0 && causal.high >= 0
    ? 'showing the advice made no difference that can be told from chance'
    : Math.round(causal.difference * 100) === 0 ? 'showing the advice made deals less than a point more or less likely to be won'
      : `showing the advice made deals ${points(causal.difference)} ${causal.difference > 0 ? 'more' : 'less'} likely to be won`;
  if (Math.abs(gap) < 0.01) return `${told}, and the held-out deals agree: ${did}.`;
  return `${told}, yet against the held-out deals ${did}: the ${points(gap)} between them ${Math.round(Math.abs(gap) * 100) === 1 ? 'comes' : 'come'} from which deals people choose to act on, and from shown deals that nobody acted on.`;
}
