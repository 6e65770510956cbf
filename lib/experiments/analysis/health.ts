/** Can the figures be trusted, and what should somebody look at? Seven checks, each with what it found in a sentence. */
import { CHANGE_BELOW } from '@/lib/stats/change-point';
import { knowsPast, totalsOf, type MetricRows } from './cohorts';
import { changes, novelty } from './over-time';
import type { Design } from './design';
import type { HealthCheck, MetricResult } from '../results-schema';
import type { SplitSeen } from './sample-split';
import { standingOf } from './standing';
import type { Disposition } from '../schema';
import { change, count, listed, many, percent, probability } from './words';

export type Tally = { metric: string; disposition: string; count: number };
export type Seen = { design: Design; deciding: MetricRows; metrics: readonly MetricResult[]; split: SplitSeen; tallies: readonly Tally[]; lastDay: string | null; now: Date };

export function healthOf(seen: Seen): HealthCheck[] {
  return [sampleRatio(seen), exposed(seen), guardrails(seen), outcomes(seen), noveltyCheck(seen), suspicious(seen), changed(seen)];
}

function sampleRatio({ design, split }: Seen): HealthCheck {
  const key = 'sample_ratio', { observed, expected, pValue, verdict } = split;
  if (pValue === null) return { key, level: 'ok', title: 'Split of units', text: 'No units yet.' };
  const figures = `${listed(observed.map(count))} units where ${listed(expected.map(count))} were intended (${listed(design.variants.map(({ name }) => name))}; ${probability(pValue)})`;
  if (verdict === 'ok') return { key, level: 'ok', title: 'Split as intended', text: `${figures}.` };
  return verdict === 'alert'
    ? { key, level: 'alert', title: 'Units were not split as intended', text: `${figures}. Chance does this at fewer than one look in 1,000: no winner is named until it is known what loses units.` }
    : { key, level: 'caution', title: 'The split is off by more than chance likes', text: `${figures}. Chance does this at fewer than one look in 100: see whether a variant loses units before you trust a close result.` };
}

const DAYS_QUIET = 7;
/** Days are looked at again and again: below this, what is not there shows in some 2% of experiments (simulated: 20 daily looks). */
const SURE_ENOUGH = 0.002;

function exposed({ design, metrics, lastDay, now }: Seen): HealthCheck {
  const key = 'exposures', running = design.experiment.status === 'running';
  const { variants } = metrics.find((metric) => metric.key === design.deciding.key)!;
  const over = variants.reduce((sum, { n }) => sum + n, 0), waiting = variants.reduce((sum, one) => sum + one.waiting, 0);
  if (lastDay === null) return { key, level: running ? 'caution' : 'ok', title: 'Nobody yet', text: running ? 'It is running, but no unit has been given a variant: see whether its targeting fits anybody.' : 'No unit has been given a variant.' };
  const units = `${many(over + waiting, 'unit')} exposed${waiting > 0 ? `, ${count(waiting)} of them waiting until their days are over` : ''}`;
  const quiet = Math.floor((now.getTime() - Date.parse(lastDay)) / 86_400_000);
  return running && quiet > DAYS_QUIET ? { key, level: 'caution', title: 'Nobody new', text: `${units}. The last one came on ${lastDay}, ${many(quiet, 'day')} ago.` } : { key, level: 'ok', title: many(over + waiting, 'unit'), text: `${units}; the last on ${lastDay}.` };
}

function guardrails({ design, metrics }: Seen): HealthCheck {
  const key = 'guardrails', guarded = metrics.filter(({ role }) => role === 'guardrail');
  if (guarded.length === 0) return { key, level: 'ok', title: 'No guardrail', text: 'No guardrail was set: only the metrics above are watched.' };
  const findings = guarded.flatMap((metric) => metric.variants.slice(1).map((variant) => {
    const { tolerance } = design.metrics.find((one) => one.key === metric.key)!;
    const standing = standingOf(metric, variant);
    const leaning = variant.fixed !== null && variant.fixed.adjustedPValue < 0.05 && standing.gain !== null && standing.gain < 0;
    return { text: `${metric.name} with ${variant.name}: ${change(metric, variant)}`, harmed: standing.harmed(tolerance), worse: standing.worse, leaning };
  }));
  const say = (which: typeof findings): string => which.map(({ text }) => text).join('; ');
  const harmed = findings.filter((one) => one.harmed), worse = findings.filter((one) => one.worse), leaning = findings.filter((one) => one.leaning);
  if (harmed.length > 0) return { key, level: 'alert', title: 'A guardrail is harmed', text: `${say(harmed)}. Sure at any number of looks, and more than is tolerated.` };
  if (worse.length > 0) return { key, level: 'caution', title: 'A guardrail is worse, within what is tolerated', text: `${say(worse)}.` };
  if (leaning.length > 0) return { key, level: 'caution', title: 'A guardrail leans the wrong way', text: `${say(leaning)}. Looked at once it would count as worse; it is not sure yet at any number of looks.` };
  const known = guarded.filter(({ variants }) => variants.some(({ difference }) => difference !== null));
  return { key, level: 'ok', title: known.length === 0 ? 'Guardrails: nothing to compare yet' : 'No guardrail harmed', text: known.length === 0 ? 'A guardrail is watched from the first units on whose days are over.' : `${listed(known.map(({ name }) => name))} ${known.length === 1 ? 'shows' : 'show'} no harm.` };
}

const ASIDE: Readonly<Record<Exclude<Disposition, 'counted'>, string>> = {
  duplicate: 'sent again and counted once', early: 'before their unit was exposed', outside_window: 'outside their days', late: 'too late to count', unassigned: 'of units without a variant',
};
/** Share of outcomes that nothing can be made of, from which on somebody should look. */
const LOST_SHARE = 0.05;

function outcomes({ tallies }: Seen): HealthCheck {
  const key = 'outcomes';
  const of = (disposition: string): number => tallies.reduce((sum, tally) => sum + (tally.disposition === disposition ? tally.count : 0), 0);
  const counted = of('counted');
  const aside = (Object.keys(ASIDE) as (keyof typeof ASIDE)[]).map((disposition) => ({ disposition, n: of(disposition) })).filter(({ n }) => n > 0);
  if (counted === 0 && aside.length === 0) return { key, level: 'ok', title: 'No outcomes yet', text: 'Nothing was reported yet.' };
  const text = `${many(counted, 'outcome')} counted${aside.length > 0 ? `; ${aside.map(({ disposition, n }) => `${count(n)} ${ASIDE[disposition]}`).join(', ')}` : ''}.`;
  const lost = of('unassigned') + of('late') + of('early');
  return lost > LOST_SHARE * (counted + lost) ? { key, level: 'caution', title: 'Many outcomes are set aside', text: `${text} See whether they are reported under the units that were given a variant, and in time.` } : { key, level: 'ok', title: many(counted, 'outcome'), text };
}

function noveltyCheck({ design, deciding }: Seen): HealthCheck {
  const key = 'novelty';
  if (design.adaptive) return { key, level: 'ok', title: 'Early against late: not for bandits', text: 'With moving weights early and late units are not alike; changes are watched instead.' };
  const found = novelty(design, deciding, knowsPast(deciding.metric, deciding.over.map(totalsOf)));
  if (found.length === 0) return { key, level: 'ok', title: 'Early against late: too soon', text: 'The effect on early units is set against that on late ones when both halves have 100 units a variant.' };
  const worst = [...found].sort((a, b) => a.pValue - b.pValue)[0]!;
  const figures = `${worst.name}: ${worst.early} on units of the first days, ${worst.late} on those of the last (${probability(worst.pValue)})`;
  return worst.pValue < SURE_ENOUGH ? { key, level: 'caution', title: worst.fading ? 'The effect wears off' : 'The effect grows with time', text: `${figures}. Give it more time before you trust its size.` } : { key, level: 'ok', title: 'The effect holds over time', text: `${figures}.` };
}

/** Uplifts above this are more often a fault than a discovery (Twyman). */
const SUSPICIOUS = 0.5;

function suspicious({ design, metrics }: Seen): HealthCheck {
  const key = 'suspicious', metric = metrics.find((one) => one.key === design.deciding.key)!;
  const large = metric.variants.slice(1).filter((variant) => {
    const { gain, better, worse } = standingOf(metric, variant);
    return gain !== null && Math.abs(gain) > SUSPICIOUS && (better || worse || (variant.fixed !== null && variant.fixed.adjustedPValue < SURE_ENOUGH));
  });
  return large.length === 0 ? { key, level: 'ok', title: 'No suspicious uplift', text: `No variant is further than ${percent(SUSPICIOUS)} from the control.` }
    : { key, level: 'caution', title: 'Too good to be true?', text: `${large.map((variant) => `${variant.name}: ${change(metric, variant)}`).join('; ')}. Effects of more than ${percent(SUSPICIOUS)} are more often a fault of counting than a discovery: check how its outcomes are recorded.` };
}

function changed({ design, deciding }: Seen): HealthCheck {
  const key = 'change', found = changes(design, deciding);
  if (found === null) return { key, level: 'ok', title: 'Changes: too soon', text: 'Days are set against each other when there are enough of them.' };
  return found.pValue < CHANGE_BELOW ? { key, level: 'caution', title: `A change around ${found.day}`, text: `${found.what} was ${found.before} before and ${found.after} since (${probability(found.pValue)}).${design.adaptive ? ' The weights of a bandit then start again from the days since.' : ' What did others change on that day?'}` }
    : { key, level: 'ok', title: 'No change on the way', text: `${found.what} moved most around ${found.day}, by no more than chance may do (${probability(found.pValue)}).` };
}
