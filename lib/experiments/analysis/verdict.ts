/**
 * What may be said now, in a sentence, and whether it is safe to stop. Stopping rests on the always-valid sequence and on nothing else; the Bayesian chance is said beside it.
 *
 * In this order: a split that was not as intended makes everything doubtful; a variant that has all it takes wins; one that harms ends the experiment; with too few units nothing else is
 * said; the control wins when all others are worse; nobody does when even the best that the sequence leaves is not worth having.
 */
import { requirementsOf } from './requirements';
import { FIRST_LOOK, type Design } from './design';
import type { MetricResult, Results, VariantResult, Verdict } from '../results-schema';
import { allWorse, noneWorthHaving, standingOf, upward, type Standing } from './standing';
import { chance, change, count, listed, many, percent, probability } from './words';

export type Evidence = { design: Design; metrics: readonly MetricResult[]; sampleRatio: 'ok' | 'caution' | 'alert'; plannedUnits: number | null; units: number };
export type Candidate = { variant: VariantResult; standing: Standing; requirements: Verdict['requirements']; ready: boolean };
type Said = Omit<Verdict, 'requirements'>;

export function verdictOf(evidence: Evidence): Results['verdict'] {
  const { design, metrics } = evidence;
  const deciding = metrics.find(({ key }) => key === design.deciding.key)!;
  const candidates = deciding.variants.slice(1).map((variant): Candidate => {
    const standing = standingOf(deciding, variant);
    const requirements = requirementsOf(evidence, deciding, variant, standing);
    return { variant, standing, requirements, ready: requirements.every(({ met }) => met) };
  });
  const value = ({ variant }: Candidate): number => (variant.difference ? upward(deciding.better, variant.difference).value : -Infinity);
  const best = [...candidates].sort((a, b) => Number(b.ready) - Number(a.ready) || value(b) - value(a))[0]!;
  const said = doubtful(evidence) ?? winner(evidence, deciding, best) ?? harm(evidence, deciding, candidates) ?? tooEarly(evidence, deciding, candidates)
    ?? bandit(evidence, deciding, best) ?? control(evidence, deciding, candidates) ?? futile(evidence, deciding, best, candidates) ?? keepGoing(evidence, deciding, best);
  return { ...said, requirements: best.requirements };
}

const stop = ({ design }: Evidence): string => (design.ended ? '' : ', safe to stop');
const likely = ({ chanceToBeat }: VariantResult): string => (chanceToBeat === null ? '' : `, ${chance(chanceToBeat)} likely better`);

/** What the sequence promises, for the small print under every headline. */
function promise({ design }: Evidence): string {
  const { confidence } = design.experiment.plan, k = design.treatments.length;
  const sequence = design.adaptive
    ? `The intervals compare within the epochs of the allocation, so they hold although the weights follow the results, and at any number of looks, at ${percent(confidence)}`
    : `The intervals hold at any number of looks, at ${percent(confidence)}`;
  return `${sequence}${k > 1 ? `, for all ${k} comparisons together: each is made at ${percent(1 - (1 - confidence) / k)}` : ''}.`;
}

const fixedWords = ({ fixed }: VariantResult): string => (fixed ? ` Looked at only once, ${probability(fixed.adjustedPValue)}.` : '');
const wholeDetail = (evidence: Evidence, variant: VariantResult): string => `${promise(evidence)}${fixedWords(variant)}`;

function doubtful({ sampleRatio }: Evidence): Said | null {
  if (sampleRatio !== 'alert') return null;
  return {
    kind: 'doubtful', safeToStop: false, variantId: null, headline: 'Units were not split as intended: no winner can be named until it is known why.',
    detail: 'Something loses or doubles units of a variant, and what is lost is seldom like what stays. Look for a redirect, a filter or a failure that touches one variant only, mend it, and start again.',
  };
}

function winner(evidence: Evidence, deciding: MetricResult, { variant, ready }: Candidate): Said | null {
  if (!ready || evidence.design.adaptive) return null;
  const others = deciding.variants.slice(1).filter(({ variantId }) => variantId !== variant.variantId);
  return {
    kind: 'winner', safeToStop: true, variantId: variant.variantId, headline: `${variant.name} beats ${deciding.variants[0]!.name}: ${change(deciding, variant)}${likely(variant)}${stop(evidence)}.`,
    detail: `${wholeDetail(evidence, variant)}${others.length > 0 ? ` It is the best of those that beat the control; it was not tested against ${listed(others.map(({ name }) => name))}.` : ''}`,
  };
}

/** A guardrail beyond what is tolerated, at any number of units from the first look on; or the deciding metric, before it has the units for a decision or beyond a tolerance of its own. */
function harm(evidence: Evidence, deciding: MetricResult, candidates: readonly Candidate[]): Said | null {
  const { design, metrics } = evidence;
  for (const metric of metrics) {
    if (metric.role !== 'guardrail') continue;
    const { tolerance } = design.metrics.find(({ key }) => key === metric.key)!;
    const harmful = metric.variants.slice(1).find((variant) => standingOf(metric, variant).harmed(tolerance));
    if (harmful) {
      return {
        kind: 'harm', safeToStop: true, variantId: harmful.variantId,
        headline: `${harmful.name} harms ${metric.name}: ${change(metric, harmful)}${tolerance > 0 ? `, more than the ${percent(tolerance)} that is tolerated` : ''}${stop(evidence)}.`,
        detail: `${metric.name} is a guardrail, ${metric.better} is better. ${wholeDetail(evidence, harmful)}`,
      };
    }
  }
  const { tolerance } = design.deciding;
  const small = candidates.some(({ standing }) => standing.units < design.experiment.plan.minSampleSize);
  if (!(small || tolerance > 0) || !candidates.every(({ standing }) => standing.harmed(tolerance))) return null;
  const { variant } = candidates[0]!;
  const all = candidates.map((candidate) => candidate.variant.name);
  return {
    kind: 'harm', safeToStop: true, variantId: all.length === 1 ? variant.variantId : null,
    headline: all.length === 1 ? `${variant.name} harms ${deciding.name}: ${change(deciding, variant)}${stop(evidence)}.` : `${listed(all)} harm ${deciding.name}, ${variant.name} ${change(deciding, variant)}${stop(evidence)}.`,
    detail: wholeDetail(evidence, variant),
  };
}

function tooEarly({ design }: Evidence, deciding: MetricResult, candidates: readonly Candidate[]): Said | null {
  const { minSampleSize } = design.experiment.plan;
  const { windowDays, delayDays } = design.deciding;
  const least = [...deciding.variants].sort((a, b) => a.n - b.n)[0]!;
  const waiting = deciding.variants.reduce((sum, { waiting: units }) => sum + units, 0);
  const missing = least.n >= minSampleSize && least.n >= FIRST_LOOK && candidates.every(({ variant }) => variant.difference === null) ? candidates[0]!.variant.missing : null;
  const needed = Math.max(minSampleSize, FIRST_LOOK);
  if (least.n >= needed && missing === null) return null;
  const over = windowDays === null ? '' : ` whose ${many(windowDays + delayDays, 'day')} are over`;
  return {
    kind: 'too_early', safeToStop: false, variantId: null,
    headline: missing !== null ? `Nothing can be compared yet: ${missing.charAt(0).toLowerCase()}${missing.slice(1)}`
      : least.n === 0 ? `Too early: “${least.name}” has no units${over || ' yet'}.` : `Too early: “${least.name}” has ${many(least.n, 'unit')}${over}, ${count(needed)} are needed.`,
    detail: waiting > 0 ? `${many(waiting, 'unit')} ${waiting === 1 ? 'is' : 'are'} waiting: each is looked at when its days are over.` : `Nothing is decided below ${many(needed, 'unit')} a variant.`,
  };
}

function bandit(evidence: Evidence, deciding: MetricResult, { variant, ready, standing }: Candidate): Said | null {
  const { design } = evidence;
  if (!design.adaptive) return null;
  const { weights } = design.experiment;
  const all = design.variants.reduce((sum, { id }) => sum + (weights[id] ?? 0), 0);
  const most = [...design.variants].sort((a, b) => (weights[b.id] ?? 0) - (weights[a.id] ?? 0))[0]!;
  const share = all > 0 && !design.ended ? `${most.name} gets ${percent(Math.round((100 * (weights[most.id] ?? 0)) / all) / 100)} of new units. ` : '';
  const effect = variant.difference === null ? `${variant.name} can't be compared yet.`
    : ready ? `${variant.name} beats ${deciding.variants[0]!.name}: ${change(deciding, variant)}${likely(variant)}${stop(evidence)}.`
      : `${variant.name} against ${deciding.variants[0]!.name}: ${change(deciding, variant)}${likely(variant)}.`;
  return { kind: 'adaptive', safeToStop: ready, variantId: ready ? variant.variantId : null, headline: `${share}${effect}`, detail: `${standing.units > 0 ? wholeDetail(evidence, variant) : promise(evidence)} Plain means of a bandit are biased: they are shown without an interval.` };
}

function control(evidence: Evidence, deciding: MetricResult, candidates: readonly Candidate[]): Said | null {
  if (!allWorse(candidates.map(({ standing }) => standing))) return null;
  const names = candidates.map(({ variant }) => variant.name), { variant } = candidates[0]!, own = deciding.variants[0]!;
  return {
    kind: 'control', safeToStop: true, variantId: own.variantId,
    headline: names.length === 1 ? `${own.name} beats ${variant.name}, which is at ${change(deciding, variant)}: keep ${own.name}${stop(evidence)}.` : `${own.name} beats ${listed(names)}: keep ${own.name}${stop(evidence)}.`,
    detail: wholeDetail(evidence, variant),
  };
}

function futile(evidence: Evidence, deciding: MetricResult, { variant }: Candidate, candidates: readonly Candidate[]): Said | null {
  const { minEffect } = evidence.design.experiment.plan;
  if (!noneWorthHaving(candidates.map(({ standing }) => standing), { minEffect })) return null;
  return {
    kind: 'futile', safeToStop: true, variantId: null,
    headline: `No effect worth having: ${variant.name} ${change(deciding, variant)}, surely less than the ${percent(minEffect)} asked for${stop(evidence)}.`, detail: wholeDetail(evidence, variant),
  };
}

function keepGoing(evidence: Evidence, deciding: MetricResult, { variant, standing, requirements }: Candidate): Said {
  const { design, units, plannedUnits } = evidence;
  const { minEffect } = design.experiment.plan;
  const so = `${variant.name} ${change(deciding, variant)}${likely(variant)}`;
  const open = requirements.filter(({ met }) => !met).map(({ text }) => text);
  const headline = !standing.better ? (design.ended ? `No difference was shown: ${so}.` : `No difference shown yet: ${so}. Keep going.`)
    : standing.gain !== null && standing.gain < minEffect ? `${variant.name} is better, but not yet by the ${percent(minEffect)} asked for: ${change(deciding, variant)}.` : `${so}, but not all that it takes is there.`;
  const progress = plannedUnits === null ? '' : `${count(units)} of ${many(plannedUnits, 'planned unit')}. `;
  return { kind: 'keep_going', safeToStop: false, variantId: null, headline, detail: `${progress}${open.length > 0 ? `${open.join(' ')} ` : ''}${wholeDetail(evidence, variant)}` };
}
