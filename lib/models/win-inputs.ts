/** What the win model looks at, on the deals that taught it and on those that closed since: for seeing whether its inputs have moved. Pure. */
import type { DealHistory } from '@/lib/deals/history';
import { closedBy, landmarks } from './closed-deals';
import type { FeatureSamples } from './drift/feature-moves';
import { CATEGORY_LABELS, features, NUMERIC, NUMERIC_NAMES, type NumericName } from './features';
import type { WinModel } from './schema';
import { CATEGORIES } from './win-context';

/** These follow the calendar: they move every quarter, and nothing is wrong. */
const CALENDAR: ReadonlySet<string> = new Set<NumericName>(['quarterEnd', 'closeMonth']);
const MOST = 2_000;
/** Deals since, below which there is nothing to compare. */
const LEAST = 50;

/** One moment a deal, so that rows are independent. Empty while too few deals have closed since the model learned. */
export function winInputs(histories: readonly DealHistory[], model: WinModel, now: number, seed: string): FeatureSamples[] {
  const edge = model.window?.to ?? null;
  if (edge === null) return [];
  const deals = closedBy(histories, now);
  const [before, since] = [deals.filter(({ closedAt }) => closedAt <= edge).slice(-MOST), deals.filter(({ closedAt }) => closedAt > edge).slice(-MOST)];
  if (before.length < LEAST || since.length < LEAST) return [];
  const read = (side: typeof deals) => landmarks(side, { moments: 'open_days', perDeal: 1, seed }).map(({ known }) => features(known, model.context));
  const [a, b] = [read(before), read(since)];
  const leftOut = new Set(model.excluded.map(({ feature }) => feature));
  return [
    ...NUMERIC_NAMES.filter((name) => !CALENDAR.has(name) && !leftOut.has(name)).map((name): FeatureSamples =>
      ({ name: NUMERIC[name].label, kind: 'numeric', baseline: a.map((f) => f.numeric[name]), recent: b.map((f) => f.numeric[name]) })),
    ...CATEGORIES.filter((name) => !leftOut.has(name)).map((name): FeatureSamples =>
      ({ name: CATEGORY_LABELS[name], kind: 'category', baseline: a.map((f) => f.category[name]), recent: b.map((f) => f.category[name]) })),
  ];
}
