/** The way of one deal through its stages, its expected close and its amount. */
import { DAY } from '@/lib/deals/history';
import { between, chance } from './draw';
import type { Life } from './life';
import type { NewChange, NewMove } from './world';

export type OpenStages = { engaging: string; proposal: string; negotiation: string };

/** Moves through the open stages, in order. Dwell times are shares of the deal's life, longest at the beginning. */
export function moveThrough({ deal, traits, rng, from, to }: Life, stages: OpenStages): NewMove[] {
  const way = [stages.engaging, stages.proposal, stages.negotiation].slice(0, traits.reached + 1);
  const weights = way.map((_stage, i) => between(rng, 0.5, 1.5) * (i === 0 ? 1.5 : 1));
  // What is left of its life is spent in the last one.
  const total = weights.reduce((sum, w) => sum + w, 0);
  let share = 0;
  return way.map((toStageId, i) => {
    const at = Math.round(from + share * (to - from));
    share += weights[i]! / total;
    return { dealId: deal.id, fromStageId: way[i - 1] ?? null, toStageId, at };
  });
}

/** The expected close at the end of the deal's life, and each time it was moved later. */
export function expectClose({ deal, traits, rng, from, to, days }: Life): { expectedCloseAt: number; slips: NewChange[] } {
  const times: number[] = [];
  if (traits.slipped) {
    const count = 1 + (chance(rng, 0.35) ? 1 : 0) + (chance(rng, 0.15) ? 1 : 0);
    for (let i = 0; i < count; i += 1) times.push(from + between(rng, 0.25 + (i * 0.7) / count, 0.25 + ((i + 0.8) * 0.7) / count) * (to - from));
  }
  const day = (time: number): number => Math.floor(time / DAY) * DAY;
  // Each date holds until shortly before it would have come: then it is moved. The last one lies around the end.
  const dates = [...times.map((time) => day(time + between(rng, 1, 6) * DAY)), day(to + between(rng, -3, Math.max(20, 60 - days)) * DAY)];
  for (let i = 1; i < dates.length; i += 1) dates[i] = Math.max(dates[i]!, dates[i - 1]! + 7 * DAY);
  const opened = day(from) + DAY;
  return {
    expectedCloseAt: Math.max(dates.at(-1)!, opened),
    slips: times.map((time, i) => ({ dealId: deal.id, field: 'expectedCloseAt', before: dates[i]!, after: dates[i + 1]!, at: Math.round(time) })),
  };
}

/** A plausible amount before the closing: around the list price, sometimes for more units; whole units of the currency. */
export function expectedAmount({ deal, rng }: Pick<Life, 'deal' | 'rng'>): number | null {
  const noise = between(rng, 0.88, 1.12);
  return deal.listPrice === null ? null : Math.max(1, Math.round(deal.listPrice * noise));
}
