/** What is said of a version on trial: what it does now, how far it is, and what happens next. Pure. */
import { formatNumber, formatPercent, type ReadingHabits } from '@/components/ui/format';
import { GUARD_DAYS, GUARD_OUTCOMES, LEAST_OUTCOMES, SHARES } from '@/lib/models/life/judge-trial';
import type { ModelName, VersionSummary } from '@/lib/models/life/schema';
import type { TrialStanding } from '@/lib/models/life/trial-standing';
import { subjectOf, type Subject } from './model-words';

export function trialTitle({ version, aliases }: Pick<VersionSummary, 'version' | 'aliases'>, alias: 'shadow' | 'challenger', guard: boolean, model: ModelName, habits: ReadingHabits): string {
  if (guard) return `${version}, in use before, stands by`;
  const share = aliases.find((one) => one.alias === alias)?.share ?? 0;
  return alias === 'shadow' ? `${version} is tried in shadow` : `${version} is on trial for ${formatPercent(share, habits)} of ${subjectOf(model).many}`;
}

export const whatItDoes = (alias: 'shadow' | 'challenger', guard: boolean, champion: string, subject: Subject): string =>
  guard ? `It goes on judging every ${subject.one} unseen, in case ${champion} does not hold up.`
    : alias === 'shadow' ? `It judges every ${subject.one} beside ${champion}, and nobody sees what it says until outcomes tell which is better.`
      : `What it says is shown for its share of ${subject.many}, always the same ones; ${champion} judges the rest.`;

/** How many outcomes there are of those that the next step takes. */
export const stepOf = ({ guard, alias, outcomes, since }: Pick<TrialStanding, 'guard' | 'alias' | 'outcomes' | 'since'>): { done: number; needed: number } =>
  guard ? { done: outcomes, needed: GUARD_OUTCOMES } : alias === 'shadow' ? { done: outcomes, needed: LEAST_OUTCOMES } : { done: since, needed: LEAST_OUTCOMES };

const LOOKED = 'It is looked at every hour.';

/** What happens next and on which condition; where enough outcomes are there and still nothing happens, why. */
export function nextWords(standing: TrialStanding, champion: string, model: ModelName, habits: ReadingHabits): string {
  const { many } = subjectOf(model);
  const { done, needed } = stepOf(standing);
  const missing = Math.max(0, needed - done);
  const { guard, alias, share, decision } = standing;
  if (guard) return `If ${champion} does surely worse, this version is put in use again by itself. Otherwise it stands down after ${formatNumber(GUARD_OUTCOMES, habits)} outcomes or ${GUARD_DAYS} days. ${LOOKED}`;
  const following = SHARES.find((step) => alias === 'shadow' || step > share + 1e-9);
  const ahead = following === undefined ? 'it is put in use for all' : `it is shown for ${formatPercent(following, habits)} of ${many}`;
  if (decision.kind === 'grow' || decision.kind === 'promote') return `Enough outcomes are there: ${ahead} at the next look, within the hour.`;
  if (decision.kind === 'stop') return `${decision.why}. It is stopped at the next look, within the hour.`;
  const condition = `If it is then as good as ${champion}, ${ahead}; if it is surely worse, it is stopped. ${LOOKED}`;
  return missing > 0 ? `${formatNumber(missing, habits)} more outcome${missing === 1 ? '' : 's'} until the next step. ${condition}` : `It waits for more outcomes: ${decision.why.charAt(0).toLowerCase()}${decision.why.slice(1)}. ${LOOKED}`;
}
