/** How deals ended by the action that was taken on advice. Observations, never causes: who acts, and on which deals, is not left to chance. Pure. */
import { actionType } from '@/lib/insights/action-type';
import { benjaminiHochberg } from '@/lib/stats/false-discovery';
import { compareRates, wilsonInterval, type Count } from '@/lib/stats/rates';
import { noMeasure } from './measures';
import type { ActionResult, Measure } from './schema';

type ActionCount = { action: string; insights: number; takenN: number; takenWon: number; otherN: number; otherWon: number };

/** Fewer deals than this on a side are not compared. */
const TOO_FEW = 10;

const rate = ({ hits, n }: Count, none: string, alone: string): Measure =>
  n === 0 ? noMeasure(none) : { value: hits / n, ...wilsonInterval({ hits, n }), n, groups: n, why: null, compared: null, whyNotCompared: alone };

/** Per kind of action, deals in which it was taken on advice against those in which it was suggested and not taken; judged together, since one of ten looks good by chance. */
export function actionResults(counts: readonly ActionCount[]): ActionResult[] {
  const found = counts.map(({ action, insights, takenN, takenWon, otherN, otherWon }) => {
    const [taken, other] = [{ hits: takenWon, n: takenN }, { hits: otherWon, n: otherN }];
    return { action: actionType.catch('other').parse(action), insights, taken, other, compared: takenN >= TOO_FEW && otherN >= TOO_FEW ? compareRates(taken, other) : null };
  });
  const adjusted = benjaminiHochberg(found.flatMap(({ compared }) => (compared ? [compared.pValue] : [])));
  let judged = 0;
  return found.map(({ action, insights, taken, other, compared }) => ({
    action, insights,
    taken: rate(taken, 'No closed deal in which it was taken.', 'Beside it: the deals in which it was suggested and not taken.'),
    notTaken: rate(other, 'No closed deal in which it was suggested and not taken.', 'Beside it: the deals in which it was taken.'),
    difference: compared?.difference ?? null, low: compared?.low ?? null, high: compared?.high ?? null,
    falseDiscovery: compared ? (adjusted[judged++] ?? 1) : null,
  }));
}
