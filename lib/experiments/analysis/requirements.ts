/** What it takes to name a variant the winner, each with the figure that it stands at. */
import type { Evidence } from './verdict';
import type { MetricResult, VariantResult, Verdict } from '../results-schema';
import { meets, standingOf, type Standing } from './standing';
import { chance, count, listed, percent } from './words';

export function requirementsOf({ design, metrics, sampleRatio }: Evidence, deciding: MetricResult, variant: VariantResult, standing: Standing): Verdict['requirements'] {
  const { minSampleSize, confidence, minEffect } = design.experiment.plan;
  const { enough, better, large } = meets(standing, design.experiment.plan);
  const sure = better && (variant.chanceToBeat === null || variant.chanceToBeat >= confidence);
  const harmed = metrics.filter((metric) => metric.role === 'guardrail').filter((metric) => {
    const own = metric.variants.find(({ variantId }) => variantId === variant.variantId)!;
    return standingOf(metric, own).harmed(design.metrics.find(({ key }) => key === metric.key)!.tolerance);
  });
  const likely = variant.chanceToBeat === null ? '' : `, ${chance(variant.chanceToBeat)} likely better`;
  return [
    { key: 'sample', met: enough, text: `${count(standing.units)} units in the smaller arm of ${count(minSampleSize)} needed.` },
    { key: 'confidence', met: sure, text: `${sure ? `Better at ${percent(confidence)}, however often it is looked at` : standing.worse ? `Worse at ${percent(confidence)}, however often it is looked at` : variant.difference === null ? `There is no interval at ${percent(confidence)} yet` : `The always-valid interval at ${percent(confidence)} still includes no difference`}${likely}.` },
    {
      key: 'effect', met: large,
      text: standing.gain === null ? `An effect of ${percent(minEffect)} is asked for; none can be measured yet.`
        : `An effect of ${percent(minEffect)} is asked for; it is ${Number.isFinite(standing.gain) ? percent(standing.gain) : 'beyond measure, with the control at zero'}.`,
    },
    { key: 'guardrails', met: harmed.length === 0, text: harmed.length === 0 ? (metrics.some(({ role }) => role === 'guardrail') ? 'No guardrail is harmed.' : 'No guardrail was set.') : `${listed(harmed.map(({ name }) => name))} harmed.` },
    { key: 'sample_ratio', met: sampleRatio !== 'alert', text: sampleRatio === 'ok' ? 'Units were split as intended.' : sampleRatio === 'caution' ? 'Units were split a little unlike what was intended.' : 'Units were not split as intended.' },
  ];
}
